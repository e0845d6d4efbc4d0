// Package file opens what a company exports: files, folders and zips with
// CSV, XLSX, JSON and JSON lines, and reads each table in them row by row,
// whatever its separators, quoting and encoding. Nothing is ever held whole:
// a row, a line and an archive have limits, beyond which they are refused.
package file

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"peil"
)

// Limits bound what is read: they are far above any real export.
type Limits struct {
	// Row is the most bytes of one row, or of one JSON object.
	Row int
	// Columns is the most columns of one table.
	Columns int
	// Entries is the most files in a folder or an archive, Total the most bytes
	// an archive may unpack to, Ratio how many times its packed size.
	Entries int
	Total   int64
	Ratio   int64
}

// DefaultLimits are the limits of the import command.
func DefaultLimits() Limits {
	return Limits{Row: 8 << 20, Columns: 2000, Entries: 10_000, Total: 20 << 30, Ratio: 300}
}

// Options say how files are opened.
type Options struct {
	Limits Limits
	// Scratch is a folder for what must be unpacked to be read; it must exist.
	Scratch string
}

// Table is one table in a file: a CSV file, a sheet, a list of JSON objects.
type Table struct {
	// Name says where the table stands, for people: "export.zip/deals.csv",
	// "book.xlsx#Deals". Base is its own name in small letters: "deals".
	Name, Base string
	// Format is csv, xlsx, json or jsonl.
	Format string
	// Encoding and Delimiter are what was found, for CSV.
	Encoding  string
	Delimiter byte
	// Header is the name of every column; HeaderRow its row in the file.
	Header    []string
	HeaderRow int
	// Size is how many bytes Rows reads, for its progress.
	Size int64
	read reader
}

// reader calls emit with every row of a table, its number in the file from 1,
// and progress with the bytes read so far.
type reader func(ctx context.Context, emit Emit, progress func(int64)) error

// Emit takes one row: its number in the file and its cells. The slice, not the
// strings in it, is used again for the next row.
type Emit func(row int, cells []string) error

// Rows reads the rows below the header. Cells are as many as Header has, or
// more where a row has too many. progress, which may be nil, gets the bytes
// read so far. What emit returns ends the reading and is returned.
func (t *Table) Rows(ctx context.Context, emit Emit, progress func(int64)) error {
	if progress == nil {
		progress = func(int64) {}
	}
	cells := make([]string, 0, len(t.Header))
	return t.read(ctx, func(row int, c []string) error {
		if row <= t.HeaderRow || empty(c) {
			return nil
		}
		if len(c) >= len(t.Header) {
			return emit(row, c)
		}
		cells = append(cells[:0], c...)
		for len(cells) < len(t.Header) {
			cells = append(cells, "")
		}
		return emit(row, cells)
	}, progress)
}

func empty(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}

// Skipped is a file that was left out, and why: a machine word for the reason.
type Skipped struct{ Name, Reason string }

// Set is every table found under some paths.
type Set struct {
	Tables  []*Table
	Skipped []Skipped
	opts    Options
	// total counts the bytes of all that was unpacked so far.
	total   int64
	closers []func() error
}

// Open finds the tables under the paths: files, folders, and archives, which
// may hold archives once more. A path of its own that cannot be read is an
// error; files in folders and archives that are no tables are left out and
// listed.
func Open(ctx context.Context, paths []string, opts Options) (*Set, error) {
	s := &Set{opts: opts}
	for _, p := range paths {
		if err := s.path(ctx, p); err != nil {
			s.Close()
			return nil, err
		}
	}
	if len(s.Tables) == 0 {
		s.Close()
		return nil, nothing(paths, s.Skipped)
	}
	return s, nil
}

// Close removes what was unpacked.
func (s *Set) Close() error {
	var first error
	for _, c := range s.closers {
		if err := c(); err != nil && first == nil {
			first = err
		}
	}
	s.closers = nil
	return first
}

func nothing(paths []string, skipped []Skipped) error {
	e := peil.Invalid("no_tables", "there is no table in %s", strings.Join(paths, ", ")).InField("path")
	for _, k := range skipped {
		e.Hints = append(e.Hints, k.Name+": "+k.Reason)
	}
	return e
}

func (s *Set) path(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return peil.NotFound("no_such_file", "there is no file %s", path).InField("path").Because(err)
	}
	if !info.IsDir() {
		return s.onDisk(ctx, path, filepath.Base(path), true)
	}
	n := 0
	return filepath.WalkDir(path, func(p string, d os.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case d.IsDir() && p != path && hidden(d.Name()):
			return filepath.SkipDir
		case !d.Type().IsRegular() || hidden(d.Name()):
			return nil
		}
		if n++; n > s.opts.Limits.Entries {
			return peil.Invalid("too_many_files", "%s holds more than %d files", path, s.opts.Limits.Entries).InField("path")
		}
		name, err := filepath.Rel(path, p)
		if err != nil {
			return err
		}
		return s.onDisk(ctx, p, filepath.ToSlash(name), false)
	})
}

// hidden are the files that systems leave in folders and archives.
func hidden(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || name == "__MACOSX" || name == "Thumbs.db"
}

// onDisk opens a file by what it begins with; its name only settles the rest.
// must says that the caller named the file: it may then not be left out.
func (s *Set) onDisk(ctx context.Context, path, name string, must bool) error {
	open := func() (io.ReadCloser, error) { return os.Open(path) }
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return s.sniffed(ctx, input{name: name, size: info.Size(), open: open, path: path}, must, 0)
}

// input is a stream of bytes that can be opened again and again. path is set
// where it lies on disk.
type input struct {
	name string
	size int64
	open func() (io.ReadCloser, error)
	path string
}

const sampleSize = 256 << 10

func (in input) sample() ([]byte, error) {
	r, err := in.open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	buf := make([]byte, min(int64(sampleSize), max(in.size, 1)))
	n, err := io.ReadFull(r, buf)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return buf[:n], err
}

// sniffed finds out what an input is and adds its tables.
func (s *Set) sniffed(ctx context.Context, in input, must bool, depth int) error {
	head, err := in.sample()
	if err != nil {
		return unreadable(in.name, err)
	}
	what := recognise(head, in.name)
	switch what {
	case "zip":
		err = s.archive(ctx, in, depth)
	case "xlsx":
		err = s.workbook(ctx, in)
	case "json", "jsonl":
		err = s.json(ctx, in, what)
	case "csv":
		err = s.csv(ctx, in, head)
	default:
		e := notATable(in.name, what)
		if must {
			return e
		}
		s.Skipped = append(s.Skipped, Skipped{in.name, what})
		return nil
	}
	return err
}

func unreadable(name string, err error) error {
	return peil.Invalid("unreadable_file", "%s cannot be read", name).InField("path").Because(err)
}

// tableExtensions are the names a table of text may have in a folder.
var tableExtensions = []string{".csv", ".tsv", ".tab", ".txt", ".dat", ""}

// baseName is a table's own name: no folders, no extension.
func baseName(name string) string {
	if i := strings.LastIndexAny(name, "/\\"); i >= 0 {
		name = name[i+1:]
	}
	ext := strings.ToLower(filepath.Ext(name))
	if ext != "" && (slices.Contains(tableExtensions, ext) || ext == ".xlsx" || strings.HasPrefix(ext, ".json") || ext == ".ndjson") {
		name = name[:len(name)-len(ext)]
	}
	return strings.ToLower(name)
}
