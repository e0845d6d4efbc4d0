package vendor

import (
	"context"
	"strings"
	"time"

	"peil/internal/source/file"
	"peil/internal/source/value"
)

// Dated is what a row says, and the date it says it of as the file writes it.
type Dated struct {
	At         time.Time
	Text, Says string
}

// Earliest finds for every key the row with the earliest date: a vendor that has
// to choose between rows must read their dates. The function returns a row's
// key, its date and what it says; a row without key or date is passed over.
func Earliest(ctx context.Context, t *file.Table, row func(c Columns, cells []string) (key, when, says string), into map[string]Dated) error {
	c := ColumnsOf(t)
	var column value.DateColumn
	err := t.Rows(ctx, func(_ int, cells []string) error {
		_, when, _ := row(c, cells)
		column.Add(when)
		return nil
	}, nil)
	if err != nil {
		return err
	}
	order, _ := column.Order()
	return t.Rows(ctx, func(_ int, cells []string) error {
		key, when, says := row(c, cells)
		stamp, ok := value.ParseDate(when, order)
		if !ok || key == "" {
			return nil
		}
		at := stamp.Instant(time.UTC)
		if d, known := into[key]; !known || at.Before(d.At) {
			into[strings.Clone(key)] = Dated{at, strings.Clone(when), strings.Clone(says)}
		}
		return nil
	}, nil)
}
