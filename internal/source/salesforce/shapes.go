package salesforce

import (
	"maps"
	"strings"

	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

type roles = map[string]mapping.Role

// api adds the names of the API to those of connectors, which part their words:
// "stage name" is StageName there.
func api(r roles) roles {
	out := maps.Clone(r)
	for name, role := range r {
		out[strings.ReplaceAll(name, " ", "")] = role
	}
	return out
}

// with adds the labels of reports.
func with(r, labels roles) roles {
	maps.Copy(r, labels)
	return r
}

// shapes are first the histories, which have all columns of what they are of.
var shapes = []vendor.Shape{
	{Name: "versions", Needs: []string{"_fivetran_start", "_fivetran_end", "stage_name", "close_date"}, Sure: true, Kind: mapping.History,
		Roles: roles{"id": "deal_id", "stage name": "stage", "amount": "value", "probability": "probability", "close date": "expected_close", "owner id": "owner_id", "currency iso code": "currency"}},
	{Name: "ignored", Needs: []string{"_fivetran_start", "_fivetran_end"}, Kind: mapping.Ignore},
	{Name: "history", Needs: []string{"opportunityid|opportunity_id", "stagename|stage_name", "createddate|created_date", "closedate|close_date|probability"}, Sure: true, Kind: mapping.History,
		Roles: api(roles{"opportunity id": "deal_id", "stage name": "stage", "amount": "value", "probability": "probability", "close date": "expected_close", "created date": "at", "currency iso code": "currency"})},
	{Name: "fields", Needs: []string{"opportunityid|opportunity_id", "field", "newvalue|new_value"}, Sure: true, Kind: mapping.Ignore},
	{Name: "moves", Needs: []string{"opportunity name|salgsmulighetsnavn", "from stage|fra fase", "to stage|til fase"}, Sure: true, Kind: mapping.History,
		Roles: roles{"opportunity id (18 digit)": "deal_id", "opportunity id": "deal_id", "opportunity name": "deal", "salgsmulighetsnavn": "deal", "from stage": "from", "fra fase": "from", "to stage": "stage", "til fase": "stage",
			"amount": "value", "beløp": "value", "probability (%)": "probability", "sannsynlighet (%)": "probability", "close date": "expected_close", "lukkedato": "expected_close",
			"last modified": "at", "last modified date": "at", "edit date": "at", "sist endret": "at", "redigeringsdato": "at"}},
	{Name: "lines", Needs: []string{"opportunityid|opportunity_id", "product2id|product_2_id", "quantity"}, Sure: true, Kind: mapping.Lines,
		Roles: api(roles{"id": "id", "opportunity id": "deal_id", "product 2 id": "product_id", "product code": "product", "quantity": "quantity", "unit price": "price", "total price": "amount",
			"currency iso code": "currency", "is deleted": "deleted"})},
	{Name: "contact_roles", Needs: []string{"opportunityid", "contactid", "isprimary"}, Kind: mapping.Ignore},
	{Name: "deals", Needs: []string{"id", "stagename|stage_name", "closedate|close_date"}, Sure: true, Kind: mapping.Deals,
		Roles: api(roles{"id": "id", "is deleted": "deleted", "name": "name", "owner id": "owner_id", "account id": "account_id", "stage name": "stage", "amount": "value", "currency iso code": "currency",
			"probability": "probability", "close date": "closed", "created date": "created", "last modified date": "updated", "last stage change date": "stage_since", "campaign id": "campaign", "contact id": "contact_id", "type": "type", "lead source": "source",
			"loss reason c": "reason", "lost reason c": "reason", "closed lost reason c": "reason", "competitor c": "competitor", "main competitors c": "competitor"})},
	{Name: "deals", Needs: []string{"opportunity name|salgsmulighetsnavn", "stage|fase", "close date|lukkedato|sluttdato"}, Sure: true, Kind: mapping.Deals,
		Roles: roles{"opportunity id (18 digit)": "id", "opportunity id": "id", "opportunity name": "name", "salgsmulighetsnavn": "name", "opportunity owner": "owner", "salgsmulighetseier": "owner", "eier av salgsmulighet": "owner",
			"account name": "account", "kontonavn": "account", "account id (18 digit)": "account_id", "account id": "account_id", "stage": "stage", "fase": "stage", "amount": "value", "beløp": "value",
			"amount currency": "currency", "opportunity currency": "currency", "valuta": "currency", "probability (%)": "probability", "sannsynlighet (%)": "probability", "close date": "closed", "lukkedato": "closed", "sluttdato": "closed",
			"created date": "created", "opprettet dato": "created", "opprettelsesdato": "created", "last modified date": "updated", "type": "type", "lead source": "source", "source": "source", "leadkilde": "source", "kilde": "source",
			"primary campaign source": "campaign", "loss reason": "reason", "closed lost reason": "reason", "lost reason": "reason", "tapsårsak": "reason", "main competitor(s)": "competitor", "competitor": "competitor", "konkurrent": "competitor"}},
	{Name: "leads", Needs: []string{"id|lead id", "isconverted|is_converted|converted|lead status|status", "company|company / account|firma", "leadsource|lead_source|lead source|leadkilde"}, Sure: true, Kind: mapping.Leads,
		Roles: with(api(roles{"id": "id", "is deleted": "deleted", "first name": "first_name", "last name": "last_name", "name": "name", "company": "account", "email": "email", "phone": "phone", "status": "status",
			"lead source": "source", "owner id": "owner_id", "created date": "created", "is converted": "converted", "converted opportunity id": "deal_id", "last modified date": "updated"}),
			roles{"lead id": "id", "company / account": "account", "firma": "account", "lead owner": "owner", "leadeier": "owner", "lead status": "status", "leadkilde": "source", "create date": "created", "opprettelsesdato": "created",
				"converted": "converted", "opportunity id": "deal_id", "fornavn": "first_name", "etternavn": "last_name", "e-post": "email"})},
	{Name: "events", Needs: []string{"id", "whoid|who_id", "whatid|what_id", "startdatetime|start_date_time|activitydatetime|activity_date_time"}, Sure: true, Kind: mapping.Activities,
		Roles: activity(roles{"start date time": "at", "end date time": "end", "duration in minutes": "duration", "type": "kind"}),
		Units: map[string]string{"durationinminutes": "min", "duration in minutes": "min"}},
	{Name: "tasks", Needs: []string{"id", "whoid|who_id", "whatid|what_id", "status"}, Sure: true, Kind: mapping.Activities,
		Roles: activity(roles{"activity date": "due", "completed date time": "at", "status": "status", "task subtype": "kind", "call type": "direction", "call duration in seconds": "duration", "call disposition": "outcome"}),
		Units: map[string]string{"calldurationinseconds": "s", "call duration in seconds": "s"}},
	{Name: "users", Needs: []string{"id", "username", "isactive|is_active"}, Sure: true, Kind: mapping.Users,
		Roles: api(roles{"id": "id", "name": "name", "first name": "first_name", "last name": "last_name", "email": "email"})},
	{Name: "roles", Needs: []string{"id", "name", "developername|developer_name", "parentroleid|parent_role_id"}, Kind: mapping.Ignore},
	{Name: "stages", Needs: []string{"masterlabel", "sortorder", "iswon"}, Sure: true, Kind: mapping.Ignore},
	{Name: "campaigns", Needs: []string{"id", "name", "isactive", "actualcost|budgetedcost"}, Kind: mapping.Spend,
		Roles: roles{"type": "source", "name": "campaign", "actualcost": "amount", "startdate": "from", "enddate": "to", "currencyisocode": "currency"}},
	{Name: "products", Needs: []string{"id", "name", "productcode|product_code", "family"}, Kind: mapping.Products,
		Roles: api(roles{"id": "id", "name": "name", "family": "family", "is deleted": "deleted"})},
	{Name: "ignored", Needs: []string{"ordernumber|order_number"}, Kind: mapping.Ignore},
	{Name: "contacts", Needs: []string{"id|contact id", "accountid|account_id|account name", "lastname|last_name|last name", "email"}, Kind: mapping.Contacts,
		Roles: with(api(roles{"id": "id", "account id": "account_id", "first name": "first_name", "last name": "last_name", "name": "name", "email": "email", "phone": "phone", "created date": "created", "is deleted": "deleted"}),
			roles{"contact id": "id", "account name": "account"})},
	{Name: "accounts", Needs: []string{"id|account id", "name|account name|kontonavn", "industry|bransje|numberofemployees|number_of_employees|account owner"}, Kind: mapping.Accounts,
		Roles: with(api(roles{"id": "id", "name": "name", "owner id": "owner_id", "industry": "industry", "number of employees": "size", "parent id": "parent", "billing country": "region", "type": "customer", "rating": "segment",
			"created date": "created", "is deleted": "deleted"}),
			roles{"account id": "id", "account id (18 digit)": "id", "account name": "name", "kontonavn": "name", "account owner": "owner", "kontoeier": "owner", "bransje": "industry", "employees": "size", "billing country": "region"})},
}

// activity is what tasks and events have in common.
func activity(more roles) roles {
	return api(with(roles{"id": "id", "is deleted": "deleted", "owner id": "owner_id", "subject": "name", "description": "note", "account id": "account_id", "created date": "created",
		"last modified date": "updated"}, more))
}
