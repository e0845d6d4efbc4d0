package pipedrive

import (
	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

type roles = map[string]mapping.Role

// shapes are the lists of the screens, then the answers of the API.
var shapes = append([]vendor.Shape{
	{Name: "deals", Needs: []string{"deal - title|avtale - tittel"}, Sure: true, Kind: mapping.Deals,
		Roles: roles{"deal - id": "id", "deal - pipedrive system id": "id", "avtale - id": "id", "deal - title": "name", "avtale - tittel": "name", "deal - owner": "owner", "avtale - eier": "owner",
			"deal - value": "value", "avtale - verdi": "value", "deal - currency of value": "currency", "deal - currency": "currency", "avtale - valuta for verdi": "currency", "avtale - valuta": "currency",
			"deal - probability": "probability", "avtale - sannsynlighet": "probability", "deal - organization": "account", "organization": "account", "avtale - organisasjon": "account",
			"deal - organization id": "account_id", "avtale - organisasjons-id": "account_id", "deal - contact person": "contact", "contact person": "contact", "avtale - kontaktperson": "contact",
			"deal - contact person id": "contact_id", "deal - stage": "stage", "deal - stage (pipeline)": "stage", "avtale - trinn": "stage", "avtale - fase": "stage", "avtale - stadium": "stage",
			"deal - pipeline": "pipeline", "avtale - pipeline": "pipeline", "avtale - salgspipeline": "pipeline", "deal - status": "status", "avtale - status": "status",
			"deal - deal created": "created", "deal - creation date": "created", "avtale - avtale opprettet": "created", "avtale - opprettet": "created", "deal - update time": "updated", "avtale - oppdatert": "updated",
			"deal - last stage change": "stage_since", "avtale - siste trinnendring": "stage_since", "deal - won time": "won_at", "avtale - vunnet tidspunkt": "won_at", "avtale - vunnet": "won_at",
			"deal - lost time": "lost_at", "avtale - tapt tidspunkt": "lost_at", "avtale - tapt": "lost_at", "deal - deal closed on": "closed", "deal - closed on": "closed", "avtale - avtale lukket": "closed",
			"deal - expected close date": "expected_close", "avtale - forventet lukkedato": "expected_close", "deal - lost reason": "reason", "avtale - tapsårsak": "reason", "avtale - årsak til tap": "reason",
			"deal - source channel": "source", "avtale - kildekanal": "source", "deal - source channel id": "campaign", "avtale - kildekanal-id": "campaign",
			"deal - product name": "product", "avtale - produktnavn": "product", "deal - product quantity": "quantity", "avtale - produktantall": "quantity"}},
	{Name: "activities", Needs: []string{"activity - subject|aktivitet - emne", "activity - type|aktivitet - type"}, Sure: true, Kind: mapping.Activities,
		Roles: roles{"activity - id": "id", "activity - subject": "name", "aktivitet - emne": "name", "activity - type": "kind", "aktivitet - type": "kind", "activity - note": "note", "aktivitet - notat": "note",
			"activity - due date": "due", "aktivitet - forfallsdato": "due", "activity - duration": "duration", "aktivitet - varighet": "duration", "activity - done": "status", "aktivitet - utført": "status",
			"activity - marked as done time": "at", "aktivitet - markert som utført": "at", "activity - assigned to user": "owner", "aktivitet - tildelt bruker": "owner", "activity - creation date": "created", "aktivitet - opprettet": "created",
			"deal": "deal", "avtale": "deal", "deal id": "deal_id", "activity - deal id": "deal_id", "activity - deal": "deal", "lead id": "lead_id", "organization": "account", "organisasjon": "account", "contact person": "contact", "kontaktperson": "contact"}},
	{Name: "people", Needs: []string{"person - name|person - navn"}, Sure: true, Kind: mapping.Contacts,
		Roles: roles{"person - id": "id", "person - name": "name", "person - navn": "name", "person - first name": "first_name", "person - last name": "last_name", "person - email": "email", "person - email (work)": "email",
			"person - e-post": "email", "person - e-post (arbeid)": "email", "person - phone": "phone", "person - phone (work)": "phone", "person - telefon": "phone", "person - telefon (arbeid)": "phone",
			"person - organization": "account", "organization name": "account", "person - organisasjon": "account", "person - organization id": "account_id", "person - person created": "created", "person - opprettet": "created"}},
	{Name: "organizations", Needs: []string{"organization - name|organisasjon - navn"}, Sure: true, Kind: mapping.Accounts,
		Roles: roles{"organization - id": "id", "organisasjon - id": "id", "organization - name": "name", "organisasjon - navn": "name", "organization - owner": "owner", "organisasjon - eier": "owner", "organization - industry": "industry",
			"organisasjon - bransje": "industry", "organization - employee count": "size", "organisasjon - antall ansatte": "size", "organization - country of address": "region", "organisasjon - land": "region",
			"organization - organization created": "created", "organisasjon - opprettet": "created"}},
	{Name: "leads", Needs: []string{"lead - title|lead - tittel"}, Sure: true, Kind: mapping.Leads,
		Roles: roles{"lead - id": "id", "lead - title": "name", "lead - tittel": "name", "lead - owner": "owner", "lead - eier": "owner", "lead - source channel": "source", "lead - kildekanal": "source", "lead - source origin": "",
			"lead - source channel id": "campaign", "lead - lead created": "created", "lead - creation date": "created", "lead - opprettet": "created", "lead - organization": "account", "lead - organisasjon": "account",
			"lead - email": "email", "lead - archive status": "", "lead - contact person": "", "person - email (work)": "email"}},
	{Name: "products", Needs: []string{"product - name|produkt - navn"}, Sure: true, Kind: mapping.Products,
		Roles: roles{"product - id": "id", "product - name": "name", "produkt - navn": "name", "product - category": "family", "produkt - kategori": "family", "product - unit price": "price", "produkt - enhetspris": "price"}},
}, answers...)

// answers are what the API returns, in its first and second version.
var answers = []vendor.Shape{
	{Name: "api_deals", Needs: []string{"id", "title", "status", "stage_id|stage_id.id", "pipeline_id", "lost_time"}, Sure: true, Kind: mapping.Deals,
		Roles: roles{"id": "id", "title": "name", "owner id": "owner_id", "user id.id": "owner_id", "user id": "owner_id", "owner name": "owner", "org id": "account_id", "org id.value": "account_id", "org name": "account",
			"person id": "contact_id", "person id.value": "contact_id", "stage id": "stage", "pipeline id": "pipeline", "status": "status", "value": "value", "currency": "currency", "probability": "probability",
			"add time": "created", "update time": "updated", "stage change time": "stage_since", "won time": "won_at", "lost time": "lost_at", "close time": "closed", "expected close date": "expected_close",
			"lost reason": "reason", "channel id": "campaign", "source lead id": "lead_id"}},
	{Name: "stages", Needs: []string{"id", "name", "order_nr", "pipeline_id"}, Sure: true, Kind: mapping.Ignore},
	{Name: "pipelines", Needs: []string{"id", "name", "order_nr", "is_deal_probability_enabled|deal_probability|url_title"}, Kind: mapping.Ignore},
	{Name: "flow", Needs: []string{"object", "timestamp", "data.field_key", "data.item_id"}, Sure: true, Kind: mapping.Ignore},
	{Name: "changelog", Needs: []string{"field_key", "old_value", "new_value", "time"}, Sure: true, Kind: mapping.Ignore},
	{Name: "api_activities", Needs: []string{"id", "type", "subject", "due_date", "done"}, Sure: true, Kind: mapping.Activities,
		Roles: roles{"id": "id", "type": "kind", "subject": "name", "note": "note", "owner id": "owner_id", "user id": "owner_id", "assigned to user id": "owner_id", "deal id": "deal_id", "person id": "contact_id",
			"org id": "account_id", "lead id": "lead_id", "add time": "created", "update time": "updated", "due date": "due", "marked as done time": "at", "done": "status", "duration": "duration", "is deleted": "deleted"}},
	{Name: "calls", Needs: []string{"id", "outcome", "start_time", "to_phone_number"}, Sure: true, Kind: mapping.Activities,
		Roles: roles{"id": "id", "subject": "name", "note": "note", "user id": "owner_id", "deal id": "deal_id", "person id": "contact_id", "org id": "account_id", "outcome": "outcome", "start time": "at", "end time": "end", "duration": "duration"},
		Units: map[string]string{"duration": "s"}},
	{Name: "lines", Needs: []string{"deal_id", "product_id", "quantity", "item_price"}, Sure: true, Kind: mapping.Lines,
		Roles: roles{"id": "id", "deal id": "deal_id", "product id": "product_id", "name": "product", "quantity": "quantity", "item price": "price", "sum": "amount", "currency": "currency"}},
	{Name: "api_leads", Needs: []string{"id", "title", "was_seen", "source_name|origin"}, Sure: true, Kind: mapping.Leads,
		Roles: roles{"id": "id", "title": "name", "owner id": "owner_id", "person id": "contact_id", "organization id": "account_id", "source name": "source", "channel id": "campaign", "add time": "created", "update time": "updated"}},
	{Name: "api_users", Needs: []string{"id", "name", "email", "icon_url", "timezone_name"}, Sure: true, Kind: mapping.Users, Roles: roles{"id": "id", "name": "name", "email": "email"}},
	{Name: "api_people", Needs: []string{"id", "name", "first_name", "last_name", "org_id|org_id.value"}, Kind: mapping.Contacts,
		Roles: roles{"id": "id", "name": "name", "first name": "first_name", "last name": "last_name", "emails": "email", "email": "email", "primary email": "email", "phones": "phone", "phone": "phone", "org id": "account_id", "org id.value": "account_id", "add time": "created", "is deleted": "deleted"}},
	{Name: "api_products", Needs: []string{"id", "name", "code", "is_linkable|selectable"}, Kind: mapping.Products, Roles: roles{"id": "id", "name": "name", "category": "family", "is deleted": "deleted"}},
	{Name: "api_organizations", Needs: []string{"id", "name", "owner_id|owner_id.id", "address|address.value|address.country|cc_email"}, Kind: mapping.Accounts,
		Roles: roles{"id": "id", "name": "name", "owner id": "owner_id", "owner id.id": "owner_id", "address.country": "region", "industry": "industry", "employee count": "size", "add time": "created", "is deleted": "deleted"}},
}
