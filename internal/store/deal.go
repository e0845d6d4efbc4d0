package store

import (
	"context"

	"peil"
)

var dealTable = newStateTable("deal", "deal", []column{
	{"status", textType}, {"pipeline_id", uuidType}, {"stage_id", uuidType}, {"owner_id", uuidType}, {"account_id", uuidType},
},
	func(s peil.DealState) (peil.ID, []any) {
		return s.Deal, []any{
			s.Status, orNull(s.Pipeline), orNull(s.Stage), orNull(s.Owner), orNull(s.Account),
		}
	})

// Deal gives the state of one deal. Error of kind not_found when there is none.
func (w *Workspace) Deal(ctx context.Context, id peil.ID) (peil.DealState, error) {
	return dealTable.one(ctx, w, id)
}

// Deals gives the state of deals, in the order of their ids: nil is all of
// them, an empty list none. Those that are not there are left out.
func (w *Workspace) Deals(ctx context.Context, ids []peil.ID) ([]peil.DealState, error) {
	return dealTable.read(ctx, w, ids)
}
