package store

import (
	"context"

	"peil"
)

var activityTable = newStateTable("activity", "activity", []column{{"user_id", uuidType}, {"due_at", intType}},
	func(s peil.ActivityState) (peil.ID, []any) { return s.Activity, []any{orNull(s.User), millis(s.Due)} })

// Activities gives the state of planned activities, in the order of their ids: nil is all of
// them, an empty list none. Those that are not there are left out.
func (w *Workspace) Activities(ctx context.Context, ids []peil.ID) ([]peil.ActivityState, error) {
	return activityTable.read(ctx, w, ids)
}
