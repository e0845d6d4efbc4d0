package source

import (
	"slices"
	"strings"

	"peil"
	"peil/internal/source/mapping"
	"peil/internal/source/value"
)

// converterOf says how a kind of table is read; nil for one that is left out.
func converterOf(k mapping.Kind) *converter {
	switch k {
	case mapping.Users:
		return &converter{kUser, "user", userRow, byNameOrMail, nil}
	case mapping.Products:
		return &converter{kProduct, "product", productRow, byName, nil}
	case mapping.Accounts:
		return &converter{kAccount, "account", accountRow, byName, nil}
	case mapping.Contacts:
		return &converter{kContact, "contact", contactRow, byNameOrMail, nil}
	case mapping.Leads:
		return &converter{kLead, "lead", leadRow, leadKey, leadDone}
	case mapping.Deals:
		return &converter{kDeal, "deal", dealRow, dealKey, dealDone}
	case mapping.Lines:
		return &converter{kLine, "", lineRow, lineKey, grouped}
	case mapping.History:
		return &converter{kHistory, "", historyRow, historyKey, historyDone}
	case mapping.Messages:
		return &converter{kMessage, "", messageRow, messageKey, messageDone}
	case mapping.Activities:
		return &converter{kActivity, "", activityRow, rowKey, activityDone}
	case mapping.Quotas:
		return &converter{kQuota, "", quotaRow, quotaKey, nil}
	case mapping.Costs:
		return &converter{kCost, "", costRow, quotaKey, nil}
	case mapping.Spend:
		return &converter{kSpend, "", spendRow, spendKey, spendDone}
	case mapping.Rates:
		return &converter{kRate, "", rateRow, rateKey, nil}
	}
	return nil
}

// fullName puts a person's name together from what the table has.
func (r *reading) fullName() string {
	if n := fields(r.text("name")); n != "" {
		return n
	}
	return fields(r.text("first_name") + " " + r.text("last_name"))
}

func (r *reading) email() string {
	e, _ := value.Email(r.text("email"))
	return e
}

func owner(rec *record) *peil.ID   { return &rec.Owner }
func account(rec *record) *peil.ID { return &rec.Account }
func contact(rec *record) *peil.ID { return &rec.Contact }
func lead(rec *record) *peil.ID    { return &rec.Lead }
func deal(rec *record) *peil.ID    { return &rec.Deal }
func product(rec *record) *peil.ID { return &rec.Product }
func group(rec *record) *peil.ID   { return &rec.Group }

func (r *reading) owner(rec *record) {
	r.link(rec, owner, "user", r.text("owner_id"), r.text("owner_email"), r.text("owner"), true)
}

func (r *reading) account(rec *record) {
	r.link(rec, account, "account", r.text("account_id"), "", r.text("account"), true)
	if rec.Account.IsZero() {
		return
	}
	if id := firstOf(r.text("account_id")); id != "" { // an id beside a name: found by it from now on
		r.c.books["account"].byID[key(r.t.System, external("account", id))] = rec.Account
	}
}

// named links to a record that is nothing but a name: a source, a reason.
func (r *reading) named(book string, role mapping.Role) (id peil.ID) {
	if s := fields(r.text(role)); s != "" {
		id, _ = r.c.books[book].make(s, r.c.newID)
	}
	return id
}

func byName(_ *reading, rec *record) string { return nameKey(rec.Name) }

func byNameOrMail(r *reading, rec *record) string {
	if rec.Email != "" {
		return rec.Email
	}
	return nameKey(rec.Name) + "|" + nameKey(r.text("account")+r.text("account_id"))
}

// rowKey is every cell with a role: a row without an id is the row it is.
func rowKey(_ *reading, rec *record) string { return rec.Hash.String() }

func userRow(r *reading, rec *record) {
	rec.Name, rec.Email = r.fullName(), r.email()
	if rec.Name == "" && rec.Email == "" {
		r.refuse("name", "", "no_name")
		return
	}
	if rec.Name == "" {
		rec.Name = rec.Email
	}
	if team := fields(r.text("team")); team != "" {
		rec.Team, _ = r.c.books["team"].make(team, r.c.newID)
		if region := fields(r.text("region")); region != "" {
			r.c.teams[rec.Team] = region
		}
	}
	rec.P = 1
	if s := r.text("fte"); s != "" {
		if f, ok := value.ParsePercent(s, false); ok && f > 0 {
			rec.P = f
		} else {
			r.refuse("fte", s, "not_a_share")
		}
	}
	rec.From, rec.To = r.moment("joined"), r.moment("left")
	if sells, ok := value.ParseBool(r.text("sells")); ok {
		rec.NotSelling = !sells
	}
}

func productRow(r *reading, rec *record) {
	if rec.Name = fields(r.text("name")); rec.Name == "" {
		r.refuse("name", "", "no_name")
		return
	}
	rec.Family = fields(r.text("family"))
	if minor, cur, ok := r.money("price"); ok {
		rec.Price, rec.HasPrice, rec.Currency = minor, true, string(cur)
	}
}

func accountRow(r *reading, rec *record) {
	if rec.Name = fields(r.text("name")); rec.Name == "" {
		r.refuse("name", "", "no_name")
		return
	}
	rec.Segment, rec.Industry, rec.Region = fields(r.text("segment")), fields(r.text("industry")), fields(r.text("region"))
	rec.Size = sizeClass(r.text("size"))
	rec.Created, rec.Updated = r.happened("created"), r.happened("updated")
	r.link(rec, func(rec *record) *peil.ID { return &rec.Parent }, "account", "", "", r.text("parent"), true)
	r.owner(rec)
	rec.From = r.moment("customer_since")
	rec.Customer = rec.From.set() || isCustomer(r.text("customer"))
	rec.Families = r.text("families")
	if minor, cur, ok := r.money("lifetime"); ok && minor > 0 {
		rec.Value, rec.HasValue, rec.Currency, rec.Customer = minor, true, string(cur), true
	}
}

