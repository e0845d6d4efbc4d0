package store

import (
	"context"

	"peil"
)

var userTable = newStateTable("user", "app_user", []column{{"team_id", uuidType}},
	func(s peil.UserState) (peil.ID, []any) { return s.User, []any{orNull(s.Team)} })

// Users gives the state of users, in the order of their ids: nil is all of
// them, an empty list none. Those that are not there are left out.
func (w *Workspace) Users(ctx context.Context, ids []peil.ID) ([]peil.UserState, error) {
	return userTable.read(ctx, w, ids)
}
