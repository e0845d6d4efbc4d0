package sample

// Truth is something that was planted in the sample company for the reports
// and the advice to find.
type Truth struct {
	Metric string
	Text   string
}

// Planted lists what the sample company has to find. Tests hold the finished
// reports against it.
var Planted = []Truth{
	{"productivity", "Team Fjell sells clearly more per full-time post than Team Fjord; two sellers joined and two left, two work part time; every July is quiet."},
	{"response", "Leads that arrive between 8 and 10 in the morning wait far longer than the others; leads tried within ten minutes are clearly more often reached."},
	{"sources", "Anbefaling and Partner become customers several times as often as Sosiale medier, which gives many cheap leads; Messe comes in March and October."},
	{"upsell", "Existing customers buy nearly twice as often as new ones, and sellers spend less than half as much of their time on them as their share of the sales; those who have Kompass come back for Tjenester (Opplæring)."},
	{"stages", "In the last two quarters fewer deals get past the stage Tilbud of Nysalg than in the year before; some deals skip Behov, some move back."},
	{"forecast", "The default probabilities of the stages are too high: the company wins less than it types in."},
	{"activities", "A lead that has not been reached by the fifth attempt is hardly ever reached; sellers usually stop after three."},
	{"channels", "Calls reach fewer leads than e-mail does, but those reached by call buy far more often; sellers mostly go on as they began, so calls give more customers per lead tried."},
	{"email", "The template “Nyhetsbrev vår” has a subject line that few open; the other newsletters do alike. Some contacts of open deals have clicked in the last days and wait for a call."},
	{"losses", "Storkonkurrenten AS takes deals for five months, from 16 to 12 months ago, and then stops; before and after about one in ten closed deals is lost to a competitor."},
}

// The months before the present in which the competitor takes deals, and the
// months of the leak in the stage Tilbud.
const (
	competitorFrom, competitorTo = 16, 11
	leakMonths                   = 6
)
