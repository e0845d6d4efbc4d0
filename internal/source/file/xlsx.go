package file

import (
	"context"
	"fmt"

	"github.com/xuri/excelize/v2"

	"peil"
)

// workbook adds every sheet of an XLSX file that has rows.
func (s *Set) workbook(ctx context.Context, in input) error {
	in, err := s.toDisk(in)
	if err != nil {
		return err
	}
	if err := s.checkArchive(in); err != nil {
		return err
	}
	book, err := s.openBook(in)
	if err != nil {
		return err
	}
	sheets := book.GetSheetList()
	visible := sheets[:0]
	for _, sheet := range sheets {
		if ok, err := book.GetSheetVisible(sheet); err == nil && ok {
			visible = append(visible, sheet)
		}
	}
	if err := book.Close(); err != nil {
		return unreadable(in.name, err)
	}
	found := false
	for _, sheet := range visible {
		t := s.sheet(in, sheet, len(visible) == 1)
		switch err := t.findHeader(ctx, s.opts.Limits); {
		case err == nil:
			s.Tables, found = append(s.Tables, t), true
		case isEmpty(err):
			s.Skipped = append(s.Skipped, Skipped{t.Name, "empty"})
		default:
			return err
		}
	}
	if !found {
		return notATable(in.name, "empty")
	}
	return nil
}

func isEmpty(err error) bool {
	e, ok := err.(*peil.Error)
	return ok && e.Code == "empty_file"
}

func (s *Set) openBook(in input) (*excelize.File, error) {
	book, err := excelize.OpenFile(in.path, excelize.Options{RawCellValue: true, TmpDir: s.opts.Scratch,
		UnzipSizeLimit: s.opts.Limits.Total, UnzipXMLSizeLimit: 16 << 20})
	if IsFull(err) { // large sheets are unpacked
		return nil, ScratchError(s.opts.Scratch, err)
	}
	if err != nil {
		return nil, unreadable(in.name, err)
	}
	return book, nil
}

// sheet makes one sheet a table. Values are read as they are stored, not as
// they are shown: dates are then serial numbers and amounts exact.
func (s *Set) sheet(in input, sheet string, only bool) *Table {
	t := &Table{Name: in.name + "#" + sheet, Base: baseName(sheet), Format: "xlsx", Size: in.size}
	if only {
		t.Name, t.Base = in.name, baseName(in.name)
	}
	t.read = func(ctx context.Context, emit Emit, progress func(int64)) error {
		book, err := s.openBook(in)
		if err != nil {
			return err
		}
		defer book.Close()
		rows, err := book.Rows(sheet)
		if IsFull(err) {
			return ScratchError(s.opts.Scratch, err)
		}
		if err != nil {
			return unreadable(t.Name, err)
		}
		defer rows.Close()
		for n := 1; rows.Next(); n++ {
			if err := ctx.Err(); err != nil {
				return err
			}
			cells, err := rows.Columns()
			if err != nil {
				return unreadable(fmt.Sprintf("%s, row %d,", t.Name, n), err)
			}
			if len(cells) > s.opts.Limits.Columns {
				return peil.Invalid("too_many_columns", "%s, row %d: there are more than %d columns", t.Name, n, s.opts.Limits.Columns).InField("path")
			}
			if err := emit(n, cells); err != nil {
				return err
			}
		}
		if err := rows.Error(); err != nil {
			return unreadable(t.Name, err)
		}
		progress(in.size)
		return nil
	}
	return t
}
