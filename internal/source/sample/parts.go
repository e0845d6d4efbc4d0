package sample

import (
	"iter"
	"math/rand/v2"

	"peil"
)

// Parts makes a large company a part at a time: with a million deals it would
// not fit in memory. The first part begins with what is set up, the people and
// the money; each has accounts, leads and deals of its own, by time within it.
func Parts(opts Options) iter.Seq[[]peil.Draft] {
	return func(yield func([]peil.Draft) bool) {
		m := newMaker(opts)
		m.setUp()
		m.people()
		m.rates()
		m.spending()
		common, left := m.company, m.deals
		for n := uint64(1); left > 0; n++ {
			m.rng = rand.New(rand.NewPCG(opts.Seed, 0x5eed+n))
			m.company = common
			m.deals = min(left, partDeals)
			left -= m.deals
			m.accounts()
			m.sell()
			if !yield(m.sorted()) {
				return
			}
			m.drafts = nil
		}
	}
}
