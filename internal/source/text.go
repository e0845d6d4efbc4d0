package source

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"peil/internal/source/mapping"
)

// Words is the text of every key of this package, by language, for the one
// catalogue that all of Peil takes its words from.
func Words() map[string]map[string]string {
	out := map[string]map[string]string{}
	for lang, data := range map[string][]byte{"nb": wordsNB, "en": wordsEN} {
		m := map[string]string{}
		if err := json.Unmarshal(data, &m); err != nil {
			panic("source: words_" + lang + ".json: " + err.Error()) // a fault of the build
		}
		out[lang] = m
	}
	return out
}

//go:embed words_nb.json
var wordsNB []byte

//go:embed words_en.json
var wordsEN []byte

// T returns the text of a key; arguments come in pairs, a name and what stands
// in place of {name}.
type T func(key string, args ...any) string

// Text writes the summary for a terminal, in the words of t, 100 columns wide.
func (s Summary) Text(w io.Writer, t T) error {
	b := &page{w: bufio.NewWriter(w), t: t}
	b.head(s)
	for _, ts := range s.Tables {
		b.table(ts)
	}
	if len(s.Skipped) > 0 {
		b.title("import.skipped")
		for _, k := range s.Skipped {
			b.line("  %s: %s", k.Name, t("import.skip."+k.Reason))
		}
	}
	b.stages(s)
	b.names(s)
	b.made(s)
	b.refused(s)
	b.warnings(s)
	if len(s.Assumed) > 0 {
		b.title("import.assumed")
		for _, q := range s.Assumed {
			b.line("  %s", q.Text(t))
		}
	}
	b.total(s)
	return b.w.Flush()
}

// Text asks the question, and says which answer holds without one.
func (q Question) Text(t T) string {
	guess := q.Guess
	if q.Code != "currency" {
		guess = t("import.answer." + q.Guess)
	}
	return t("import.question."+q.Code, "file", q.File, "column", q.Column, "example", q.Example, "guess", guess)
}

type page struct {
	w *bufio.Writer
	t T
}

func (b *page) line(format string, args ...any) { fmt.Fprintf(b.w, format+"\n", args...) }

func (b *page) title(key string, args ...any) { b.line("\n%s", b.t(key, args...)) }

func (b *page) head(s Summary) {
	if s.Vendor != "" {
		b.line("%s", b.t("import.vendor", "vendor", b.t("import.vendor."+s.Vendor)))
	}
	key := "import.currency"
	if s.CurrencyProposed {
		key = "import.currency_proposed"
	}
	b.line("%s", b.t(key, "currency", string(s.Currency)))
}

func (b *page) table(ts TableSummary) {
	b.line("")
	form := ts.Format
	if ts.Delimiter != "" {
		d := ts.Delimiter
		if d == "\t" {
			d = "tab"
		}
		form += ", " + ts.Encoding + ", “" + d + "”"
	}
	b.line("%s  (%s)  %s", ts.File, form, b.t("import.rows", "n", ts.Rows))
	if ts.Kind == mapping.Ignore {
		b.line("  %s", b.t("import.ignored"))
		return
	}
	b.line("  %s: %s", b.t("import.kind."+string(ts.Kind)), b.t("import.counts", "new", ts.New, "changed", ts.Changed, "untouched", ts.Untouched))
	var rest []string
	width := 0
	for _, c := range ts.Columns {
		if c.Role != "" {
			width = max(width, utf8.RuneCountInString(c.Name))
		}
	}
	width = min(width, 34)
	for _, c := range ts.Columns {
		if c.Role == "" {
			rest = append(rest, c.Name)
			continue
		}
		b.column(c, width)
	}
	if len(rest) > 0 {
		b.line("    %s", clip(b.t("import.left_out", "columns", strings.Join(rest, ", ")), 96))
	}
}

func (b *page) column(c ColumnSummary, width int) {
	what := b.t("import.role." + string(c.Role))
	if c.Dates != "" {
		what += ", " + b.t("import.dates."+string(c.Dates))
	}
	if c.Currency != "" {
		what += ", " + string(c.Currency)
	}
	miss := ""
	if c.Missing > 0 {
		miss = b.t("import.missing", "n", c.Missing)
	}
	name := clip(c.Name, width)
	pad := strings.Repeat(" ", width-utf8.RuneCountInString(name))
	b.line("    %s", strings.TrimRight(fmt.Sprintf("%s%s  %-30s %s", name, pad, what, miss), " "))
}

func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return string(r[:max(n-1, 0)]) + "…"
}

func (b *page) stages(s Summary) {
	if len(s.Stages) == 0 {
		return
	}
	b.title("import.stages")
	last := ""
	for i, st := range s.Stages {
		if st.Pipeline != last || i == 0 {
			b.line("  %s", st.Pipeline)
			last = st.Pipeline
		}
		b.line("    %-30s %s", st.Name, b.t("import.stage."+string(st.Kind)))
	}
}

func (b *page) names(s Summary) {
	if len(s.NearNames) == 0 {
		return
	}
	b.title("import.near")
	for i, n := range s.NearNames {
		if i == 20 {
			b.line("  %s", b.t("import.more", "n", len(s.NearNames)-i))
			return
		}
		key := "import.near.suggested"
		switch {
		case n.Joined:
			key = "import.near.joined"
		case n.Safe:
			key = "import.near.apart"
		}
		b.line("  %s", b.t(key, "name", n.Name, "like", n.Like, "kind", b.t("import.record."+n.Kind), "n", n.Count))
	}
}

func (b *page) made(s Summary) {
	if len(s.Made) == 0 {
		return
	}
	b.title("import.made")
	for _, kind := range []string{"user", "team", "product", "account", "source", "reason", "competitor", "pipeline"} {
		if n := s.Made[kind]; n > 0 {
			b.line("  %s: %s", b.t("import.record."+kind), b.t("import.n", "n", n))
		}
	}
}

func (b *page) refused(s Summary) {
	if s.RefusedN == 0 {
		return
	}
	b.title("import.refused", "n", s.RefusedN, "file", s.ErrorFile)
	for _, r := range s.Refused {
		where := r.File + ", " + b.t("import.row", "n", r.Row)
		if r.Column != "" {
			where += ", " + r.Column
		}
		b.line("  %s: %s %s", where, b.t("import.reason."+r.Reason), clip(r.Value, 40))
	}
}

func (b *page) warnings(s Summary) {
	if len(s.Warnings) > 0 {
		b.title("import.warnings")
	}
	for _, w := range s.Warnings {
		text := w.Text
		if w.Code == "dangling" {
			text = b.t("import.record." + w.Text)
		}
		b.line("  %s", b.t("import.warning."+w.Code, "n", w.N, "text", text))
	}
}

func (b *page) total(s Summary) {
	fresh, changed, same := 0, 0, 0
	for _, t := range s.Tables {
		fresh, changed, same = fresh+t.New, changed+t.Changed, same+t.Untouched
	}
	b.title("import.total", "new", fresh, "changed", changed, "untouched", same, "refused", s.RefusedN)
}
