package sample

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// csvFiles are the files of an exported company, with their columns.
var csvFiles = []struct {
	name   string
	header []string
}{
	{"users", []string{"User ID", "Name", "Team", "FTE", "Hire date", "End date"}},
	{"accounts", []string{"Account ID", "Account name", "Industry", "Employees", "Region", "Created date"}},
	{"leads", []string{"Lead ID", "Last name", "Account ID", "Owner", "Lead source", "Created date", "Converted", "Converted deal ID"}},
	{"deals", []string{"Deal ID", "Deal name", "Owner", "Account ID", "Pipeline", "Stage", "Status", "Amount", "Currency",
		"Created date", "Close date", "Expected close date", "Lost reason", "Competitor", "Lead source"}},
	{"stage history", []string{"Deal ID", "To stage", "Changed at"}},
	{"activities", []string{"Activity ID", "Activity type", "Owner", "Deal ID", "Lead ID", "Activity date", "Done", "Direction", "Outcome", "Duration seconds"}},
}

// partDeals is how many deals one part of a large export has: a company is made
// in memory, and one with a million deals would not fit there.
const partDeals = 20_000

// WriteCSV writes the sample company into a folder as a CRM would export it: a
// file for each kind of record, and the stage history. A large one consists of
// parts with the same sellers, each from a seed of its own. It returns how many
// deals and activities were written.
func WriteCSV(dir string, opts Options) (deals, activities int, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return 0, 0, fmt.Errorf("sample company: %w", err)
	}
	x := &export{files: map[string]*csv.Writer{}}
	var closers []func() error
	defer func() {
		for _, c := range closers {
			err = errors.Join(err, c())
		}
	}()
	for _, f := range csvFiles {
		out, err := os.Create(filepath.Join(dir, f.name+".csv"))
		if err != nil {
			return 0, 0, fmt.Errorf("sample company: %w", err)
		}
		buf := bufio.NewWriterSize(out, 1<<20)
		w := csv.NewWriter(buf)
		x.files[f.name] = w
		closers = append(closers, func() error {
			w.Flush()
			return errors.Join(w.Error(), buf.Flush(), out.Close())
		})
		x.row(f.name, f.header...)
	}
	for left := max(opts.Deals, 1); left > 0; left -= partDeals {
		part := opts
		part.Deals, part.Seed = min(left, partDeals), opts.Seed+uint64(x.parts)
		x.part(Make(part))
		x.parts++
	}
	return x.deals, x.activities, nil
}
