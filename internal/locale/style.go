package locale

// style is how a language writes numbers and days. Norwegian uses U+00A0 between
// thousands and before units and U+2212 for minus, as browsers do for nb-NO.
type style struct {
	group, point, minus, percent string
	months                       [12]string
	date, month                  string // {d} {m} {y}
	hour                         string
}

var styles = map[string]style{
	"nb": {
		group: "\u00a0", point: ",", minus: "\u2212", percent: "\u00a0%",
		months: [12]string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"},
		date:   "{d}. {m} {y}", month: "{m} {y}", hour: "t",
	},
	"en": {
		group: ",", point: ".", minus: "-", percent: "%",
		months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		date:   "{d} {m} {y}", month: "{m} {y}", hour: "h",
	},
}
