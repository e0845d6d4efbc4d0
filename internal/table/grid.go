package table

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// grid is cells in columns, the model of text and Markdown alike.
type grid struct {
	title string
	cols  []column
	rows  [][]cell
	// keys is how many columns stand first in every block; 0 is one.
	keys int
	// last says that the last row is a sum, set off by a line.
	last bool
}

type column struct {
	head  string
	right bool
}

// widestHead is from how many letters a heading is broken into lines.
const widestHead = 14

// headLines breaks a heading at its spaces into lines of about widestHead.
func headLines(head string) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(head) {
		if line != "" && textWidth(line)+1+textWidth(word) > widestHead {
			lines = append(lines, line)
			line = word
			continue
		}
		line = strings.TrimSpace(line + " " + word)
	}
	return append(lines, line)
}

// textWidth counts the columns a text takes; the scripts Peil's words are in
// take one for each letter.
func textWidth(s string) int { return utf8.RuneCountInString(s) }

// widths are how wide the columns must be.
func (g *grid) widths() []int {
	w := make([]int, len(g.cols))
	for i, col := range g.cols {
		for _, line := range headLines(col.head) {
			w[i] = max(w[i], textWidth(line))
		}
		for _, row := range g.rows {
			if !row[i].overflows {
				w[i] = max(w[i], textWidth(row[i].text))
			}
		}
	}
	return w
}

// gap stands between two columns.
const gap = "  "

// blocks cuts a grid that is too wide into several, each with the key columns.
// A column too wide for any block gets one of its own.
func (g *grid) blocks(width int) []*grid {
	w := g.widths()
	var out []*grid
	keys, first := max(1, g.keys), 0
	for i, n := range w[:min(keys, len(w))] {
		first += n
		if i > 0 {
			first += len(gap)
		}
	}
	for from := keys; from < len(g.cols); {
		to, used := from, first
		for to < len(g.cols) && (to == from || used+len(gap)+w[to] <= width) {
			used += len(gap) + w[to]
			to++
		}
		b := &grid{cols: slices.Concat(g.cols[:keys], g.cols[from:to]), last: g.last}
		if from == keys {
			b.title = g.title
		}
		for _, row := range g.rows {
			b.rows = append(b.rows, slices.Concat(row[:keys], row[from:to]))
		}
		out = append(out, b)
		from = to
	}
	if len(out) == 0 {
		return []*grid{g}
	}
	return out
}

// clipText shortens a text to n columns.
func clipText(s string, n int) string {
	if textWidth(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
