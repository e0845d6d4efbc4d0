package facts

import (
	"context"
	"database/sql"
	"errors"

	"peil"
)

// freezeTries is how often Freeze looks for one moment in all its transactions.
const freezeTries = 50

// Freeze gives n views that all see the facts at one and the same event, however
// long they are asked and whatever is folded meanwhile. Each is for one asker at a
// time. Release lets them go.
func (v *View) Freeze(ctx context.Context, n int) (views []*View, release func(), err error) {
	for range freezeTries {
		var same bool
		views, same, err = v.freeze(ctx, n)
		if same {
			return views, func() { thaw(views) }, nil
		}
		thaw(views)
		if err != nil {
			return nil, nil, err
		}
	}
	return nil, nil, peil.Unavailable("facts_busy", "the facts change too fast to be asked about one moment")
}

func (v *View) freeze(ctx context.Context, n int) (views []*View, same bool, err error) {
	for range n {
		tx, err := v.DB.BeginTx(ctx, nil)
		if err != nil {
			return views, false, err
		}
		one := *v
		one.frozen = tx
		views = append(views, &one)
		// A transaction sees what was there when it first looked.
		if err := tx.QueryRowContext(ctx, "select seq from facts_meta").Scan(&one.Seq); err != nil {
			return views, false, err
		}
		if one.Seq != views[0].Seq {
			return views, false, nil
		}
	}
	return views, true, nil
}

func thaw(views []*View) {
	for _, v := range views {
		if err := v.frozen.Rollback(); err != nil && !errors.Is(err, sql.ErrTxDone) {
			continue // it ends with its connection
		}
	}
}
