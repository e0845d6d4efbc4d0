package file

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"peil/internal/source/value"
)

// delimiters are the usual ones. Where two cut equally well the first wins:
// commas also stand in texts and amounts, tabs hardly ever.
const delimiters = "\t;|,"

// sniffDialect finds encoding, line ends and delimiter in a file's beginning.
// The delimiter is the one that cuts most rows into the same number of cells,
// more than one; among equals the one that cuts finer.
func sniffDialect(head []byte) dialect {
	d := dialect{delim: ',', encoding: charset(head)}
	if d.encoding == "" {
		d.encoding = "windows-1252"
	}
	text := head
	if i := bytes.IndexByte(head, '\n'); i < 0 && bytes.IndexByte(head, '\r') >= 0 {
		d.crOnly = true
	}
	best := 0.0
	for i := range len(delimiters) {
		try := d
		try.delim = delimiters[i]
		if score := evenness(text, try); score > best {
			best, d.delim = score, try.delim
		}
	}
	first, _, _ := bytes.Cut(bytes.TrimPrefix(head, bomUTF8), []byte("\n"))
	if first = bytes.TrimSpace(first); len(first) == 5 && bytes.HasPrefix(first, []byte("sep=")) {
		d.delim = first[4]
	}
	return d
}

// evenness scores how evenly a delimiter cuts the first rows: the share of rows
// with the most frequent width, weighed by that width.
func evenness(text []byte, d dialect) float64 {
	widths := map[int]int{}
	n := 0
	c := newCSV(bytes.NewReader(text), "", d, Limits{Row: sampleSize, Columns: 1 << 20})
	_ = c.rows(context.Background(), func(_ int, cells []string) error {
		if empty(cells) {
			return nil
		}
		widths[len(cells)]++
		if n++; n == 100 {
			return io.EOF
		}
		return nil
	}, func(int64) {})
	most, width := 0, 0
	for w, k := range widths {
		if k > most || k == most && w > width {
			most, width = k, w
		}
	}
	if width < 2 {
		return 0
	}
	return float64(most) / float64(n) * (1 + float64(min(width, 50))/100)
}

// errEnough ends a reading that has seen what it wanted.
var errEnough = errors.New("enough")

// headRows is how many rows are looked at to find the header: reports carry a
// title above it.
const headRows = 25

// findHeader looks for the row that names the columns: the first one that is
// as wide as the table and holds words, not values. A table without one gets
// its columns numbered, and all its rows are data.
func (t *Table) findHeader(ctx context.Context, limits Limits) error {
	var rows [][]string
	var nums []int
	err := t.read(ctx, func(row int, cells []string) error {
		rows, nums = append(rows, append([]string(nil), cells...)), append(nums, row)
		if len(rows) == headRows {
			return errEnough
		}
		return nil
	}, func(int64) {})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	width := 0
	for _, r := range rows {
		width = max(width, filled(r))
	}
	for i, r := range rows {
		if n := filled(r); n*10 >= width*6 && n > 0 {
			if !wordsOnly(r) {
				break
			}
			t.Header, t.HeaderRow = names(r), nums[i]
			return nil
		}
	}
	if width == 0 {
		return notATable(t.Name, "empty")
	}
	for _, r := range rows {
		for len(t.Header) < len(r) {
			t.Header = append(t.Header, fmt.Sprintf("column %d", len(t.Header)+1))
		}
	}
	return nil
}

func filled(cells []string) (n int) {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			n++
		}
	}
	return n
}

// wordsOnly reports whether a row can name columns: hardly any dates, amounts
// or addresses in it.
func wordsOnly(cells []string) bool {
	values, n := 0, 0
	for _, c := range cells {
		if c = strings.TrimSpace(c); c == "" {
			continue
		}
		n++
		_, date := value.ParseDate(c, value.Unsettled)
		_, money := value.ParseMoney(c, 0)
		_, mail := value.Email(c)
		if date || money || mail {
			values++
		}
	}
	return values*4 <= n
}

// names makes the cells of a header the names of columns: none empty, none twice.
func names(cells []string) []string {
	out := make([]string, len(cells))
	seen := map[string]bool{}
	for i, c := range cells {
		name := strings.Join(strings.Fields(value.Clean(c)), " ")
		if name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		base := name
		for n := 2; seen[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s (%d)", base, n)
		}
		seen[strings.ToLower(name)] = true
		out[i] = name
	}
	return out
}
