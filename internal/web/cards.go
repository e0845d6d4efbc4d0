package web

import (
	"slices"
	"strings"

	"peil"
	"peil/internal/report"
)

const (
	// mostCards is how many cards a dashboard has room for.
	mostCards = 60
	columns   = 12
	mostRows  = 40
)

// checkBoard reports what is wrong with a dashboard, and gives its name without
// spaces around it.
func checkBoard(name string, b body) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", peil.Invalid("dashboard_without_name", "a dashboard needs a name").InField("name")
	case len([]rune(name)) > mostTitle:
		return "", tooLong("name", mostTitle)
	case len(b.View) > mostText:
		return "", tooLong("view", mostText)
	case len(b.Cards) > mostCards:
		return "", peil.Invalid("too_many_cards", "%d cards are more than a dashboard has room for (%d)", len(b.Cards), mostCards).InField("cards")
	}
	seen := map[string]bool{}
	for _, c := range b.Cards {
		if c.ID == "" || len(c.ID) > 40 || seen[c.ID] {
			return "", peil.Invalid("bad_card_id", "a card needs an id of its own, at most 40 letters; %q is not", c.ID).InField("cards")
		}
		seen[c.ID] = true
		if err := c.check(); err != nil {
			return "", err
		}
	}
	return name, nil
}

var cardKinds = []string{"number", "chart", "table"}

func (c Card) check() error {
	rep, err := report.Find(c.Report)
	if err != nil {
		return err
	}
	if len(c.Measures) == 0 {
		return peil.Invalid("card_without_measure", "the card %s shows no measure", c.ID).InField("measures")
	}
	known := rep.MeasureIDs()
	for _, m := range c.Measures {
		if !slices.Contains(known, m) {
			return unknownWord("unknown_measure", "measures", "measure", m, known)
		}
	}
	switch {
	case !slices.Contains(cardKinds, c.Kind):
		return unknownWord("unknown_card_kind", "kind", "kind of card", c.Kind, cardKinds)
	case c.Kind == "chart" && c.Chart == nil:
		return peil.Invalid("card_without_chart", "the card %s does not say which chart it is", c.ID).InField("chart")
	case c.Chart != nil && !slices.Contains(report.ChartKinds(), *c.Chart):
		return unknownWord("unknown_chart", "chart", "chart", string(*c.Chart), wordsOf(report.ChartKinds()))
	case c.Trend != "" && !slices.Contains(Grains(), c.Trend):
		return unknownWord("unknown_grain", "trend", "grain", c.Trend, Grains())
	case c.W < 1 || c.H < 1 || c.X < 0 || c.Y < 0 || c.X+c.W > columns || c.H > mostRows:
		return peil.Invalid("card_outside", "the card %s lies outside the dashboard, which has %d columns", c.ID, columns).InField("cards")
	case len([]rune(c.Title)) > mostTitle:
		return tooLong("title", mostTitle)
	}
	return nil
}

// unknownWord is the error of a word that is not one of the choices.
func unknownWord(code, field, what, word string, choices []string) *peil.Error {
	e := peil.Invalid(code, "there is no %[2]s %[1]q", word, what)
	e.Hints = choices
	return e.DidYouMean(word, choices).InField(field)
}

// flow places cards from left to right, a new row where one has no room.
func flow(cards []Card) []Card {
	x, y, high := 0, 0, 0
	for i := range cards {
		c := &cards[i]
		if x+c.W > columns {
			x, y, high = 0, y+high, 0
		}
		c.X, c.Y = x, y
		x, high = x+c.W, max(high, c.H)
	}
	return cards
}
