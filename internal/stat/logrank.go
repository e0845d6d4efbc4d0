package stat

// LogRankTest is the outcome of LogRank: events seen in the first group, events
// expected there if both had the same curve, and the test with one degree of
// freedom.
type LogRankTest struct {
	Observed1, Expected1 float64
	Test
}

// LogRank compares the times to an event (any cause from 1) in two groups
// (Mantel 1966). Per event time with n at risk, n1 of them in the first group,
// and d events: E += d·n1/n, V += d(n−d)·n1·n2/(n²(n−1)); χ² = (O−E)²/V. At
// ties events precede censorings. Not ok if a group is empty or no event
// happens while both are at risk.
func LogRank(group1, group2 []Cell) (LogRankTest, bool) {
	a, okA := KaplanMeier(group1)
	b, okB := KaplanMeier(group2)
	if !okA || !okB {
		return LogRankTest{}, false
	}
	var out LogRankTest
	variance := 0.0
	n1, n2 := a.Units, b.Units
	for i, j := 0, 0; i < len(a.times) || j < len(b.times); {
		var row1, row2 []int
		first := j >= len(b.times) || i < len(a.times) && a.times[i] <= b.times[j]
		second := i >= len(a.times) || j < len(b.times) && b.times[j] <= a.times[i]
		if first {
			row1 = a.counts[2*i : 2*i+2]
			i++
		}
		if second {
			row2 = b.counts[2*j : 2*j+2]
			j++
		}
		c1, d1 := row(row1)
		c2, d2 := row(row2)
		d, n := float64(d1+d2), float64(n1+n2)
		out.Observed1 += float64(d1)
		out.Expected1 += d * float64(n1) / n
		if n > 1 {
			variance += d * (n - d) * float64(n1) * float64(n2) / (n * n * (n - 1))
		}
		n1 -= c1 + d1
		n2 -= c2 + d2
	}
	if variance <= 0 {
		return LogRankTest{}, false
	}
	off := out.Observed1 - out.Expected1
	out.Test = Test{Stat: off * off / variance, DF: 1}
	var ok bool
	out.P, ok = ChiSquareTail(out.Stat, 1)
	return out, ok
}

// row takes a time's counts apart; a group may have none at that time.
func row(counts []int) (censored, events int) {
	if counts == nil {
		return 0, 0
	}
	return counts[0], counts[1]
}
