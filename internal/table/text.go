package table

import (
	"bufio"
	"io"
	"strings"

	"peil"
)

// colors are the terminal's words for the tones.
var colors = map[tone]string{strong: "\x1b[1m", muted: "\x1b[2m", good: "\x1b[32m", bad: "\x1b[31m"}

// Text writes a result for reading on a terminal: aligned, at most Width wide.
func Text(w io.Writer, r *peil.Result, o Options) error {
	p := newPrinter(o)
	pg := p.layout(r)
	b := bufio.NewWriter(w)
	p.line(b, cell{text: strings.Join(pg.title, " · "), tone: strong})
	for _, s := range pg.head {
		p.line(b, cell{text: s, tone: muted})
	}
	for _, g := range pg.grids {
		for _, block := range g.blocks(p.width()) {
			b.WriteString("\n")
			p.grid(b, block)
		}
	}
	if len(pg.foot) > 0 {
		b.WriteString("\n")
	}
	for _, s := range pg.foot {
		for _, l := range wrap(s, p.width()) {
			p.line(b, cell{text: l})
		}
	}
	return b.Flush()
}

func (p *printer) line(b *bufio.Writer, c cell) {
	b.WriteString(p.colored(c) + "\n")
}

func (p *printer) colored(c cell) string {
	if code := colors[c.tone]; p.Color && code != "" && c.text != "" {
		return code + c.text + "\x1b[0m"
	}
	return c.text
}

// grid writes aligned columns under their headings. Lines have no trailing
// spaces.
func (p *printer) grid(b *bufio.Writer, g *grid) {
	if g.title != "" {
		p.line(b, cell{text: g.title, tone: strong})
	}
	widths := g.widths()
	heads, deep := make([][]string, len(g.cols)), 1
	for i, col := range g.cols {
		heads[i] = headLines(col.head)
		deep = max(deep, len(heads[i]))
	}
	for line := range deep {
		row := make([]cell, len(g.cols))
		for i := range g.cols {
			if at := line - (deep - len(heads[i])); at >= 0 { // headings stand on the figures
				row[i] = cell{text: heads[i][at], tone: muted}
			}
		}
		p.gridLine(b, g, widths, row)
	}
	rule := make([]cell, len(g.cols))
	for i := range rule {
		rule[i] = cell{text: strings.Repeat("─", widths[i]), tone: muted}
	}
	p.gridLine(b, g, widths, rule)
	for i, row := range g.rows {
		if g.last && i > 0 && i == len(g.rows)-1 {
			p.gridLine(b, g, widths, rule)
		}
		p.gridLine(b, g, widths, row)
	}
}

func (p *printer) gridLine(b *bufio.Writer, g *grid, widths []int, row []cell) {
	var line strings.Builder
	end := len(row)
	for end > 0 && row[end-1].text == "" {
		end--
	}
	at := 0 // how far the line has come
	for i := range row[:end] {
		if i > 0 {
			line.WriteString(gap)
			at += len(gap)
		}
		if row[i].overflows {
			row[i].text = clipText(row[i].text, max(widths[i], p.width()-at))
		}
		at += max(widths[i], textWidth(row[i].text))
		space := strings.Repeat(" ", max(0, widths[i]-textWidth(row[i].text)))
		switch {
		case g.cols[i].right && !row[i].overflows:
			line.WriteString(space + p.colored(row[i]))
		case i == end-1:
			line.WriteString(p.colored(row[i]))
		default:
			line.WriteString(p.colored(row[i]) + space)
		}
	}
	b.WriteString(line.String() + "\n")
}

// wrap breaks a sentence at its spaces into lines of at most width.
func wrap(s string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.SplitSeq(s, " ") {
		if line != "" && textWidth(line)+1+textWidth(word) > width {
			lines = append(lines, line)
			line = "  " + word
			continue
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}
