package mapping

import (
	"strings"

	"peil/internal/source/value"
)

// Profile is what the values of a table say, whatever its names.
type Profile struct {
	// File is the table's name, Base its own name without folders and extension.
	File, Base string
	Rows       int
	// Wide counts rows with more cells than the table has columns.
	Wide    int
	Columns []*ColumnProfile
}

// ColumnProfile is what the values of a column say.
type ColumnProfile struct {
	Name    string
	Values  int // that are not empty
	Missing int
	Dates   value.DateColumn
	Money   value.MoneyColumn
	Bools   int
	Emails  int
	// Distinct are the first distinct values with their counts, Order in the
	// order they came; More is true where there were too many to keep.
	Distinct map[string]int
	Order    []string
	More     bool
	looked   int // values looked at in full
	noDates  bool
	noMoney  bool
	noSmall  bool
}

// maxDistinct is how many distinct values of a column are kept: stages, owners
// and sources are fewer, names and texts are more.
const maxDistinct = 300

// proving is after how many values a column that shows no sign of a type is no
// longer asked about it: reading a value as everything costs most of an import.
const proving = 400

// NewProfile begins a profile of a table with these columns.
func NewProfile(file, base string, header []string) *Profile {
	p := &Profile{File: file, Base: base}
	for _, h := range header {
		p.Columns = append(p.Columns, &ColumnProfile{Name: h, Distinct: map[string]int{}})
	}
	return p
}

// Add takes a row into account.
func (p *Profile) Add(cells []string) {
	p.Rows++
	if len(cells) > len(p.Columns) && strings.TrimSpace(strings.Join(cells[len(p.Columns):], "")) != "" {
		p.Wide++
		return
	}
	for i, c := range p.Columns {
		c.add(cells[i])
	}
}

func (c *ColumnProfile) add(s string) {
	if s == "" || missing(s) {
		c.Missing++
		return
	}
	c.Values++
	c.looked++
	if !c.noDates {
		c.Dates.Add(s)
	}
	if !c.noMoney {
		c.Money.Add(s)
	}
	if !c.noSmall {
		if _, ok := value.ParseBool(s); ok {
			c.Bools++
		}
		if strings.IndexByte(s, '@') > 0 {
			if _, ok := value.Email(s); ok {
				c.Emails++
			}
		}
	}
	if c.looked == proving {
		c.noDates = c.Dates.Dates*10 < c.looked
		c.noMoney = c.Money.Amounts*10 < c.looked
		c.noSmall = true
	}
	if n, ok := c.Distinct[s]; ok {
		c.Distinct[s] = n + 1
	} else if len(c.Distinct) < maxDistinct {
		s = strings.Clone(s) // the cell is part of a whole row's text
		c.Distinct[s] = 1
		c.Order = append(c.Order, s)
	} else {
		c.More = true
	}
}

// missing are the words exports write for nothing.
func missing(s string) bool {
	switch len(s) {
	case 1:
		return s[0] == '-' || s[0] == ' '
	case 2, 3, 4:
		switch strings.ToLower(strings.TrimSpace(s)) {
		case "", "n/a", "na", "null", "none", "nan", "nil", "(no)":
			return true
		}
		return false
	}
	return strings.TrimSpace(s) == ""
}

// Missing reports whether a cell says nothing.
func Missing(s string) bool { return s == "" || missing(s) }

// small is how many values were asked about yes and no and addresses.
func (c *ColumnProfile) small() int { return min(c.looked, proving) }

// fits reports whether the values of a column can be of a type. An empty column
// fits everything: its name alone then tells.
func (c *ColumnProfile) fits(t Type) bool {
	if c.Values == 0 {
		return true
	}
	switch t {
	case Date:
		return !c.noDates && c.Dates.Dates*10 >= c.Values*6
	case Money, Number:
		return !c.noMoney && c.Money.Amounts*10 >= c.Values*6
	case Percent:
		return !c.noMoney && c.Money.Amounts*10 >= c.Values*6 || c.percents()*10 >= c.Values*6
	case Bool:
		return c.Bools*10 >= c.small()*8
	case Email:
		return c.Emails*10 >= c.small()*5
	}
	return true
}

func (c *ColumnProfile) percents() (n int) {
	for v, k := range c.Distinct {
		if _, ok := value.ParsePercent(v, false); ok {
			n += k
		}
	}
	return n
}