// isCustomer reads a column that says who buys already.
func isCustomer(s string) bool {
	if yes, ok := value.ParseBool(s); ok {
		return yes
	}
	switch nameKey(s) {
	case "customer", "kunde", "eksisterende", "eksisterende kunde", "existing customer", "existing", "active customer", "aktiv kunde", "client":
		return true
	}
	return false
}

// sizeClass groups counts of employees; words stay words.
func sizeClass(s string) string {
	n, ok := value.ParseNumber(s, 0)
	if !ok {
		return fields(s)
	}
	for _, c := range []struct {
		below float64
		name  string
	}{{10, "1–9"}, {50, "10–49"}, {250, "50–249"}, {1000, "250–999"}} {
		if n < c.below {
			return c.name
		}
	}
	return "1000+"
}

func contactRow(r *reading, rec *record) {
	rec.Name, rec.Email, rec.Phone = r.fullName(), r.email(), r.text("phone")
	if rec.Name == "" && rec.Email == "" {
		r.refuse("name", "", "no_name")
		return
	}
	rec.Created = r.happened("created")
	r.account(rec)
}

func leadRow(r *reading, rec *record) {
	rec.Name, rec.Email, rec.Phone = r.fullName(), r.email(), r.text("phone")
	rec.Created, rec.Updated = r.happened("created"), r.happened("updated")
	if !rec.Created.set() {
		rec.Created = r.undated()
	}
	rec.Campaign, rec.Channel = fields(r.text("campaign")), channel(r.text("channel"))
	r.sources(rec)
	r.owner(rec)
	r.account(rec)
	r.link(rec, contact, "contact", r.text("contact_id"), rec.Email, "", false)
	rec.Hint = firstOf(r.text("deal_id"))
}

// sources takes the source, or the first of several in one cell; the others
// have touched the lead too.
func (r *reading) sources(rec *record) {
	rec.Source = r.named("source", "source")
	r.several("source", "sources", &rec.Source, &rec.Touches)
}

// several takes the names in a cell: the first where there is none yet, and the
// ids of the others on end.
func (r *reading) several(book string, role mapping.Role, first *peil.ID, others *string) {
	for _, name := range strings.FieldsFunc(r.text(role), func(c rune) bool { return c == ';' || c == '\n' }) {
		if name = fields(name); name == "" {
			continue
		}
		id, _ := r.c.books[book].make(name, r.c.newID)
		switch {
		case first.IsZero():
			*first = id
		case id != *first && !slices.Contains(splitIDs(*others), id):
			*others += string(id[:])
		}
	}
}

// splitIDs parts ids on end.
func splitIDs(s string) (out []peil.ID) {
	for ; len(s) >= len(peil.ID{}); s = s[len(peil.ID{}):] {
		out = append(out, peil.ID([]byte(s[:len(peil.ID{})])))
	}
	return out
}

func channel(s string) string {
	s = nameKey(s)
	for word, c := range map[string]string{"phone": "phone", "telefon": "phone", "mail": "email", "post": "email", "form": "form", "skjema": "form",
		"web": "form", "chat": "chat", "meeting": "meeting", "møte": "meeting", "social": "social"} {
		if strings.Contains(s, word) {
			return c
		}
	}
	if s == "" {
		return ""
	}
	return "other"
}

func leadKey(r *reading, rec *record) string {
	return strings.Join([]string{rec.Email, nameKey(rec.Name), nameKey(r.text("account")), r.text("created")}, "|")
}

func leadDone(c *check, rec *record) bool {
	if rec.Hint != "" && rec.Hint != "0" {
		c.leadOf[key(rec.System, external("deal", rec.Hint))] = rec.ID
	}
	c.touch(rec.Owner, rec.Created)
	return true
}

// touch notes that a user stands in a record of that time.
func (c *check) touch(user peil.ID, m moment) {
	if user.IsZero() || !m.set() || m.prec == precUnknown {
		return
	}
	s := c.spans[user]
	if s == nil {
		c.spans[user] = &span{m.ms, m.ms}
		return
	}
	s.first, s.last = min(s.first, m.ms), max(s.last, m.ms)
}

func lineRow(r *reading, rec *record) {
	r.link(rec, group, "deal", r.text("deal_id"), "", r.text("deal"), false)
	r.link(rec, product, "product", r.text("product_id"), "", r.text("product"), true)
	rec.Family = fields(r.text("family"))
	rec.Quantity = r.number("quantity")
	amount, cur, ok := r.money("amount")
	if !ok {
		if amount, cur, ok = r.money("price"); ok && rec.Quantity != 0 {
			amount = int64(float64(amount) * rec.Quantity)
		}
	}
	if rec.Product.IsZero() && rec.Family == "" {
		r.refuse("product", "", "line_without_product")
	}
	if cur == "" {
		cur = r.c.base()
	}
	rec.Value, rec.HasValue, rec.Currency = amount, ok, string(cur)
}

func lineKey(r *reading, rec *record) string {
	return r.text("deal_id") + "|" + nameKey(r.text("deal")+"|"+r.text("product")+r.text("product_id")+r.text("family"))
}

func grouped(_ *check, rec *record) bool { return !rec.Group.IsZero() }
