package storetest

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"

	"peil"
)

// recordFields are the payload fields that name a record, and its kind.
var recordFields = map[string]string{"deal": "deal", "lead": "lead", "account": "account", "contact": "contact", "user": "user", "owner": "user",
	"stage": "stage", "source": "source", "reason": "reason", "competitor": "competitor", "product": "product", "team": "team",
	"pipeline": "pipeline", "message": "message", "activity": "activity", "forecast": "forecast", "cost": "cost", "spend": "spend",
	"quota": "quota", "by": "user", "attaches_to": "lead", "target": "event", "template": ""}

// ends are the kinds of record that from and to name, by type of event; elsewhere
// they are days.
var ends = map[string]string{"deal.stage_entered": "stage", "deal.owner_set": "user", "deal.merged": "deal", "lead.merged": "lead",
	"account.merged": "account", "contact.merged": "contact"}

// needed are the ids that a type of event must have, where goldens give none.
var needed = map[string]string{"cost.recorded": "cost", "spend.recorded": "spend", "quota.set": "quota", "activity.done": "activity"}

// payload turns the flat fields of a golden's event into a payload: short names
// into ids, kroner into øre, credit by user into shares.
func (b *builder) payload(typ string, ev map[string]any) peil.Payload {
	out := map[string]any{}
	ev = b.signal(typ, ev)
	currency, _ := ev["currency"].(string)
	for field, v := range ev {
		switch field {
		case "type", "at", "recorded_at", "seq", "id", "total":
		default:
			out[field] = b.field(typ, field, v, peil.Currency(currency))
		}
	}
	if field := needed[typ]; field != "" && out[field] == nil {
		data, _ := json.Marshal(ev) // maps are written in the order of their keys
		out[field] = GoldenID(field, string(data))
	}
	if typ == "fact.corrected" || typ == "fact.voided" {
		delete(out, "reason")
	}
	if typ == "deal.created" {
		out["pipeline"] = GoldenID("pipeline", "P")
		if out["stage"] == nil {
			out["stage"] = GoldenID("stage", "S1")
		}
	}
	if kind, _ := ev["kind"].(string); typ == "quota.set" && kind != "revenue" {
		out["value"] = ev["value"] // a count
	}
	if typ == "forecast.issued" {
		out["as_of"], out["currency"] = ev["at"], b.g.Config.BaseCurrency
		if first, ok := ev["first"]; ok { // "from" names other things elsewhere
			out["from"] = first
			delete(out, "first")
		}
	}
	data, err := json.Marshal(out)
	if err != nil {
		b.t.Fatal(err)
	}
	p, err := peil.DecodePayload(peil.Type(typ), 1, data)
	if err != nil {
		b.t.Fatalf("%s %s: %v in %s", b.g.Name, typ, err, data)
	}
	return p
}

func (b *builder) field(typ, field string, v any, currency peil.Currency) any {
	name, isText := v.(string)
	switch kind := recordFields[field]; {
	case field == "reason" && strings.HasSuffix(typ, ".deleted"):
		return v // a word, not a record
	case kind != "" && isText:
		return GoldenID(kind, name)
	case (field == "from" || field == "to" || field == "into") && isText && ends[typ] != "":
		return GoldenID(ends[typ], name)
	case field == "value" || field == "amount" || field == "price":
		if n, ok := v.(float64); ok {
			return minor(n, currency)
		}
	case field == "credit":
		return credit(v)
	case field == "lines":
		var out []any
		for _, line := range v.([]any) {
			l := maps.Clone(line.(map[string]any))
			own := currency
			if c, ok := l["currency"].(string); ok {
				own = peil.Currency(c)
			}
			for f, x := range l {
				l[f] = b.field(typ, f, x, own)
			}
			out = append(out, l)
		}
		return out
	}
	return v
}

// minor is an amount in main units as minor units; without a currency it has two
// decimals.
func minor(main float64, c peil.Currency) int64 {
	return int64(math.Round(main * math.Pow10(c.Digits())))
}

// credit is shares by user in the order of their names.
func credit(v any) any {
	shares, ok := v.(map[string]any)
	if !ok {
		return v
	}
	var out []map[string]any
	for _, user := range slices.Sorted(maps.Keys(shares)) {
		out = append(out, map[string]any{"user": GoldenID("user", user), "share": shares[user]})
	}
	return out
}

// short is the name that a golden has for an id of a kind, among candidates.
func short(kind, id string, names []string) string {
	for _, n := range names {
		if GoldenID(kind, n).String() == id || strings.EqualFold(GoldenID(kind, n).UUID(), id) {
			return n
		}
	}
	return id
}

// signal gives a signal of a message what the store demands of it: whom the
// message was about, and its user agent in the form that is stored.
func (b *builder) signal(typ string, ev map[string]any) map[string]any {
	if !strings.HasPrefix(typ, "message.") {
		return ev
	}
	if typ == "message.sent" {
		b.sent[ev["message"]] = ev
		return ev
	}
	out := maps.Clone(ev)
	for _, field := range []string{"deal", "contact", "lead"} {
		if v, ok := b.sent[ev["message"]][field]; ok {
			out[field] = v
		}
	}
	if ua, ok := out["ua"]; ok {
		delete(out, "ua")
		out["ua_hash"], out["ua_bare"] = ua, ua == "Mozilla/5.0"
	}
	if out["link"] == "honeypot" {
		out["link"] = peil.HoneypotLink
	}
	return out
}
