package hubspot

import (
	"strconv"
	"strings"

	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

// about are the tables that say whom an engagement is about, and the role that
// their ids have.
var about = []struct {
	table, id string
	role      mapping.Role
}{{"engagement_deal", "deal_id", "deal_id"}, {"engagement_contact", "contact_id", "contact_id"}, {"engagement_company", "company_id", "account_id"}}

// engagements gives every call, e-mail, meeting, note and task what stands about
// it in the tables beside: whose it is, when it was, what it is about.
func (e *export) engagements() error {
	if err := e.named(); err != nil {
		return err
	}
	roles := []mapping.Role{"kind", "owner_id", "at", "duration"}
	var links []map[string][][]string
	for _, a := range about {
		of, err := e.Lookup(e.ctx, a.table, "engagement_id", a.id)
		if err != nil {
			return err
		}
		links, roles = append(links, of), append(roles, a.role)
	}
	base, err := e.Lookup(e.ctx, "engagements", "id", "type", "owner_id", "timestamp")
	if err != nil {
		return err
	}
	return e.Each("engagement", func(t vendor.Table) ([]vendor.Table, error) {
		c := vendor.ColumnsOf(t.Table)
		if c.Has("property_hs_task_type") || c.Has("task_type") { // its time is when it is due
			roles := append([]mapping.Role{"due"}, roles...)
			return []vendor.Table{vendor.Widen(t, "hubspot", roles, func(c vendor.Columns, cells []string) []string {
				row := engagement(c, cells, base, links)
				due := row[2]
				row[2] = c.Cell(cells, "property_hs_task_completion_date", "completion_date")
				return append([]string{due}, row...)
			})}, nil
		}
		return []vendor.Table{vendor.Widen(t, "hubspot", roles, func(c vendor.Columns, cells []string) []string {
			return engagement(c, cells, base, links)
		})}, nil
	})
}

// listed are the lists that hold one kind of activity, and say so nowhere.
var listed = []struct{ list, kind string }{{"calls", "call"}, {"meetings", "meeting"}, {"mails", "email"}}

// named says of what kind the activities of such a list are.
func (e *export) named() error {
	for _, l := range listed {
		err := e.Each(l.list, func(t vendor.Table) ([]vendor.Table, error) {
			return []vendor.Table{vendor.Widen(t, "hubspot", []mapping.Role{"kind"}, func(vendor.Columns, []string) []string { return []string{l.kind} })}, nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// seconds makes seconds of the milliseconds that the API counts calls in.
func seconds(ms string) string {
	n, err := strconv.ParseFloat(ms, 64)
	if err != nil {
		return ""
	}
	return strconv.FormatFloat(n/1000, 'f', 0, 64)
}

// engagement is the kind, owner and time of an engagement, and its links.
func engagement(c vendor.Columns, cells []string, base map[string][][]string, links []map[string][][]string) []string {
	id := c.Cell(cells, "engagement_id", "id")
	kind, owner := c.Cell(cells, "property_hs_communication_channel_type", "type"), c.Cell(cells, "property_hubspot_owner_id", "owner_id")
	at := c.Cell(cells, "property_hs_timestamp", "start_time", "timestamp")
	if rows := base[id]; len(rows) > 0 {
		for i, s := range []*string{&kind, &owner, &at} {
			if *s == "" {
				*s = rows[0][i]
			}
		}
	}
	out := []string{kind, owner, at, seconds(c.Cell(cells, "property_hs_call_duration"))}
	for _, of := range links {
		out = append(out, vendor.First(of, id))
	}
	return out
}

// messageRoles are the columns of the messages that e-mail events make.
var messageRoles = []mapping.Role{"id", "event", "at", "email", "template", "subject", "automated"}

// happened are the kinds of e-mail event that say what became of a message; the
// others are steps of HubSpot's own sending.
var happened = []string{"SENT", "DELIVERED", "OPEN", "CLICK", "BOUNCE", "DROPPED", "SPAMREPORT", "STATUSCHANGE", "REPLY"}

// messages makes messages of the e-mail events: each names the event of its
// sending. What HubSpot has filtered out was no human.
func (e *export) messages() error {
	subjects, err := e.Lookup(e.ctx, "sent", "id", "subject")
	if err != nil {
		return err
	}
	campaigns, err := e.Lookup(e.ctx, "email_campaigns", "id", "name")
	if err != nil {
		return err
	}
	consent, err := e.Lookup(e.ctx, "status_changes", "id", "portal_subscription_status")
	if err != nil {
		return err
	}
	return e.Each("email_events", func(t vendor.Table) ([]vendor.Table, error) {
		c := vendor.ColumnsOf(t.Table)
		return []vendor.Table{vendor.Rows(t.Table, "messages", mapping.Messages, messageRoles, func(cells []string, emit func(...string) error) error {
			id, kind := c.Cell(cells, "id"), strings.ToUpper(c.Cell(cells, "type"))
			sending := c.Cell(cells, "sent_by_id")
			if kind == "SENT" || sending == "" {
				sending = id
			}
			if kind == "STATUSCHANGE" && !strings.EqualFold(vendor.First(consent, id), "unsubscribed") {
				return nil
			}
			for _, h := range happened {
				if h == kind {
					return emit(sending, kind, c.Cell(cells, "created"), c.Cell(cells, "recipient"),
						vendor.First(campaigns, c.Cell(cells, "email_campaign_id")), vendor.First(subjects, sending), c.Cell(cells, "filtered_event"))
				}
			}
			return nil
		})}, nil
	})
}
