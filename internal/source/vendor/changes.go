package vendor

import (
	"context"
	"slices"

	"peil/internal/source/file"
	"peil/internal/source/mapping"
)

// Change is one change of one property of a deal.
type Change struct {
	Deal, At string
	// Role is the property: one of those below.
	Role     mapping.Role
	Old, New string
}

// changeRoles are the columns of the history that changes make.
var changeRoles = []mapping.Role{"deal_id", "at", "stage", "pipeline", "value", "currency", "expected_close", "probability", "owner_id", "owner"}

// Changes makes a history of a table that has a row for every change of a
// property. read says what a row changes, and false for one that does not matter
// here. What a property was before its first change it was from the deal's
// creation on, which created knows.
func Changes(ctx context.Context, t *file.Table, read func(c Columns, cells []string) (Change, bool), created map[string][][]string) (Table, error) {
	began := map[string]Dated{}
	err := Earliest(ctx, t, func(c Columns, cells []string) (key, when, says string) {
		if ch, ok := read(c, cells); ok {
			return ch.Deal + "\x00" + string(ch.Role), ch.At, ch.Old
		}
		return "", "", ""
	}, began)
	if err != nil {
		return Table{}, err
	}
	c := ColumnsOf(t)
	return Rows(t, "history", mapping.History, changeRoles, func(cells []string, emit func(...string) error) error {
		ch, ok := read(c, cells)
		if !ok {
			return nil
		}
		row := func(at, value string) error {
			if at == "" || value == "" {
				return nil
			}
			out := make([]string, len(changeRoles))
			out[0], out[1], out[slices.Index(changeRoles, ch.Role)] = ch.Deal, at, value
			return emit(out...)
		}
		if first := began[ch.Deal+"\x00"+string(ch.Role)]; first.Text == ch.At {
			if err := row(First(created, ch.Deal), ch.Old); err != nil {
				return err
			}
		}
		return row(ch.At, ch.New)
	}), nil
}
