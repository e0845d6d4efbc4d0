package report

import (
	"context"
	"database/sql"
	"math"
)

// statedPrior is how many wins' worth the stated day is believed to say nothing.
const statedPrior = 10

// stated is what the day that a seller expects says of a win's coming in the period:
// how many times as often deals come by then whose day lies after the period (late),
// or not after it (due), as deals of which nothing is said. Weighing only the late ones
// down would make the whole too small: it is part of what all deals' times are of.
type stated struct{ late, due float64 }

// statedTime is how long won deals were so long before their close, in days: all of
// it, so near the close that it was the period's length away or less, and what of both
// had a stated day beyond the period's end.
type statedTime struct{ all, near, allLate, nearLate float64 }

// add counts a span of a won deal, from and to days before its close, whose stated day
// came so many days after that. Somebody who asks on one of its days for a period from
// and to days ahead sees the win in the period where the close is that far away.
func (s *statedTime) add(from, to, after, start, end float64) {
	far := func(least float64) (float64, float64) { // parts of the span before the close
		all := math.Max(0, from-math.Max(to, least))
		near := math.Max(0, math.Min(from, end)-math.Max(math.Max(to, least), start))
		return all, near
	}
	all, near := far(0)
	allLate, nearLate := far(math.Max(0, end-after))
	s.all, s.near, s.allLate, s.nearLate = s.all+all, s.near+near, s.allLate+allLate, s.nearLate+nearLate
}

// factors are what was seen, shrunk towards 1 by how few wins it was seen in.
func (s statedTime) factors(wins float64) stated {
	if s.all <= 0 || s.near <= 0 {
		return stated{1, 1}
	}
	rate := s.near / s.all
	shrunk := func(near, all float64) float64 {
		if all <= 0 {
			return 1
		}
		return (wins*near/all/rate + statedPrior) / (wins + statedPrior)
	}
	return stated{shrunk(s.nearLate, s.allLate), shrunk(s.near-s.nearLate, s.all-s.allLate)}
}

// readStated learns what a stated day has been worth.
func (m *model) readStated(ctx context.Context, q *question, params map[string]param) error {
	var t statedTime
	wins := map[string]bool{}
	err := m.each(ctx, q, "stated", params, func(rows *sql.Rows) error {
		var deal string
		var from, to, after float64
		if err := rows.Scan(&deal, &from, &to, &after); err != nil {
			return err
		}
		t.add(from, to, after, m.from, m.to)
		wins[deal] = true
		return nil
	})
	m.stated = t.factors(float64(len(wins)))
	return err
}
