package peil

import "time"

// Row is the measures of one slice; the total has a nil Slice.
type Row struct {
	// Slice is the dimension value's key (an id, or a word such as "new"), nil
	// in the total and "" where the rows have no value in the dimension.
	Slice *string `json:"slice"`
	// Label is the slice as people say it.
	Label    string           `json:"label,omitempty"`
	Measures map[string]Value `json:"measures"`
}

// Point is the measures of one slice in one bucket of time.
type Point struct {
	Slice    *string          `json:"slice"`
	Label    string           `json:"label,omitempty"`
	From     Date             `json:"from"`
	To       Date             `json:"to"`
	Measures map[string]Value `json:"measures"`
}

// Excluded counts rows that a report leaves out, by reason.
type Excluded struct {
	Reason string `json:"reason"`
	N      int64  `json:"n"`
}

// Advice is what a rule says of a result.
type Advice struct {
	Rule    string `json:"rule"`
	Version int    `json:"rule_version"`
	Text    string `json:"text"`
	// ID is that of the advice as it was shown, Report what it is about, Scope which
	// part of that.
	ID     ID     `json:"id"`
	Report string `json:"report"`
	Scope  string `json:"scope,omitempty"`
	// State is shown, dismissed or acted, since Changed; Evaluated is when the rule
	// spoke.
	State     string    `json:"state"`
	Evaluated time.Time `json:"evaluated_at"`
	Changed   time.Time `json:"changed_at,omitzero"`
	// Evidence is the numbers that it rests on, Units what they are counted in, Words
	// what it speaks of: labels, periods, and keys of the catalogue after an @.
	Evidence map[string]float64 `json:"evidence,omitempty"`
	Units    map[string]Unit    `json:"-"`
	Words    map[string]string  `json:"-"`
	// Stake is the money at stake, in the main unit of Currency; 0 where nobody can say.
	Stake    float64  `json:"kroner_at_stake"`
	Currency Currency `json:"-"`
	RowsHref string   `json:"rows_href,omitempty"`
}

// Result is the answer of a report, the same for every surface.
type Result struct {
	Report     string    `json:"report"`
	DefVersion int       `json:"def_version"`
	Period     Period    `json:"period"`
	AsOf       time.Time `json:"as_of"`
	KnownAt    time.Time `json:"known_at"`
	By         string    `json:"by,omitempty"`
	Grain      Grain     `json:"grain,omitempty"`
	// Measures names the measures in their order, with what printing needs.
	Measures []Measure `json:"measures"`
	Rows     []Row     `json:"rows"`
	Series   []Point   `json:"series"`
	// Figures are the report's tables beside its measures, of the whole period.
	// They are left out where the question names the measures it wants.
	Figures  []Figure   `json:"figures,omitempty"`
	Excluded []Excluded `json:"excluded"`
	Advice   []Advice   `json:"advice"`
	// Notes are words of warning about the data as a whole: codes that the
	// catalogue translates ("note.snapshot_only"), with what they count.
	Notes []Note `json:"notes,omitempty"`
	// Flags are months in which a measure was out of the ordinary.
	Flags []Flag `json:"flags,omitempty"`
	// Changes are what the company changed within the period.
	Changes  []Changed `json:"changes,omitempty"`
	RowsHref string    `json:"rows_href"`
}

// Changed is a change that the company noted: a new price list, a script.
type Changed struct {
	ID    ID        `json:"id"`
	At    time.Time `json:"at"`
	Title string    `json:"title"`
	Text  string    `json:"text,omitempty"`
	// Dims narrows the note to slices ("pipeline" → ids); empty is everything.
	Dims map[string][]string `json:"dims,omitempty"`
	// By is the user who noted it, zero where it is not known.
	By         ID        `json:"by,omitzero"`
	RecordedAt time.Time `json:"recorded_at"`
}

// Note is a warning about the data behind a result.
type Note struct {
	Code string `json:"code"`
	N    int64  `json:"n,omitempty"`
	Date Date   `json:"date,omitzero"`
}

// Flag marks a period in which a count of a slice was out of the ordinary
// against the same slice's own past (metrics.md §4.10).
type Flag struct {
	// Code is spike (a sudden rise) or rise (a gradual one).
	Code    string `json:"code"`
	Measure string `json:"measure"`
	Slice   string `json:"slice"`
	Label   string `json:"label,omitempty"`
	Period  Period `json:"period"`
	// K of N were counted where Expected was normal, Ratio times as many. P and Q
	// are the chance of that in a normal period, alone and over the slices tested;
	// both are 0 for a rise, which no single period shows.
	K        float64 `json:"k"`
	N        float64 `json:"n"`
	Expected float64 `json:"expected"`
	Ratio    float64 `json:"ratio"`
	P        float64 `json:"p,omitempty"`
	Q        float64 `json:"q,omitempty"`
	// Normal is the first of the two normal periods in a row that ended a spike,
	// Recovered the second; both are zero while it lasts. Down is set where the
	// fall from the spike is itself clear.
	Normal    Period `json:"normal,omitzero"`
	Recovered Period `json:"recovered,omitzero"`
	Down      bool   `json:"down,omitempty"`
}

// Measure describes a measure of metrics.md §4.0 to whatever prints it. Its
// name is the catalogue's "measure.<ID>".
type Measure struct {
	ID     string `json:"id"`
	Unit   Unit   `json:"unit"`
	Better Better `json:"better,omitempty"`
}

// Column describes a column of drill-down rows; its name is "column.<ID>".
type Column struct {
	ID   string `json:"id"`
	Unit Unit   `json:"unit,omitempty"` // empty for text
	Kind string `json:"kind"`           // text, date, instant, number, money
}

// Table is a listing: the rows behind a number.
type Table struct {
	Columns []Column `json:"columns"`
	Rows    [][]any  `json:"rows"`
	// Total counts all rows, also those beyond the page that Rows holds.
	Total int64 `json:"total"`
}
