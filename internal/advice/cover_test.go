package advice_test

import (
	"testing"

	"peil/internal/stat"
)

// The share of months whose sale must lie between P10 and P90 of what was said of them:
// four of five are meant to. The bounds are wide, since few organisations say little.
const (
	coverLeast = .65
	coverMost  = .92
)

// TestForecastHoldsItsRange: in organisations in which nothing changes, what comes lies
// in the range that was said at the month's beginning about as often as it is said to.
func TestForecastHoldsItsRange(t *testing.T) {
	const n = 4
	var came []stat.Came
	for i := range n {
		o := organisation(t, uint64(3000+i), effect{}, "FC")
		came = append(came, o.learnedMonths(t)...)
		o.close()
	}
	s, ok := stat.ScorePeriods(came)
	if !ok || s.N != 18*n {
		t.Fatalf("%d months are scored", s.N)
	}
	t.Logf("%d months: %.2f in the range, bias %+.3f, WAPE %.3f", s.N, s.Coverage, s.Bias, s.WAPE)
	if s.Coverage < coverLeast || s.Coverage > coverMost {
		t.Errorf("%.2f of the months lie in a range that four of five are meant to", s.Coverage)
	}
}

// learnedMonths are what was said of each month by the learned probabilities, and what
// came of it.
func (n *nullOrganisation) learnedMonths(t testing.TB) []stat.Came {
	t.Helper()
	rows, err := n.view.DB.Query(`select cast(r.p10 as double), cast(r.p50 as double), cast(r.p90 as double),
    (select cast(coalesce(sum(c.amount), 0) as double) from credit_fact c where c.won_on >= f.from_on and c.won_on < f.horizon)
from forecast_fact f join forecast_rival r on r.forecast_id = f.forecast_id and r.name = 'learned' order by f.horizon`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var out []stat.Came
	for rows.Next() {
		var c stat.Came
		if err := rows.Scan(&c.P10, &c.P50, &c.P90, &c.Actual); err != nil {
			t.Fatal(err)
		}
		out = append(out, c)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return out
}
