package stat

// Attempts is what each further attempt to reach a lead is worth
// (metrics.md §4.7). The slices have an entry for each attempt, the first at 0.
type Attempts struct {
	// Hazard is first contacts at the attempt / leads that got it and had had no
	// contact before; Monotone the same with what chance lifts a later attempt
	// above an earlier one pooled away.
	Hazard, Monotone []float64
	// Band is the Wilson interval of Hazard.
	Band []Interval
	// Net is Monotone·value − cost, in the unit of both.
	Net []float64
	// Reached is the share of all that were reached that were by then. It says
	// nothing of what the next attempt is worth: it is told by those reached.
	Reached []float64
	// Optimal is the largest k such that attempts 1..k all pay; AtLeast the
	// largest k such that they clearly do, by the lower ends of the bands; StopAfter
	// the first k after which the next clearly does not, by the upper end, 0 where
	// the data cannot say.
	Optimal, AtLeast, StopAfter int
}

// AttemptsWorth values attempts: atRisk are the leads that got attempt k without
// earlier contact, first those of them first reached at it, value what a contact
// is worth (P(win | contact) · mean sale · margin), cost what an attempt costs.
// Attempts that nobody got end the list. Not ok without any, for impossible
// counts, or a value or cost that is no number.
func AttemptsWorth(atRisk, first []float64, value, cost float64) (Attempts, bool) {
	var a Attempts
	n := 0
	for n < len(atRisk) && n < len(first) && atRisk[n] > 0 {
		n++
	}
	if n == 0 || !finite(value, cost) {
		return a, false
	}
	all := 0.0
	for k := range n {
		iv, ok := Wilson(first[k], atRisk[k])
		if !ok {
			return Attempts{}, false
		}
		a.Hazard, a.Band = append(a.Hazard, first[k]/atRisk[k]), append(a.Band, iv)
		all += first[k]
	}
	a.Monotone, _ = PAVADecreasing(a.Hazard, atRisk[:n])
	so, pays, clearly := 0.0, true, true
	for k, h := range a.Monotone {
		a.Net = append(a.Net, h*value-cost)
		so += first[k]
		share := 0.0
		if all > 0 {
			share = so / all
		}
		a.Reached = append(a.Reached, share)
		if pays = pays && a.Net[k] > 0; pays {
			a.Optimal = k + 1
		}
		if clearly = clearly && a.Band[k].Lo*value > cost; clearly {
			a.AtLeast = k + 1
		}
		if a.StopAfter == 0 && k > 0 && a.Band[k].Hi*value < cost {
			a.StopAfter = k
		}
	}
	return a, true
}
