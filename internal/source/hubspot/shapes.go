package hubspot

import (
	"maps"

	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

type roles = map[string]mapping.Role

// shapes are the lists that the screens export, then the connector's tables.
var shapes = append([]vendor.Shape{
	{Name: "deals", Needs: []string{"record id|post-id", "deal name|avtalenavn", "deal stage|avtalefase|avtalestadium"}, Sure: true, Kind: mapping.Deals,
		Roles: roles{"record id": "id", "post-id": "id", "deal stage": "stage", "avtalefase": "stage", "avtalestadium": "stage", "pipeline": "pipeline", "deal probability": "probability",
			"associated contact ids": "contact_id", "associated contact id": "contact_id", "tilknyttede kontakt-id-er": "contact_id", "associated company ids": "account_id", "associated company id": "account_id",
			"associated company ids (primary)": "account_id", "tilknyttede firma-id-er": "account_id", "deal name": "name", "avtalenavn": "name", "amount": "value", "beløp": "value", "amount in company currency": "", "currency": "currency", "valuta": "currency",
			"close date": "closed", "lukkedato": "closed", "create date": "created", "opprettelsesdato": "created", "last modified date": "updated", "deal owner": "owner", "avtaleeier": "owner",
			"company name": "account", "associated company": "account", "associated company (primary)": "account", "tilknyttet firma": "account", "associated contact": "contact",
			"deal type": "type", "original source": "source", "original source type": "source", "original traffic source": "source", "opprinnelig kilde": "source", "closed lost reason": "reason", "årsak til tap": "reason",
			"competitor": "competitor", "konkurrent": "competitor"}},
	{Name: "calls", Needs: []string{"record id", "call title|call outcome", "activity date"}, Sure: true, Kind: mapping.Activities, Roles: activity(roles{"call title": "name", "call notes": "note", "call outcome": "outcome",
		"call direction": "direction", "call duration": "duration", "call duration (hh:mm:ss)": "duration", "call and meeting type": "kind"})},
	{Name: "meetings", Needs: []string{"meeting name", "activity date"}, Sure: true, Kind: mapping.Activities, Roles: activity(roles{"meeting name": "name", "meeting outcome": "outcome", "meeting description": "note"})},
	{Name: "todo", Needs: []string{"record id", "task title", "due date"}, Sure: true, Kind: mapping.Activities, Roles: activity(roles{"task title": "name", "task notes": "note", "task type": "kind", "due date": "due", "task status": "status",
		"completed at": "at", "assigned to": "owner", "create date": "created"})},
	{Name: "mails", Needs: []string{"record id", "email subject", "activity date"}, Sure: true, Kind: mapping.Activities, Roles: activity(roles{"email direction": "direction", "email send status": "outcome"})},
	{Name: "activities", Needs: []string{"record id|post-id", "activity type|aktivitetstype", "activity date|aktivitetsdato"}, Sure: true, Kind: mapping.Activities,
		Roles: activity(roles{"activity type": "kind", "aktivitetstype": "kind", "title": "name", "tittel": "name", "body": "note", "call outcome": "outcome", "meeting outcome": "outcome", "call direction": "direction", "duration": "duration"})},
	{Name: "lines", Needs: []string{"record id", "name", "quantity", "associated deal ids|associated deal id"}, Sure: true, Kind: mapping.Lines, Roles: roles{"record id": "id", "associated deal ids": "deal_id", "associated deal id": "deal_id",
		"name": "product", "product id": "product_id", "quantity": "quantity", "unit price": "price", "net price": "amount", "amount": "amount", "currency": "currency"}},
	{Name: "products", Needs: []string{"record id", "name", "unit price"}, Kind: mapping.Products, Roles: roles{"record id": "id", "name": "name", "unit price": "price", "folder": "family", "product type": "family"}},
	{Name: "contacts", Needs: []string{"record id|post-id", "first name|fornavn", "last name|etternavn"}, Kind: mapping.Contacts, Roles: roles{"record id": "id", "post-id": "id", "first name": "first_name", "fornavn": "first_name",
		"last name": "last_name", "etternavn": "last_name", "email": "email", "e-post": "email", "phone number": "phone", "telefonnummer": "phone", "associated company": "account", "company name": "account",
		"associated company ids": "account_id", "associated company ids (primary)": "account_id", "associated company id": "account_id", "tilknyttede firma-id-er": "account_id", "create date": "created", "opprettelsesdato": "created"}},
	{Name: "companies", Needs: []string{"record id|post-id", "company name|firmanavn"}, Kind: mapping.Accounts, Roles: roles{"record id": "id", "post-id": "id", "company name": "name", "firmanavn": "name", "company owner": "owner", "firmaeier": "owner",
		"industry": "industry", "bransje": "industry", "number of employees": "size", "antall ansatte": "size", "country/region": "region", "land/region": "region", "lifecycle stage": "customer", "create date": "created", "opprettelsesdato": "created"}},
}, tables...)

// activity is what the lists of activities have in common.
func activity(more roles) roles {
	out := roles{"record id": "id", "post-id": "id", "activity date": "at", "aktivitetsdato": "at", "activity assigned to": "owner", "aktivitet tildelt": "owner",
		"associated deal ids": "deal_id", "associated deal id": "deal_id", "tilknyttede avtale-id-er": "deal_id", "associated contact ids": "contact_id", "associated contact id": "contact_id",
		"tilknyttede kontakt-id-er": "contact_id", "associated company ids": "account_id", "associated company id": "account_id", "create date": "created"}
	maps.Copy(out, more)
	return out
}

// tables are the connector's, named by the ids they have.
var tables = []vendor.Shape{
	{Name: "deal_table", Needs: []string{"deal_id", "deal_pipeline_id", "deal_pipeline_stage_id"}, Sure: true, Kind: mapping.Deals,
		Roles: roles{"deal id": "id", "deal pipeline id": "pipeline", "deal pipeline stage id": "stage", "property hs deal stage probability": "probability", "owner id": "owner_id", "is deleted": "deleted", "property dealname": "name", "property amount": "value", "property deal currency code": "currency", "property closedate": "closed",
			"property createdate": "created", "property hs lastmodifieddate": "updated", "property dealtype": "type", "property hs analytics source": "source", "property closed lost reason": "reason"}},
	{Name: "visits", Needs: []string{"deal_id", "date_entered", "value"}, Sure: true, Kind: mapping.History, Roles: roles{"deal id": "deal_id", "date entered": "at", "value": "stage"}},
	{Name: "properties", Needs: []string{"deal_id", "name", "value", "timestamp|timestamp_instant|_fivetran_start"}, Sure: true, Kind: mapping.Ignore},
	{Name: "stages", Needs: []string{"stage_id", "label", "pipeline_id", "closed_won"}, Sure: true, Kind: mapping.Ignore},
	{Name: "pipelines", Needs: []string{"pipeline_id", "label", "display_order"}, Kind: mapping.Ignore},
	{Name: "merged", Needs: []string{"deal_id", "merged_deal_id"}, Sure: true, Kind: mapping.Ignore},
	{Name: "deal_company", Needs: []string{"deal_id", "company_id"}, Kind: mapping.Ignore},
	{Name: "deal_contact", Needs: []string{"deal_id", "contact_id"}, Kind: mapping.Ignore},
	{Name: "engagement_deal", Needs: []string{"engagement_id", "deal_id"}, Kind: mapping.Ignore},
	{Name: "engagement_contact", Needs: []string{"engagement_id", "contact_id"}, Kind: mapping.Ignore},
	{Name: "engagement_company", Needs: []string{"engagement_id", "company_id"}, Kind: mapping.Ignore},
	{Name: "tickets", Needs: []string{"ticket_id"}, Kind: mapping.Ignore},
	{Name: "tickets", Needs: []string{"property_hs_pipeline", "property_hs_ticket_category"}, Kind: mapping.Ignore},
	{Name: "tickets", Needs: []string{"stage_id", "ticket_state"}, Kind: mapping.Ignore},
	{Name: "engagement", Needs: []string{"engagement_id", "property_hs_timestamp|start_time|timestamp|body|subject|status"}, Sure: true, Kind: mapping.Activities,
		Roles: roles{"engagement id": "id", "type": "kind", "property hubspot owner id": "owner_id", "property hs timestamp": "at", "start time": "at", "title": "name", "property hs call title": "name", "property hs meeting title": "name", "property hs task subject": "name", "property hs email subject": "name", "subject": "name",
			"body": "note", "property hs call body": "note", "property hs note body": "note", "property hs task body": "note", "property hs createdate": "created", "property hs lastmodifieddate": "updated",
			"end time": "end", "meeting outcome": "outcome", "property hs meeting outcome": "outcome", "property hs call disposition": "outcome", "property hs call direction": "direction", "property hs email direction": "direction",
			"property hs task status": "status", "status": "status"}},
	{Name: "email_events", Needs: []string{"id", "type", "sent_by_id", "recipient"}, Sure: true, Kind: mapping.Ignore},
	{Name: "engagements", Needs: []string{"id", "type", "portal_id", "_fivetran_synced"}, Kind: mapping.Ignore},
	{Name: "email_campaigns", Needs: []string{"id", "name", "content_id", "num_included"}, Kind: mapping.Ignore},
	{Name: "status_changes", Needs: []string{"id", "portal_subscription_status"}, Kind: mapping.Ignore},
	{Name: "sent", Needs: []string{"id", "reply_to", "subject"}, Kind: mapping.Ignore},
	{Name: "owners", Needs: []string{"owner_id", "email", "first_name", "last_name", "portal_id|active_user_id"}, Sure: true, Kind: mapping.Users, Roles: roles{"owner id": "id", "email": "email", "first name": "first_name", "last name": "last_name"}},
	{Name: "owner_team", Needs: []string{"owner_id", "team_id"}, Kind: mapping.Ignore},
	{Name: "team_users", Needs: []string{"user_id", "team_id"}, Kind: mapping.Ignore},
	{Name: "users", Needs: []string{"id", "role_id", "email", "first_name", "last_name"}, Kind: mapping.Users, Roles: roles{"id": "id", "email": "email", "first name": "first_name", "last name": "last_name"}},
	{Name: "contact_table", Needs: []string{"id", "property_email", "property_createdate"}, Sure: true, Kind: mapping.Contacts,
		Roles: roles{"id": "id", "property email": "email", "property firstname": "first_name", "property lastname": "last_name", "property phone": "phone", "property company": "account",
			"property associatedcompanyid": "account_id", "property createdate": "created", " fivetran deleted": "deleted", "fivetran deleted": "deleted", "is deleted": "deleted"}},
	{Name: "company_table", Needs: []string{"id", "property_name", "property_createdate"}, Sure: true, Kind: mapping.Accounts,
		Roles: roles{"id": "id", "property name": "name", "property industry": "industry", "property numberofemployees": "size", "property country": "region", "property createdate": "created",
			"property hubspot owner id": "owner_id", "is deleted": "deleted"}},
	{Name: "teams", Needs: []string{"id", "name", "_fivetran_synced"}, Kind: mapping.Ignore},
	{Name: "other", Needs: []string{"_fivetran_synced"}, Kind: mapping.Ignore},
}
