package report

// Preset is a ready-made dashboard: which numbers somebody with such a sale, or
// such a goal, looks at first. Its words are the catalogue's preset.<ID>.
type Preset struct {
	ID string
	// Profile is the kind of sale it is for; empty where it is for a goal.
	Profile Profile
	// Period is what it opens with.
	Period string
	Cards  []PresetCard
}

// PresetCard is a question and how it is shown. W of 12 columns and H rows; cards
// flow from left to right.
type PresetCard struct {
	Report   string
	Measures []string
	Kind     string // number, chart, table
	Chart    ChartKind
	By       string
	Trend    string
	Period   string
	W, H     int
}

// Presets are all of them, those for a kind of sale (metrics.md §5.3) first: what
// that table has as always and as added, and nothing that it hides. Where there are
// enough deals to say it, the stage that leaks and the source that pays stand on the
// first screen.
var Presets = []Preset{
	{ID: "high_volume", Profile: ProfileHighVolume, Period: "last-30-days", Cards: []PresetCard{
		tile("productivity", "rev"), tile("response", "rt_share10"), tile("sources", "win_rate_cohort"), tile("forecast", "fc_weighted"),
		drawn("stages", ChartFunnel, "stage", "entered", "conv_step", "lost_step", "undetermined"), drawn("sources", ChartDot, "source", "win_rate_shrunk"),
		tile("upsell", "share_existing"), tile("activities", "act_pace"), tile("channels", "contact"), tile("email", "reply"),
		trend("productivity", ChartColumn, "week", "rev"), trend("response", ChartLine, "week", "rt_share10"),
		drawn("activities", ChartDot, "user", "act_pace"), drawn("channels", ChartDot, "contact_channel", "yield"),
		tabled("productivity", "user", "rev", "won", "prod", "size_p50"),
	}},
	{ID: "medium", Profile: ProfileMedium, Period: "last-month", Cards: []PresetCard{
		tile("productivity", "rev"), tile("productivity", "prod"), tile("sources", "win_rate_cohort"), tile("forecast", "fc_weighted"),
		drawn("stages", ChartFunnel, "stage", "entered", "conv_step", "lost_step", "undetermined"), drawn("sources", ChartDot, "source", "win_rate_shrunk"),
		tile("response", "rt_share10"), tile("upsell", "share_existing"), tile("stages", "stuck"), tile("activities", "act_pace"),
		trend("productivity", ChartColumn, "month", "rev").over("last-365-days"), drawn("forecast", ChartBar, "stage", "fc_weighted"),
		split("losses", ChartStacked, "month", "reason", "losses").over("last-365-days"), drawn("activities", ChartDot, "user", "act_pace"),
		tabled("productivity", "user", "rev", "prod", "won", "win_rate_closed", "size_p50"),
	}},
	{ID: "long", Profile: ProfileLong, Period: "last-365-days", Cards: []PresetCard{
		tile("productivity", "rev"), tile("stages", "cycle_p50"), tile("stages", "win_rate_cohort"), tile("forecast", "fc_weighted"),
		tile("response", "reply_p50"), tile("upsell", "share_existing"), tile("stages", "stuck"), tile("losses", "loss_unknown"),
		trend("productivity", ChartColumn, "quarter", "rev"), drawn("response", ChartDot, "stage", "reply_p50"),
		drawn("stages", ChartDot, "stage", "time_p50"), drawn("forecast", ChartBar, "stage", "fc_weighted"),
		split("losses", ChartStacked, "quarter", "reason", "losses"), drawn("channels", ChartDot, "contact_channel", "contact"),
		drawn("sources", ChartDot, "source", "win_rate_shrunk"),
		tabled("stages", "stage", "entered", "conv_step", "time_p50", "time_p90", "stuck", "open_value"),
	}},
	{ID: "account", Profile: ProfileAccount, Period: "last-365-days", Cards: []PresetCard{
		tile("upsell", "share_existing"), tile("upsell", "whitespace"), tile("productivity", "rev"), tile("forecast", "fc_weighted"),
		drawn("stages", ChartFunnel, "stage", "entered", "conv_step", "lost_step", "undetermined"), drawn("sources", ChartDot, "source", "win_rate_shrunk"),
		tile("upsell", "second_year"), tile("productivity", "rev_existing"), tile("productivity", "prod"), tile("response", "reply_p50"),
		split("upsell", ChartStacked, "quarter", "sale_type", "rev"), drawn("upsell", ChartDot, "industry", "succ_existing"),
		drawn("forecast", ChartBar, "stage", "fc_weighted"), drawn("productivity", ChartBar, "user", "rev_existing"),
		split("losses", ChartStacked, "quarter", "reason", "losses"), drawn("response", ChartDot, "stage", "reply_p50"),
		tabled("productivity", "class", "rev", "won", "size_p50", "win_rate_closed"),
	}},
	{ID: "few", Profile: ProfileFew, Period: "last-365-days", Cards: []PresetCard{
		tile("productivity", "rev"), tile("productivity", "won"), tile("forecast", "open_n"), tile("forecast", "open_value"),
		trend("productivity", ChartColumn, "quarter", "won"), drawn("forecast", ChartBar, "stage", "open_n"),
		tabled("stages", "stage", "entered", "open_n", "open_value", "stuck"), tabled("losses", "reason", "losses", "loss_value"),
	}},
	{ID: "more_leads", Period: "last-365-days", Cards: []PresetCard{
		tile("sources", "rpl"), tile("sources", "cpw"), tile("sources", "cpl"), tile("response", "rt_share10"),
		split("sources", ChartStacked, "month", "source", "leads"), drawn("sources", ChartDot, "source", "win_rate_shrunk"),
		drawn("sources", ChartScatter, "source", "cpl", "win_rate_cohort", "leads"), drawn("sources", ChartBar, "source", "rpl"),
		tabled("sources", "source", "leads", "converted", "win_rate_shrunk", "cpl", "cpw", "rpl"),
	}},
	{ID: "hit_rate", Period: "last-365-days", Cards: []PresetCard{
		tile("stages", "win_rate_cohort"), tile("losses", "loss_rate"), tile("losses", "loss_unknown"), tile("losses", "loss_value"),
		drawn("stages", ChartFunnel, "stage", "entered", "conv_step", "lost_step", "undetermined"), split("losses", ChartStacked, "month", "reason", "losses"),
		drawn("losses", ChartDot, "reason", "loss_rate"), drawn("sources", ChartDot, "source", "win_rate_shrunk"),
		tabled("stages", "stage", "entered", "conv_step", "lost_step", "undetermined"), tabled("losses", "reason", "losses", "loss_rate", "loss_value"),
	}},
	{ID: "cycle", Period: "last-365-days", Cards: []PresetCard{
		tile("stages", "cycle_p50"), tile("stages", "cycle_p50_inquiry"), tile("stages", "stuck"), tile("productivity", "turnover"),
		drawn("stages", ChartDot, "stage", "time_p50"), drawn("stages", ChartBar, "stage", "stuck"),
		drawn("response", ChartDot, "stage", "reply_p50"), drawn("forecast", ChartBar, "stage", "overdue"),
		tabled("stages", "stage", "time_p50", "time_p90", "time_rmst", "stuck", "skips", "backs"),
	}},
	{ID: "customers", Period: "last-365-days", Cards: []PresetCard{
		tile("upsell", "share_existing"), tile("upsell", "upsell"), tile("upsell", "cross"), tile("upsell", "whitespace"),
		split("upsell", ChartStacked, "quarter", "sale_type", "rev"), drawn("upsell", ChartDot, "industry", "succ_existing"),
		drawn("upsell", ChartBar, "industry", "upsell"), drawn("productivity", ChartBar, "family", "rev"),
		drawn("productivity", ChartDot, "class", "win_rate_closed"), drawn("productivity", ChartBar, "user", "rev_existing"),
		tabled("upsell", "industry", "rev", "succ_existing", "succ_new", "upsell", "cross"),
	}},
}

func tile(report, measure string) PresetCard {
	return PresetCard{Report: report, Measures: []string{measure}, Kind: "number", By: None, W: 3, H: 2}
}

func drawn(report string, kind ChartKind, by string, measures ...string) PresetCard {
	return PresetCard{Report: report, Measures: measures, Kind: "chart", Chart: kind, By: by, W: 6, H: 5}
}

func trend(report string, kind ChartKind, grain string, measures ...string) PresetCard {
	return PresetCard{Report: report, Measures: measures, Kind: "chart", Chart: kind, By: None, Trend: grain, W: 6, H: 5}
}

func split(report string, kind ChartKind, grain, by string, measures ...string) PresetCard {
	return PresetCard{Report: report, Measures: measures, Kind: "chart", Chart: kind, By: by, Trend: grain, W: 6, H: 5}
}

func tabled(report, by string, measures ...string) PresetCard {
	return PresetCard{Report: report, Measures: measures, Kind: "table", By: by, W: 12, H: 6}
}

// over gives a card a period of its own.
func (c PresetCard) over(period string) PresetCard {
	c.Period = period
	return c
}
