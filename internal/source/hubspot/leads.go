package hubspot

import (
	"slices"
	"strings"

	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// leadRoles are the columns of the leads that contacts are made into.
var leadRoles = []mapping.Role{"id", "contact_id", "first_name", "last_name", "email", "account", "account_id", "owner", "owner_id", "source", "sources", "status", "created"}

// stranger are the stages of a contact's life in which nobody has asked for
// anything: such a contact is no lead.
var stranger = []string{"subscriber", "other", "abonnent", "annet"}

// leads makes leads of the contacts: HubSpot keeps where somebody came from and
// when with the contact. Only contacts that have a source or a stage of life
// tell that.
func (e *export) leads() error {
	of := func(t vendor.Table) ([]vendor.Table, error) {
		c := vendor.ColumnsOf(t.Table)
		if !slices.ContainsFunc([]string{"original source", "original traffic source", "lifecycle stage", "property_hs_analytics_source", "property_lifecyclestage", "opprinnelig kilde"},
			func(n string) bool { return c.Has(n) }) {
			return []vendor.Table{t}, nil
		}
		leads := vendor.Rows(t.Table, "leads", mapping.Leads, leadRoles, func(cells []string, emit func(...string) error) error {
			life := strings.ToLower(c.Cell(cells, "lifecycle stage", "property_lifecyclestage"))
			if slices.Contains(stranger, life) || isTrue(c.Cell(cells, "is_deleted", "_fivetran_deleted")) {
				return nil
			}
			id := c.Cell(cells, "record id", "id", "post-id")
			source := c.Cell(cells, "original source", "original traffic source", "property_hs_analytics_source", "opprinnelig kilde")
			return emit(id, id, c.Cell(cells, "first name", "property_firstname", "fornavn"), c.Cell(cells, "last name", "property_lastname", "etternavn"),
				c.Cell(cells, "email", "property_email", "e-post"), c.Cell(cells, "associated company", "company name", "property_company"),
				firstOf(c.Cell(cells, append(companyIDs, "property_associatedcompanyid")...)), c.Cell(cells, "contact owner", "kontakteier"), c.Cell(cells, "property_hubspot_owner_id"),
				source, source+";"+c.Cell(cells, "latest source", "latest traffic source", "property_hs_latest_source"),
				c.Cell(cells, "lead status", "property_hs_lead_status"), c.Cell(cells, "create date", "property_createdate", "opprettelsesdato"))
		})
		return []vendor.Table{t, leads}, nil
	}
	if err := e.Each("contacts", of); err != nil {
		return err
	}
	return e.Each("contact_table", of)
}

// firstDeals is the first deal of every contact that is a lead: what comes later
// is more sold to the same customer, not the lead once more.
func (e *export) firstDeals() (map[string]vendor.Dated, error) {
	out := map[string]vendor.Dated{}
	if !e.makes(mapping.Leads) {
		return out, nil
	}
	look := func(t vendor.Table) ([]vendor.Table, error) {
		return []vendor.Table{t}, vendor.Earliest(e.ctx, t.Table, func(c vendor.Columns, cells []string) (key, when, says string) {
			return e.contact(c, cells), c.Cell(cells, "create date", "property_createdate", "opprettelsesdato"), c.Cell(cells, dealIDs...)
		}, out)
	}
	if err := e.Each("deals", look); err != nil {
		return nil, err
	}
	return out, e.Each("deal_table", look)
}

func (e *export) makes(k mapping.Kind) bool {
	for _, made := range e.Export.Tables {
		if slices.ContainsFunc(made, func(t vendor.Table) bool { return t.Kind == k }) {
			return true
		}
	}
	return false
}
