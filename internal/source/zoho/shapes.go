package zoho

import (
	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

type roles = map[string]mapping.Role

// shapes are the modules, first those that hardly any other table resembles.
// Zoho Analytics writes ids as LEADID, the CRM as "Record Id" and "Owner.id".
var shapes = []vendor.Shape{
	{Name: "history", Needs: []string{"stage", "modified time", "stage duration|duration (days)|stage duration (calendar days)|duration (calendar days)"}, Sure: true, Kind: mapping.History,
		Roles: roles{"deal name": "deal", "deal name.id": "deal_id", "deal id": "deal_id", "parent id": "deal_id", "potential id": "deal_id", "potential name": "deal", "stage": "stage",
			"amount": "value", "probability": "probability", "probability (%)": "probability", "closing date": "expected_close", "modified time": "at", "currency": "currency"}},
	{Name: "deals", Needs: []string{"potential name|deal name", "stage", "closing date", "potential owner|deal owner"}, Sure: true, Kind: mapping.Deals,
		Roles: roles{"potentialid": "id", "potential id": "id", "record id": "id", "deal id": "id", "potential name": "name", "deal name": "name", "potential owner": "owner", "deal owner": "owner",
			"potential owner id": "owner_id", "deal owner.id": "owner_id", "account name": "account", "account id": "account_id", "accountid": "account_id", "account name.id": "account_id",
			"contact name": "contact", "contact id": "contact_id", "contactid": "contact_id", "contact name.id": "contact_id", "leadid": "lead_id", "lead id": "lead_id",
			"created time": "created", "modified time": "updated", "closing date": "closed", "amount": "value", "currency": "currency", "stage": "stage", "pipeline": "pipeline",
			"forecast type": "status", "type": "type", "lead source": "source", "campaign source": "campaign", "campaign id": "campaign", "probability": "probability", "probability (%)": "probability",
			"reason for loss": "reason", "reason for loss__s": "reason", "competitor": "competitor"}},
	{Name: "leads", Needs: []string{"leadid|record id", "lead source", "lead status", "lead owner"}, Sure: true, Kind: mapping.Leads,
		Roles: roles{"leadid": "id", "record id": "id", "first name": "first_name", "last name": "last_name", "company": "account", "lead owner": "owner", "lead owner id": "owner_id", "lead owner.id": "owner_id",
			"email": "email", "mobile": "phone", "phone": "phone", "lead source": "source", "lead status": "status", "created time": "created", "modified time": "updated",
			"converted": "converted", "is converted": "converted", "converted deal.id": "deal_id", "converted potential id": "deal_id"}},
	{Name: "calls", Needs: []string{"call start time", "call owner", "call type"}, Sure: true, Kind: mapping.Activities,
		Roles: activity("call owner", roles{"taskid": "id", "call start time": "at", "call duration (in seconds)": "duration", "call type": "direction", "call result": "outcome",
			"call status": "status", "outgoing call status": "status"}),
		Units: map[string]string{"call duration (in seconds)": "s"}},
	{Name: "events", Needs: []string{"eventid|title|record id", "start datetime|from", "end datetime|to", "event owner|host"}, Kind: mapping.Activities,
		Roles: activity("event owner", roles{"eventid": "id", "start datetime": "at", "from": "at", "end datetime": "end", "to": "end", "title": "name", "host": "owner", "host.id": "owner_id"})},
	{Name: "tasks", Needs: []string{"task owner", "due date", "subject", "status"}, Kind: mapping.Activities,
		Roles: activity("task owner", roles{"taskid": "id", "due date": "due", "closed time": "at", "status": "status"})},
	{Name: "campaigns", Needs: []string{"campaign name", "type", "actual cost"}, Kind: mapping.Spend,
		// The kinds of campaign are called as the sources of leads are: what a
		// campaign cost was spent on the source of its kind.
		Roles: roles{"type": "source", "campaign name": "campaign", "actual cost": "amount", "start date": "from", "end date": "to", "currency": "currency"}},
	{Name: "members", Needs: []string{"campaign name", "lead last name"}, Kind: mapping.Ignore},
	{Name: "invoices", Needs: []string{"invoiceid|invoice date|invoice number", "account id|account name.id", "grand total"}, Kind: mapping.Ignore},
	{Name: "papers", Needs: []string{"quoteid|salesorderid|purchaseorderid|quote stage|so number|po number|invoice number", "grand total|gross total"}, Kind: mapping.Ignore},
	{Name: "lines", Needs: []string{"inventoryrelid", "product name"}, Kind: mapping.Ignore},
	{Name: "books", Needs: []string{"price book name"}, Kind: mapping.Ignore},
	{Name: "vendors", Needs: []string{"vendor name", "vendor owner"}, Kind: mapping.Ignore},
	{Name: "cases", Needs: []string{"case owner", "case origin"}, Kind: mapping.Ignore},
	{Name: "contacts", Needs: []string{"contactid|record id", "last name", "contact owner"}, Kind: mapping.Contacts,
		Roles: roles{"contactid": "id", "record id": "id", "first name": "first_name", "last name": "last_name", "account id": "account_id", "account name": "account", "account name.id": "account_id",
			"email": "email", "mobile": "phone", "phone": "phone", "created time": "created"}},
	{Name: "accounts", Needs: []string{"accountid|record id", "account name", "account owner"}, Kind: mapping.Accounts,
		Roles: roles{"accountid": "id", "record id": "id", "account name": "name", "account owner": "owner", "account owner id": "owner_id", "account owner.id": "owner_id", "account type": "customer",
			"industry": "industry", "employees": "size", "billing country": "region", "parent account": "parent", "rating": "segment", "created time": "created"}},
	{Name: "products", Needs: []string{"productid|record id", "product name", "product category", "product owner"}, Kind: mapping.Products,
		Roles: roles{"productid": "id", "record id": "id", "product name": "name", "product category": "family", "unit price": "price"}},
	{Name: "users", Needs: []string{"user id|record id", "first name", "last name", "email"}, Kind: mapping.Users,
		Roles: roles{"user id": "id", "record id": "id", "first name": "first_name", "last name": "last_name", "email": "email"}},
}

// activity is what calls, events and tasks have in common: whose they are, when
// they were made, and whom they are about.
func activity(owner string, more roles) roles {
	out := roles{owner: "owner", owner + " id": "owner_id", owner + ".id": "owner_id", "subject": "name", "description": "note", "created time": "created", "modified time": "updated",
		"record id": "id", "contactid": "contact_id", "accountid": "account_id", "potentialid": "deal_id", "leadid": "lead_id",
		"contact name.id": "contact_id", "contact name": "contact"}
	for name, role := range more {
		out[name] = role
	}
	return out
}
