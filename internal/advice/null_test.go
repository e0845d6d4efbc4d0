package advice_test

import (
	"context"
	"maps"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"peil"
	"peil/internal/advice"
)

// The null simulation of metrics.md §5.2: organisations in which nothing differs are
// watched for a year by the rules, as they are evaluated, and what they then say is a
// false alarm. With an effect planted it says how often the rules see it.

// watched lets the statistical rules speak every Monday of the year, and gives what
// they say; facts would only take their places.
func watched(t testing.TB, n *nullOrganisation, only string) []advice.Finding {
	t.Helper()
	var said []advice.Finding
	var past []peil.Advice
	monday := peil.GrainWeek.Start(day(firstOfWatch), 0).AddDays(7)
	before := monday.AddDays(-7).Start(oslo).Add(6 * time.Hour)
	for range 52 {
		at := monday.Start(oslo).Add(6 * time.Hour)
		found, err := advice.EvaluateTests(context.Background(), n.view, at, advice.DueSince(n.view.Settings, before, at), past, only)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			past = append(past, peil.Advice{Rule: f.Rule.ID, Scope: f.Scope, State: "shown", Evaluated: at, Stake: f.Stake})
			said = append(said, f)
		}
		before, monday = at, monday.AddDays(7)
	}
	return said
}

// true reports what is no false alarm although nothing differs: that a budget is not
// likely to be reached is false only where it was.
func (n *nullOrganisation) true(f advice.Finding) bool {
	if f.Rule.ID != "FC-1" {
		return false
	}
	return n.sold[f.Period.From] < f.Evidence["q"]*100
}

// organisations is how many are simulated: few in the tests, 200 by make nullsim.
func organisations() int {
	if n, err := strconv.Atoi(os.Getenv("PEIL_NULLSIM")); err == nil && n > 0 {
		return n
	}
	return 2
}

// each does something for so many organisations, on all cores.
func each(n int, do func(i int)) {
	var wg sync.WaitGroup
	turns := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i := range n {
		turns <- struct{}{}
		wg.Go(func() {
			defer func() { <-turns }()
			do(i)
		})
	}
	wg.Wait()
}

// budget is how many false statistical advices an organisation may get in a year.
const budget = 1.0

// TestNull: where nothing differs the rules hold their peace.
func TestNull(t *testing.T) {
	n := organisations()
	var mu sync.Mutex
	done, all, by := 0, 0, map[string]int{}
	begun, rule := time.Now(), os.Getenv("PEIL_NULLRULE") // a rule or a family alone, to look into it
	each(n, func(i int) {
		o := organisation(t, uint64(1000+i), effect{}, rule)
		said := slices.DeleteFunc(watched(t, o, rule), o.true)
		o.close()
		mu.Lock()
		defer mu.Unlock()
		done++
		for _, f := range said {
			by[f.Rule.ID]++
			if !f.Rule.Untried {
				all++
			}
			if n <= 20 || rule != "" {
				t.Logf("organisation %d: %s %s %v", i+1, f.Rule.ID, f.Scope, f.Evidence)
			}
		}
		if n > 20 && done%10 == 0 {
			t.Logf("%d organisations, %.2f a year: %v", done, float64(all)/float64(done), by)
		}
	})
	rate := float64(all) / float64(n)
	t.Logf("%d organisations: %.2f false advices a year, %.1f s each", n, rate, time.Since(begun).Seconds()/float64(n))
	for _, rule := range slices.Sorted(maps.Keys(by)) {
		t.Logf("  %-7s %.3f", rule, float64(by[rule])/float64(n))
	}
	// Few organisations say little: what chance may add is allowed for.
	if allowed := budget + 2*math.Sqrt(budget/float64(n)); rate > allowed {
		t.Errorf("%.2f a year are more than the budget of %.0f allows (%.2f)", rate, budget, allowed)
	}
}
