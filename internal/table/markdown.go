package table

import (
	"bufio"
	"io"
	"strings"

	"peil"
)

// Markdown writes a result as tables for a document or a message.
func Markdown(w io.Writer, r *peil.Result, o Options) error {
	p := newPrinter(o)
	pg := p.layout(r)
	b := bufio.NewWriter(w)
	b.WriteString("## " + markdownText(strings.Join(pg.title, " · ")) + "\n")
	for _, s := range pg.head {
		b.WriteString("\n" + markdownText(s) + "\n")
	}
	for _, g := range pg.grids {
		b.WriteString("\n")
		markdownGrid(b, g)
	}
	if len(pg.foot) > 0 {
		b.WriteString("\n")
	}
	for _, s := range pg.foot {
		b.WriteString("- " + markdownText(s) + "\n")
	}
	return b.Flush()
}

func markdownGrid(b *bufio.Writer, g *grid) {
	if g.title != "" {
		b.WriteString("### " + markdownText(g.title) + "\n\n")
	}
	for _, col := range g.cols {
		b.WriteString("| " + markdownText(col.head) + " ")
	}
	b.WriteString("|\n")
	for _, col := range g.cols {
		if col.right {
			b.WriteString("|---:")
		} else {
			b.WriteString("|:---")
		}
	}
	b.WriteString("|\n")
	for _, row := range g.rows {
		for _, c := range row {
			b.WriteString("| " + markdownText(c.text) + " ")
		}
		b.WriteString("|\n")
	}
}

// markdownText keeps a value from being read as markup: names come from people.
func markdownText(s string) string {
	return markdownEscapes.Replace(s)
}

var markdownEscapes = strings.NewReplacer("\\", "\\\\", "|", "\\|", "\n", " ", "\r", " ", "*", "\\*", "_", "\\_",
	"`", "\\`", "<", "&lt;", ">", "&gt;", "[", "\\[", "]", "\\]")
