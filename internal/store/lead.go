package store

import (
	"context"

	"peil"
)

var leadTable = newStateTable("lead", "lead", []column{
	{"status", textType}, {"owner_id", uuidType}, {"received_at", intType},
},
	func(s peil.LeadState) (peil.ID, []any) {
		return s.Lead, []any{s.Status, orNull(s.Owner), millis(s.ReceivedAt)}
	})

// Leads gives the state of leads, in the order of their ids: nil is all of
// them, an empty list none. Those that are not there are left out.
func (w *Workspace) Leads(ctx context.Context, ids []peil.ID) ([]peil.LeadState, error) {
	return leadTable.read(ctx, w, ids)
}
