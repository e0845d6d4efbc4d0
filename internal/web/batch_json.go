package web

import (
	"time"

	"peil"
	"peil/internal/table"
)

// Questions are the questions of one page, answered together over the same facts.
type Questions struct {
	AsOf      string     `json:"as_of,omitempty" doc:"day at whose end, or instant at which, things are looked at, with today's knowledge"`
	KnownAt   string     `json:"known_at,omitempty" doc:"day or instant: only what was recorded by then"`
	Lean      bool       `json:"lean,omitempty" doc:"questions that name measures and split by none look at the rows only that these are made of, which is sooner done; what is left out, remarked or flagged of others is then not told"`
	Questions []Question `json:"questions" maxItems:"60"`
}

// Question is a question to a report: what the parameters of GET
// /api/v1/reports/{report} say, in an object.
type Question struct {
	Key      string       `json:"key" doc:"the asker's own name for it, which the answer carries"`
	Report   string       `json:"report"`
	Period   string       `json:"period,omitempty" doc:"as the parameter; the last complete month with data if absent"`
	By       string       `json:"by,omitempty" doc:"dimension to split by, or none; the report's own choice if absent"`
	Measures []string     `json:"measures,omitempty" doc:"all if absent; slices come in the order of the first"`
	Trend    string       `json:"trend,omitempty" enum:"auto,day,week,month,quarter,year"`
	Filters  []FilterJSON `json:"filters,omitempty"`
	Compare  *[]string    `json:"compare,omitempty" enum:"previous,year" doc:"both if absent, none if empty"`
	Tau      float64      `json:"tau,omitempty"`
}

// FilterJSON keeps the rows that have one of the values in a dimension.
type FilterJSON struct {
	Dim    string   `json:"dim"`
	Values []string `json:"values" doc:"ids, names or words; none is to have no value"`
}

// Answers are in the order of the questions.
type Answers struct {
	Seq     int64        `json:"seq" doc:"the last event that the facts behind all answers had seen"`
	Stale   bool         `json:"stale" doc:"a large change is still being counted in"`
	Answers []AnswerJSON `json:"answers"`
}

// AnswerJSON is a result or an error.
type AnswerJSON struct {
	Key    string            `json:"key"`
	Result *table.ResultJSON `json:"result"`
	Error  *ErrorJSON        `json:"error"`
	Cached bool              `json:"cached" doc:"whether it had been computed before"`
}

// Receipt says where a result comes from.
type Receipt struct {
	Report     string               `json:"report"`
	Title      string               `json:"title"`
	DefVersion int                  `json:"def_version"`
	Period     peil.Period          `json:"period"`
	By         *string              `json:"by"`
	AsOf       *time.Time           `json:"as_of"`
	KnownAt    *time.Time           `json:"known_at"`
	Seq        int64                `json:"seq"`
	Filters    []string             `json:"filters" doc:"in words: Kilde: Google"`
	Measures   []ReceiptMeasure     `json:"measures"`
	Excluded   []table.ExcludedJSON `json:"excluded"`
	Notes      []table.NoteJSON     `json:"notes"`
	SQL        string               `json:"sql" doc:"the statement with its values, to be read and run on the facts"`
	RowsHref   string               `json:"rows_href"`
}

// ReceiptMeasure is a measure of the total with how it is counted.
type ReceiptMeasure struct {
	ID      string          `json:"id"`
	Name    string          `json:"name"`
	Formula string          `json:"formula"`
	Said    string          `json:"said" doc:"the value as it is printed"`
	Value   table.ValueJSON `json:"value"`
}

// DimValues are values of a dimension that a filter can take.
type DimValues struct {
	Dim    string  `json:"dim"`
	Values []Named `json:"values"`
	Total  int     `json:"total" doc:"all that match, also those beyond this page"`
}
