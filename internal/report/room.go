package report

import (
	"slices"
	"strings"

	"peil/internal/stat"
)

// room is who owns what among the customers, and what they could yet own
// (metrics.md §4.4).
type room struct {
	families  []string
	customers int
	sets      []ownedSet
	owners    map[string]int
	both      map[[2]string]int
	// price is the median of what a family is sold for, in minor units, by segment
	// and, under everywhere, in all; sold how many such sales there are.
	price, sold map[[2]string]float64
	// inSegment and ownersIn count customers and owners by segment.
	inSegment map[string]int
	ownersIn  map[[2]string]int
}

// ownedSet is so many customers of a segment who own the same families.
type ownedSet struct {
	families []string
	segment  string
	n        int
}

// everywhere stands for all segments.
const everywhere = "*"

// separator stands between the families of a set.
const separator = "\x1f"

func families(set string) []string {
	if set == "" {
		return nil
	}
	return strings.Split(set, separator)
}

// room reads the keyed summaries.
func (c *cell) room() *room {
	r := &room{owners: map[string]int{}, both: map[[2]string]int{}, price: map[[2]string]float64{}, sold: map[[2]string]float64{},
		inSegment: map[string]int{}, ownersIn: map[[2]string]int{}}
	for _, k := range c.all.tables["sets"] {
		s := ownedSet{families(k.keys[0]), k.keys[1], int(k.sums["n"])}
		r.sets = append(r.sets, s)
		r.customers += s.n
		r.inSegment[s.segment] += s.n
		for _, a := range s.families {
			if r.owners[a] == 0 {
				r.families = append(r.families, a)
			}
			r.owners[a] += s.n
			r.ownersIn[[2]string{s.segment, a}] += s.n
			for _, b := range s.families {
				r.both[[2]string{a, b}] += s.n
			}
		}
	}
	slices.Sort(r.families)
	for _, k := range c.all.tables["prices"] {
		r.price[[2]string{k.keys[0], k.keys[1]}] = k.sums["median"]
		r.sold[[2]string{k.keys[0], k.keys[1]}] = k.sums["n"]
	}
	return r
}

// segmentSize is how many customers a segment must have for what none of them
// owns to be no product for it.
const segmentSize = 20

// allows reports whether a family is one for the segment: somebody in it has it,
// or there are too few to tell.
func (r *room) allows(segment, family string) bool {
	return segment == "" || r.inSegment[segment] < segmentSize || r.ownersIn[[2]string{segment, family}] > 0
}

// eligible reports whether customers who own a set could yet own a family.
func (r *room) eligible(s ownedSet, family string) bool {
	return !slices.Contains(s.families, family) && r.allows(s.segment, family)
}

func (r *room) base(family string) float64 {
	return float64(r.owners[family]) / float64(r.customers)
}

// chance is the probability that a customer who owns a set comes to own a family:
// by the family of theirs that says most, the one whose owners clearly have it
// most often. Who owns nothing has the base rate.
func (r *room) chance(s ownedSet, family string) (p float64, because string) {
	p, most := r.base(family), -1.0
	for _, a := range s.families {
		na, nab := float64(r.owners[a]), float64(r.both[[2]string{a, family}])
		if iv, ok := stat.Wilson(nab, na); ok && iv.Lo > most {
			most, because = iv.Lo, a
			p = stat.ChanceToBuy(na, nab, r.base(family))
		}
	}
	return p, because
}

// value is the median sale of a family, in the segment where it is sold enough
// there; 0 where it was never sold.
func (r *room) value(segment, family string) float64 {
	if r.sold[[2]string{family, segment}] >= fewest {
		return r.price[[2]string{family, segment}]
	}
	return r.price[[2]string{family, everywhere}]
}

// chances are the groups of customers who could yet buy a family.
func (r *room) chances(family string, money func(float64) float64) []stat.Chance {
	var out []stat.Chance
	for _, s := range r.sets {
		if r.eligible(s, family) {
			p, _ := r.chance(s, family)
			out = append(out, stat.Chance{N: s.n, P: p, Value: money(r.value(s.segment, family))})
		}
	}
	return out
}

// toBest is how many more customers would own a family if every segment owned it
// as its best one does: a cautious measure of the room. Not ok with one segment.
func (r *room) toBest(family string) (float64, bool) {
	best, segments := 0.0, 0
	for s, n := range r.inSegment {
		if s != "" && n >= fewest {
			segments++
			best = max(best, float64(r.ownersIn[[2]string{s, family}])/float64(n))
		}
	}
	if segments < 2 {
		return 0, false
	}
	more := 0.0
	for s, n := range r.inSegment {
		more += max(0, best*float64(n)-float64(r.ownersIn[[2]string{s, family}]))
	}
	return more, true
}

// rule is one family's owners and another family.
type rule struct {
	a, b string
	stat.Rule
	q float64
	// lacking are the customers who own A and could yet own B.
	lacking int
}

// rules are all of them, the best evidence first: enough of it, beyond chance when
// all are looked at, and then by how much.
func (r *room) rules() []rule {
	var out []rule
	var ps []float64
	for _, a := range r.families {
		for _, b := range r.families {
			x, ok := stat.Associate(r.customers, r.owners[a], r.owners[b], r.both[[2]string{a, b}])
			if a == b || !ok {
				continue
			}
			y := rule{a: a, b: b, Rule: x, q: 1}
			for _, s := range r.sets {
				if slices.Contains(s.families, a) && r.eligible(s, b) {
					y.lacking += s.n
				}
			}
			out = append(out, y)
			if x.Enough {
				ps = append(ps, x.P)
			}
		}
	}
	qs, i := stat.BenjaminiHochberg(ps), 0
	for at := range out {
		if out[at].Enough {
			out[at].q = qs[i]
			i++
		}
	}
	slices.SortStableFunc(out, func(x, y rule) int {
		switch {
		case x.holds() != y.holds():
			return map[bool]int{true: -1, false: 1}[x.holds()]
		case x.Advantage() > y.Advantage():
			return -1
		case x.Advantage() < y.Advantage():
			return 1
		}
		return 0
	})
	return out
}

// ruleQ is up to which chance a rule is believed.
const ruleQ = .05

func (r rule) holds() bool { return r.Enough && r.q <= ruleQ }
