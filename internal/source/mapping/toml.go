package mapping

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"peil"
	"peil/internal/source/value"
)

// fileForm is a mapping as it stands in a TOML file.
type fileForm struct {
	Currency string      `toml:"currency"`
	Tables   []tableForm `toml:"table"`
	Stages   []stageForm `toml:"stage"`
	Separate []pairForm  `toml:"separate"`
}

type tableForm struct {
	File    string       `toml:"file"`
	Kind    string       `toml:"kind"`
	System  string       `toml:"system"`
	Columns []columnForm `toml:"column"`
}

type columnForm struct {
	Name     string `toml:"name"`
	Role     string `toml:"role"`
	Dates    string `toml:"dates"`
	Decimal  string `toml:"decimal"`
	Currency string `toml:"currency"`
	Unit     string `toml:"unit"`
}

type stageForm struct {
	Pipeline    string   `toml:"pipeline"`
	Name        string   `toml:"name"`
	Kind        string   `toml:"kind"`
	Probability *float64 `toml:"probability"`
}

type pairForm struct {
	Kind  string   `toml:"kind"`
	Names []string `toml:"names"`
}

// Read reads a mapping file. A word it does not know is an error that names the
// right ones.
func Read(r io.Reader) (*Mapping, error) {
	data, err := io.ReadAll(io.LimitReader(r, 16<<20))
	if err != nil {
		return nil, fmt.Errorf("mapping file: %w", err)
	}
	var f fileForm
	md, err := toml.Decode(string(data), &f)
	if err != nil {
		var p toml.ParseError
		if errors.As(err, &p) {
			return nil, peil.Invalid("mapping_syntax", "mapping file, line %d: %s", p.Position.Line, p.Message)
		}
		return nil, peil.Invalid("bad_mapping", "the mapping file cannot be read").Because(err)
	}
	if u := md.Undecoded(); len(u) > 0 {
		return nil, peil.Invalid("unknown_mapping_setting", "the mapping file has a setting %s that does not exist", u[0])
	}
	return f.mapping()
}

func (f fileForm) mapping() (*Mapping, error) {
	m := &Mapping{}
	if f.Currency != "" {
		m.Currency = peil.Currency(strings.ToUpper(f.Currency))
		if !m.Currency.Valid() {
			return nil, peil.Invalid("unknown_currency", "there is no currency %q", f.Currency).InField("currency")
		}
	}
	for _, tf := range f.Tables {
		t, err := tf.table()
		if err != nil {
			return nil, err
		}
		m.Tables = append(m.Tables, t)
	}
	for _, sf := range f.Stages {
		s := Stage{Pipeline: sf.Pipeline, Name: sf.Name, Kind: peil.StageKind(sf.Kind), P: -1}
		if !slices.Contains([]peil.StageKind{peil.StageOpen, peil.StageWon, peil.StageLost, peil.StageCancelled}, s.Kind) {
			return nil, peil.Invalid("bad_stage_kind", "stage %q: kind %q is none of open, won, lost, cancelled", sf.Name, sf.Kind).InField("kind")
		}
		if sf.Probability != nil {
			if s.P = *sf.Probability; !(s.P >= 0 && s.P <= 1) {
				return nil, peil.Invalid("bad_stage_probability", "stage %q: the probability must lie between 0 and 1", sf.Name).InField("probability")
			}
		}
		m.Stages = append(m.Stages, s)
	}
	for _, p := range f.Separate {
		if len(p.Names) != 2 {
			return nil, peil.Invalid("bad_separate", "a [[separate]] needs two names").InField("separate")
		}
		m.Separate = append(m.Separate, Pair{p.Kind, p.Names[0], p.Names[1]})
	}
	return m, nil
}

