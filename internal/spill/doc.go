// Package spill sorts more records than are to be kept in memory: what does not
// fit is written to a temporary file as sorted runs, which are merged when they are
// read. The file is nobody's truth, and goes away with the Sorter; its blocks carry
// checksums, so that a disk's slip is an error and not another record.
package spill
