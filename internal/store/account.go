package store

import (
	"context"

	"peil"
)

var accountTable = newStateTable("account", "account", []column{{"owner_id", uuidType}},
	func(s peil.AccountState) (peil.ID, []any) { return s.Account, []any{orNull(s.Owner)} })

// Accounts gives the state of accounts, in the order of their ids: nil is all of
// them, an empty list none. Those that are not there are left out.
func (w *Workspace) Accounts(ctx context.Context, ids []peil.ID) ([]peil.AccountState, error) {
	return accountTable.read(ctx, w, ids)
}