func (tf tableForm) table() (Table, error) {
	t := Table{File: tf.File, Kind: Kind(tf.Kind), System: tf.System}
	if !slices.Contains(Kinds(), t.Kind) {
		return t, wrongWord(tf.File, "", "kind", tf.Kind, Kinds())
	}
	for _, cf := range tf.Columns {
		c := Column{Name: cf.Name, Role: Role(cf.Role), Dates: value.Order(cf.Dates), Currency: peil.Currency(strings.ToUpper(cf.Currency)), Unit: cf.Unit}
		switch {
		case c.Role != "" && !slices.Contains(Roles(t.Kind), c.Role):
			return t, wrongWord(tf.File, cf.Name, "role", cf.Role, Roles(t.Kind))
		case !slices.Contains([]value.Order{"", value.DMY, value.MDY, value.YMD}, c.Dates):
			return t, wrongWord(tf.File, cf.Name, "dates", cf.Dates, []string{"dmy", "mdy", "ymd"})
		case c.Currency != "" && !c.Currency.Valid():
			return t, peil.Invalid("unknown_column_currency", "%s, column %s: there is no currency %q", tf.File, cf.Name, cf.Currency).InField("currency")
		case cf.Decimal != "" && cf.Decimal != "." && cf.Decimal != ",":
			return t, wrongWord(tf.File, cf.Name, "decimal", cf.Decimal, []string{".", ","})
		case c.Unit != "" && c.Unit != "s" && c.Unit != "min":
			return t, wrongWord(tf.File, cf.Name, "unit", cf.Unit, []string{"s", "min"})
		}
		if cf.Decimal != "" {
			c.Decimal = cf.Decimal[0]
		}
		t.Columns = append(t.Columns, c)
	}
	return t, nil
}

// wrongWord is the error of a setting of a table, or of a column of it, that is
// none of the right words.
func wrongWord[S ~string](table, column, setting, got string, right []S) error {
	words := make([]string, len(right))
	for i, r := range right {
		words[i] = string(r)
	}
	list := strings.Join(words, ", ")
	e := peil.Invalid("bad_table_word", "table %s: %s %q is none of %s", table, setting, got, list)
	if column != "" {
		e = peil.Invalid("bad_column_word", "%s, column %s: %s %q is none of %s", table, column, setting, got, list)
	}
	return e.DidYouMean(got, words)
}

// Write writes a mapping as a file that people edit: every column stands there,
// with the roles its table knows above. note gives a comment for a column.
func Write(w io.Writer, m *Mapping, note func(t *Table, c *Column) string) error {
	b := bufio.NewWriter(w)
	p := func(format string, args ...any) { fmt.Fprintf(b, format, args...) }
	p("# What this import understands. Change what is wrong and give the file back with --mapping.\n")
	p("# kind: %s\n", join(Kinds()))
	p("# dates: dmy (5/11 is 5 November), mdy (5/11 is 11 May), ymd; empty is found by itself. decimal: \".\" or \",\".\n\n")
	p("# The currency all figures are shown in; set by the first import only.\ncurrency = %s\n", quote(string(m.Currency)))
	for i := range m.Tables {
		t := &m.Tables[i]
		p("\n[[table]]\nfile = %s\nkind = %s\n", quote(t.File), quote(string(t.Kind)))
		if t.System != "" {
			p("system = %s # whose ids these are: the same id from the same system is the same record\n", quote(t.System))
		}
		if roles := Roles(t.Kind); roles != nil {
			p("# roles: %s; empty leaves a column out\n", join(roles))
		}
		for j := range t.Columns {
			c := &t.Columns[j]
			if note != nil {
				if n := note(t, c); n != "" {
					p("  # %s\n", strings.Join(strings.Fields(n), " "))
				}
			}
			p("  [[table.column]]\n  name = %s\n  role = %s\n", quote(c.Name), quote(string(c.Role)))
			writeFormat(p, t, c)
		}
	}
	if len(m.Stages) > 0 {
		p("\n# The stages in the order deals go through them. kind: open, won, lost, cancelled.\n")
	}
	for _, s := range m.Stages {
		p("[[stage]]\npipeline = %s\nname = %s\nkind = %s\n", quote(s.Pipeline), quote(s.Name), quote(string(s.Kind)))
		if s.P >= 0 {
			p("probability = %g\n", s.P)
		}
	}
	for _, s := range m.Separate {
		p("\n# These look alike and are two.\n[[separate]]\nkind = %s\nnames = [%s, %s]\n", quote(s.Kind), quote(s.A), quote(s.B))
	}
	return b.Flush()
}

func writeFormat(p func(string, ...any), t *Table, c *Column) {
	if c.Role != "" && TypeOf(t.Kind, c.Role) == Date {
		p("  dates = %s\n", quote(string(c.Dates)))
	}
	if c.Decimal != 0 {
		p("  decimal = %s\n", quote(string(rune(c.Decimal))))
	}
	if c.Currency != "" {
		p("  currency = %s\n", quote(string(c.Currency)))
	}
	if c.Unit != "" {
		p("  unit = %s\n", quote(c.Unit))
	}
}

func join[S ~string](words []S) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return strings.Join(out, ", ")
}

// quote writes a TOML basic string.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, "\\u%04X", r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
