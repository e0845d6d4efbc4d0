package nutshell

import (
	"peil/internal/source/mapping"
	"peil/internal/source/vendor"
)

type roles = map[string]mapping.Role

// The names of columns: those of lists, of the API as JSON, and in Norwegian.
var (
	ids         = []string{"lead number", "number", "id", "lead id", "leadnummer", "nummer"}
	names       = []string{"lead name", "name", "description", "lead", "leadnavn", "navn"}
	accounts    = []string{"company", "companies", "accounts", "primaryaccount.name", "account", "firma", "firmaer"}
	people      = []string{"person", "people", "contacts", "primarycontact.name", "contact", "personer"}
	assignees   = []string{"assignee", "assignee.name", "ansvarlig"}
	created     = []string{"created", "created date", "date created", "createdtime", "opprettet"}
	pipelines   = []string{"pipeline", "stageset.name", "salgsprosess"}
	products    = []string{"products", "product", "produkter"}
	competitors = []string{"competitors", "competitor", "konkurrenter", "konkurrent"}
)

// shapes are the leads, what is written of them, and the sheets.
var shapes = []vendor.Shape{
	{Name: "times", Needs: []string{"lead number|lead id|leadnummer", "stage|trinn", "entered|stage entered|inn"}, Sure: true, Kind: mapping.History,
		Roles: roles{"lead number": "deal_id", "lead id": "deal_id", "leadnummer": "deal_id", "stage": "stage", "trinn": "stage", "pipeline": "pipeline", "entered": "at", "stage entered": "at", "inn": "at",
			"confidence": "probability", "value": "value", "currency": "currency"}},
	{Name: "leads", Needs: []string{"confidence|sannsynlighet", "assignee|assignee.name|ansvarlig", "status", "lead name|name|description|lead|leadnavn"}, Sure: true, Kind: mapping.Deals,
		Roles: roles{"lead number": "id", "number": "id", "id": "id", "lead id": "id", "leadnummer": "id", "lead name": "name", "name": "name", "description": "name", "leadnavn": "name", "assignee": "owner", "assignee.name": "owner", "ansvarlig": "owner",
			"assignee.emails": "owner_email", "assignee email": "owner_email", "status": "status", "stage": "stage", "milestone": "stage", "milestone.name": "stage", "stage.name": "stage", "trinn": "stage",
			"pipeline": "pipeline", "stageset.name": "pipeline", "salgsprosess": "pipeline", "confidence": "probability", "sannsynlighet": "probability", "value": "value", "value.amount": "value", "verdi": "value",
			"value.currency": "currency", "currency": "currency", "valuta": "currency", "created": "created", "created date": "created", "date created": "created", "createdtime": "created", "opprettet": "created",
			"modifiedtime": "updated", "modified": "updated", "last modified": "updated", "closed": "closed", "closed date": "closed", "date closed": "closed", "closedtime": "closed", "lukket": "closed",
			"duetime": "expected_close", "due date": "expected_close", "expected close": "expected_close", "expected close date": "expected_close", "projected close": "expected_close", "forventet lukket": "expected_close",
			"outcome": "reason", "outcome.description": "reason", "outcome.name": "reason", "utfall": "reason", "products": "product", "product": "product", "produkter": "product",
			"competitors": "competitor", "competitor": "competitor", "konkurrenter": "competitor", "source": "source", "sources": "source", "kilder": "source",
			"company": "account", "companies": "account", "accounts": "account", "firma": "account", "person": "contact", "people": "contact", "contacts": "contact", "deletedtime": ""}},
	{Name: "activities", Needs: []string{"activity type|activitytype.name|aktivitetstype", "lead|leads|salgsmulighet", "start time|starttime|starttid", "status"}, Sure: true, Kind: mapping.Activities,
		Roles: roles{"id": "id", "activity id": "id", "activity type": "kind", "activitytype.name": "kind", "aktivitetstype": "kind", "activity name": "name", "name": "name", "navn": "name", "note": "note", "log note": "note", "status": "status",
			"start time": "at", "starttime": "at", "starttid": "at", "end time": "end", "endtime": "end", "logged by": "owner", "logged by user": "owner", "user": "owner", "assignee": "owner", "participants": "", "bruker": "owner",
			"lead": "deal", "leads": "deal", "lead number": "deal_id", "company": "account", "companies": "account", "accounts": "account", "person": "contact", "people": "contact", "contacts": "contact",
			"duration": "duration", "created": "created", "createdtime": "created"}},
	{Name: "people", Needs: []string{"full name|first name|fullt navn", "job title|audience|legacy id|territory", "email|e-post"}, Kind: mapping.Contacts,
		Roles: roles{"full name": "name", "fullt navn": "name", "first name": "first_name", "last name": "last_name", "email": "email", "e-post": "email", "phone - mobile": "phone", "phone - work": "phone", "phone": "phone",
			"company name": "account", "company": "account", "companies": "account", "legacy id": "id"}},
	{Name: "companies", Needs: []string{"company name|firmanavn", "company type|territory|legacy id|address: main - full address"}, Sure: true, Kind: mapping.Accounts,
		Roles: roles{"company name": "name", "firmanavn": "name", "industry": "industry", "bransje": "industry", "company type": "customer", "territory": "region", "country code": "region", "address: main - country code": "region",
			"owner": "owner", "eier": "owner", "legacy id": "id", "number of employees": "size"}},
}
