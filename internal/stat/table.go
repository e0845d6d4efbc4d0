package stat

import "math"

// fisherSlack is how much likelier than the observed table another may be and
// still count as equally likely, against rounding (as in R's fisher.test).
const fisherSlack = 1 + 1e-7

// FisherTwoSided returns the exact two-sided p of the 2×2 table a, b / c, d (by
// rows): the sum over all tables with these margins of the probabilities that
// do not exceed the observed one's (Fisher 1935; not doubling one tail). An
// empty row or column leaves one table, p = 1; an empty table is not ok.
func FisherTwoSided(a, b, c, d int) (float64, bool) {
	if a < 0 || b < 0 || c < 0 || d < 0 || a+b+c+d == 0 {
		return 0, false
	}
	n, row, col := a+b+c+d, a+b, a+c
	most := math.Exp(logHypergeometric(n, row, col, a)) * fisherSlack
	sum := 0.0
	for x := max(0, row+col-n); x <= min(row, col); x++ {
		if p := math.Exp(logHypergeometric(n, row, col, x)); p <= most {
			sum += p
		}
	}
	return math.Min(1, sum), true
}

// G2 is the G-test (likelihood ratio) of independence in a table of counts,
// rows × columns: G = 2·Σ O·ln(O/E), χ² with (r−1)(c−1) degrees of freedom.
// Empty rows and columns are left out; not ok if fewer than two of each remain.
func G2(table [][]int) (Test, bool) {
	return tableTest(table, func(o, e float64) float64 {
		if o == 0 {
			return 0
		}
		return 2 * o * math.Log(o/e)
	})
}

// PearsonX2 is Pearson's test of the same hypothesis, X² = Σ (O−E)²/E. It is
// what CramersV is made of.
func PearsonX2(table [][]int) (Test, bool) {
	return tableTest(table, func(o, e float64) float64 { return (o - e) * (o - e) / e })
}

// CramersV returns how strongly rows and columns go together, 0 to 1, corrected
// for the upward bias of few observations (Bergsma 2013):
//
//	φ̃² = max(0, X²/n − (r−1)(c−1)/(n−1)),  x̃ = x − (x−1)²/(n−1),
//	V = √(φ̃² / min(r̃−1, c̃−1))
//
// Below .1 is weak, .1–.3 moderate, above .3 strong. Not ok where G2 is not, or
// for so few observations that the correction leaves no degrees of freedom.
func CramersV(table [][]int) (float64, bool) {
	x2, ok := PearsonX2(table)
	if !ok {
		return 0, false
	}
	rows, cols, total := margins(table)
	r, c, n := filled(rows), filled(cols), float64(total)
	phi2 := math.Max(0, x2.Stat/n-(r-1)*(c-1)/(n-1))
	rc := r - (r-1)*(r-1)/(n-1)
	cc := c - (c-1)*(c-1)/(n-1)
	least := math.Min(rc-1, cc-1)
	if least <= 0 {
		return 0, false
	}
	return math.Min(1, math.Sqrt(phi2/least)), true
}

// tableTest sums a cell's contribution over the table.
func tableTest(table [][]int, contribution func(observed, expected float64) float64) (Test, bool) {
	rows, cols, total := margins(table)
	r, c := filled(rows), filled(cols)
	if r < 2 || c < 2 {
		return Test{}, false
	}
	sum := 0.0
	for i, row := range table {
		for j, o := range row {
			if e := float64(rows[i]) * float64(cols[j]) / float64(total); e > 0 {
				sum += contribution(float64(o), e)
			}
		}
	}
	t := Test{Stat: math.Max(0, sum), DF: int((r - 1) * (c - 1))}
	var ok bool
	t.P, ok = ChiSquareTail(t.Stat, t.DF)
	return t, ok
}

// margins adds up the table; all nil if it is ragged or has a negative count.
func margins(table [][]int) (rows, cols []int, total int) {
	for i, row := range table {
		if i == 0 {
			cols = make([]int, len(row))
		}
		if len(row) != len(cols) {
			return nil, nil, 0
		}
		sum := 0
		for j, o := range row {
			if o < 0 {
				return nil, nil, 0
			}
			sum += o
			cols[j] += o
		}
		rows = append(rows, sum)
		total += sum
	}
	return rows, cols, total
}

// filled counts the margins that are not empty.
func filled(margin []int) float64 {
	n := 0.0
	for _, m := range margin {
		if m > 0 {
			n++
		}
	}
	return n
}
