// Package zoho knows what Zoho exports: the modules of Zoho CRM as its backup
// and its list views write them, and the same as Zoho Analytics has them.
package zoho

import (
	"context"
	"strings"

	"peil/internal/source/file"
	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// Read knows an export by its leads, deals or calls.
func Read(ctx context.Context, files []*file.Table) (*vendor.Export, error) {
	f := vendor.Find(files, shapes)
	if f == nil {
		return nil, nil
	}
	for _, step := range []func(context.Context, *vendor.Found) error{campaigns, customers} {
		if err := step(ctx, f); err != nil {
			return nil, err
		}
	}
	notes(f)
	return f.Export, nil
}

// campaigns names the campaign of a deal, which is there by its id alone.
func campaigns(ctx context.Context, f *vendor.Found) error {
	names, err := f.Lookup(ctx, "campaigns", "campaignid", "campaign name")
	if err != nil || len(names) == 0 {
		return err
	}
	return f.Each("deals", func(t vendor.Table) ([]vendor.Table, error) {
		return []vendor.Table{vendor.Widen(t, "campaign", []mapping.Role{"campaign"}, func(c vendor.Columns, cells []string) []string {
			return []string{vendor.First(names, c.Cell(cells, "campaign id"))}
		})}, nil
	})
}

// customers makes those who were invoiced customers from their first invoice on.
func customers(ctx context.Context, f *vendor.Found) error {
	since := map[string]vendor.Dated{}
	err := f.Each("invoices", func(t vendor.Table) ([]vendor.Table, error) {
		return nil, vendor.Earliest(ctx, t.Table, invoice, since)
	})
	if err != nil || len(since) == 0 {
		return err
	}
	return f.Each("accounts", func(t vendor.Table) ([]vendor.Table, error) {
		return []vendor.Table{vendor.Widen(t, "invoiced", []mapping.Role{"customer_since"}, func(c vendor.Columns, cells []string) []string {
			return []string{since[c.Cell(cells, "accountid", "record id")].Text}
		})}, nil
	})
}

// invoice is whose an invoice is and when it was made, unless it was called off.
func invoice(c vendor.Columns, cells []string) (account, when, says string) {
	account = c.Cell(cells, "account id", "account name.id")
	if account == "0" || strings.EqualFold(c.Cell(cells, "invoice status", "status"), "cancelled") {
		account = ""
	}
	return account, c.Cell(cells, "invoice date", "created time"), ""
}

// notes say what such an export does not tell.
func notes(f *vendor.Found) {
	note := func(when bool, words string) {
		if when {
			f.Export.Notes = append(f.Export.Notes, words)
		}
	}
	note(f.Has("deals") && !f.Has("history"), "zoho_no_history")
	note(f.Has("deals") && !has(f, "deals", "id") && (f.Has("calls") || f.Has("events")), "zoho_no_deal_id")
	note(f.Has("members"), "zoho_members")
	note(f.Has("papers") || f.Has("lines"), "zoho_papers")
}

// has reports whether a table of that name has a column with the role.
func has(f *vendor.Found, name string, role mapping.Role) (found bool) {
	_ = f.Each(name, func(t vendor.Table) ([]vendor.Table, error) { // looks, and leaves the table as it is
		for _, r := range t.Roles {
			found = found || r == role
		}
		return []vendor.Table{t}, nil
	})
	return found
}
