package store

import (
	"context"

	"peil"
)

var contactTable = newStateTable("contact", "contact", []column{{"account_id", uuidType}},
	func(s peil.ContactState) (peil.ID, []any) { return s.Contact, []any{orNull(s.Account)} })

// Contact gives the state of one contact. Error of kind not_found when there is none.
func (w *Workspace) Contact(ctx context.Context, id peil.ID) (peil.ContactState, error) {
	return contactTable.one(ctx, w, id)
}

// Contacts gives the state of contacts, in the order of their ids: nil is all of
// them, an empty list none. Those that are not there are left out.
func (w *Workspace) Contacts(ctx context.Context, ids []peil.ID) ([]peil.ContactState, error) {
	return contactTable.read(ctx, w, ids)
}
