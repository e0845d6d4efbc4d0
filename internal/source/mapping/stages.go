package mapping

import (
	"slices"
	"strings"

	"peil"
)

// endings are words that say how a deal ended; the first that a name holds tells.
var endings = []struct {
	kind  peil.StageKind
	words []string
}{
	{peil.StageCancelled, []string{"cancelled", "canceled", "avlyst", "kansellert", "abandoned", "disqualified", "avbrutt", "withdrawn", "diskvalifisert", "trukket"}},
	{peil.StageLost, []string{"lost", "tapt", "tap", "closedlost", "förlorad", "tabt"}},
	{peil.StageWon, []string{"won", "vunnet", "solgt", "vunnen", "closedwon", "sold", "vunden", "vunnit"}},
}

// StageKindOf tells from a stage's or a status's name how a deal stands there.
func StageKindOf(name string) peil.StageKind {
	words := strings.Fields(normalise(name))
	for _, e := range endings {
		for _, w := range words {
			if slices.Contains(e.words, w) {
				return e.kind
			}
		}
	}
	return peil.StageOpen
}

// usualOrder are words of usual stages, from the first contact to the contract.
var usualOrder = [][]string{
	{"new", "ny", "nye", "open", "åpen", "inbox", "innkommende"}, {"prospect", "prospecting", "prospektering", "lead", "leads"},
	{"qualification", "qualify", "qualified", "kvalifisering", "kvalifisert", "discovery"}, {"contact", "contacted", "kontakt", "kontaktet"},
	{"engaging", "engaged", "dialog"}, {"needs", "need", "analysis", "behov", "behovsanalyse", "appointment", "meeting", "møte"},
	{"demo", "presentation", "presentasjon", "value", "solution", "løsning"}, {"decision", "makers", "perception", "initial"},
	{"proposal", "quote", "tilbud", "offer", "price"}, {"negotiation", "review", "negotiating", "forhandling"},
	{"verbal", "commit", "muntlig"}, {"contract", "kontrakt", "signing", "signering"},
}

func usual(name string) int {
	for i, words := range usualOrder {
		for _, w := range strings.Fields(normalise(name)) {
			if slices.Contains(words, w) {
				return i
			}
		}
	}
	return -1
}

// OrderStages puts stages in the order deals go through them: the open ones by
// their usual names where all have one, else by their probability where all
// have one, else as they came; then won, lost, cancelled. Pipelines keep the
// order they came in.
func OrderStages(stages []Stage) {
	end := map[peil.StageKind]int{peil.StageOpen: 0, peil.StageWon: 1, peil.StageLost: 2, peil.StageCancelled: 3}
	byName, byP, place := map[string]bool{}, map[string]bool{}, map[string]int{}
	for _, s := range stages {
		if _, ok := place[s.Pipeline]; !ok {
			place[s.Pipeline] = len(place)
		}
		if s.Kind == peil.StageOpen {
			byName[s.Pipeline] = byName[s.Pipeline] || usual(s.Name) < 0
			byP[s.Pipeline] = byP[s.Pipeline] || s.P < 0
		}
	}
	slices.SortStableFunc(stages, func(a, b Stage) int {
		if d := place[a.Pipeline] - place[b.Pipeline]; d != 0 {
			return d
		}
		if d := end[a.Kind] - end[b.Kind]; d != 0 || a.Kind != peil.StageOpen {
			return d
		}
		switch {
		case !byName[a.Pipeline]:
			return usual(a.Name) - usual(b.Name)
		case !byP[a.Pipeline] && a.P < b.P:
			return -1
		case !byP[a.Pipeline] && a.P > b.P:
			return 1
		}
		return 0
	})
}
