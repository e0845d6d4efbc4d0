package mapping

// role is a role of a kind: its type, how much it tells about the kind of table
// (3: hardly any other kind has it), and the names it goes by, in small letters
// without punctuation, the most usual first.
type role struct {
	name   Role
	typ    Type
	weight int
	names  []string
}

// kind is what is known of a kind of table.
type kind struct {
	name Kind
	// files are words for the table's own name.
	files []string
	// own are words for the record itself, which names of columns may carry in
	// front: "deal name", "opportunity id".
	own   []string
	roles []role
	// needs are the roles of which a table must have one, in each group.
	needs [][]Role
}

// kindOf returns what is known of a kind, or nil for Ignore and unknown words.
func kindOf(k Kind) *kind {
	for i := range kinds {
		if kinds[i].name == k {
			return &kinds[i]
		}
	}
	return nil
}

func (k *kind) role(r Role) *role {
	for i := range k.roles {
		if k.roles[i].name == r {
			return &k.roles[i]
		}
	}
	return nil
}

// TypeOf returns what sort of value a role of a kind takes.
func TypeOf(k Kind, r Role) Type {
	if def := kindOf(k); def != nil {
		if ro := def.role(r); ro != nil {
			return ro.typ
		}
	}
	return Text
}

// Kinds lists the kinds a table can have.
func Kinds() []Kind {
	out := make([]Kind, 0, len(kinds)+1)
	for _, k := range kinds {
		out = append(out, k.name)
	}
	return append(out, Ignore)
}

// Roles lists the roles a column of a kind can have.
func Roles(k Kind) []Role {
	def := kindOf(k)
	if def == nil {
		return nil
	}
	out := make([]Role, len(def.roles))
	for i, r := range def.roles {
		out[i] = r.name
	}
	return out
}

// names of things that several kinds have.
var (
	ownerNames    = []string{"owner", "eier", "selger", "sales rep", "salesperson", "sales agent", "rep", "ansvarlig", "assigned to", "assignee", "user", "bruker", "owner name", "responsible", "salgsansvarlig", "agent", "kundeansvarlig", "account manager", "owner full name"}
	ownerIDNames  = []string{"owner id", "ownerid", "user id", "selger id", "hubspot owner id", "owner user id", "bruker id", "rep id", "assigned to id"}
	ownerMailName = []string{"owner email", "selger epost", "user email", "rep email", "eier epost"}
	accountNames  = []string{"account", "account name", "company", "company name", "organization", "organization name", "organisation", "kunde", "kundenavn", "firma", "selskap", "bedrift", "konto", "customer", "customer name", "associated company", "client", "virksomhet"}
	accountIDs    = []string{"account id", "company id", "organization id", "org id", "kunde id", "kundenummer", "kundenr", "firma id", "associated company ids", "associated company id", "customer id"}
	contactNames  = []string{"contact", "contact name", "contact person", "person", "kontakt", "kontaktperson", "primary contact", "associated contact"}
	contactIDs    = []string{"contact id", "person id", "kontakt id", "contact person id", "associated contact ids", "associated contact id", "who id"}
	createdNames  = []string{"created", "created at", "created date", "created time", "create date", "creation date", "createdate", "date created", "add time", "opprettet", "opprettet dato", "dato opprettet", "deal created", "added on", "entered", "registrert", "opened", "created on", "start date"}
	updatedNames  = []string{"updated", "updated at", "update time", "modified", "modified time", "last modified", "last modified date", "endret", "sist endret", "oppdatert", "modified at", "last modified time"}
	sourceNames   = []string{"source", "lead source", "kilde", "original source", "original traffic source", "source channel", "channel source", "leadkilde", "primary campaign source"}
	currencyNames = []string{"currency", "valuta", "currency code", "currency iso code", "currencyisocode", "currency of value", "valutakode"}
	campaignNames = []string{"campaign", "campaign name", "kampanje", "utm campaign"}
	productNames  = []string{"product", "product name", "produkt", "produktnavn", "vare", "item"}
	productIDs    = []string{"product id", "produkt id", "product code", "sku", "varenummer", "product number"}
	familyNames   = []string{"family", "product family", "series", "category", "product category", "produktgruppe", "kategori", "varegruppe", "product line", "serie"}
	quantityNames = []string{"quantity", "qty", "antall", "product quantity", "units", "total opportunity quantity"}
	teamNames     = []string{"team", "team name", "group", "avdeling", "department", "salgsteam", "manager", "leder", "sales manager", "salgssjef"}
	fromNames     = []string{"from", "fra", "start", "start date", "period start", "fra dato", "valid from"}
	toNames       = []string{"to", "til", "end", "end date", "period end", "til dato", "valid to"}
	dealNames     = []string{"deal", "deal name", "opportunity", "opportunity name", "potential", "potential name", "sak", "salgsmulighet", "associated deal"}
	dealIDs       = []string{"deal id", "opportunity id", "potential id", "sak id", "opportunityid", "dealid", "potentialid", "associated deal ids", "associated deal id", "salgsmulighet id"}
	leadIDs       = []string{"lead id", "leadid", "converted lead id"}
	emailNames    = []string{"email", "e mail", "epost", "e post", "email address", "email work", "e postadresse", "mail"}
	phoneNames    = []string{"phone", "telefon", "mobile", "phone number", "mobil", "tlf", "telephone", "phone work", "mobile phone"}
	firstNames    = []string{"first name", "fornavn", "firstname", "given name"}
	lastNames     = []string{"last name", "etternavn", "lastname", "surname", "family name"}
	deletedNames  = []string{"is deleted", "isdeleted", "deleted", "slettet"}
	nameNames     = []string{"name", "navn", "title", "tittel", "subject", "full name", "emne"}
)
