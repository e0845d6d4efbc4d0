package advice_test

import (
	"os"
	"strings"
	"sync"
	"testing"

	"peil/internal/advice"
)

// planted are the effects that the rules are to see: the scope in which they lie, and
// the share of organisations in which they must be seen where many are simulated. Those
// without a share are as weak as metrics.md §5.2 tells the power of; what it says is
// beside them, for samples of another size than these organisations have.
var planted = []struct {
	name, rule, scope string
	effect            effect
	least             float64
}{
	{"a source with 2.2 times the hit rate", "SRC-1", "source=" + sourceID(0).String(), effect{source: 2.2}, .6},
	{"a source with .25 times the hit rate", "SRC-2", "source=" + sourceID(0).String(), effect{source: .25}, .5},
	{"a source that costs four times as much", "SRC-3", "source=" + sourceID(0).String(), effect{dear: 4}, .5},
	{"a source with 30 % for 15 % (n = 120: 76 %)", "SRC-1", "source=" + sourceID(0).String(), effect{base: .5, source: 2}, 0},
	{"a source with 15 % for 30 % (n = 120: 76 %)", "SRC-2", "source=" + sourceID(0).String(), effect{source: .5}, 0},
	{"five times the losses to a reason in a month", "LOSS-1", "reason=" + reasonID(0).String(), effect{spike: 5}, .3},
	{"3.5 times the losses to a reason in a month (70 %)", "LOSS-1", "reason=" + reasonID(0).String(), effect{spike: 3.5}, 0},
	{"2.5 times the losses to a reason in a month (27 %)", "LOSS-1", "reason=" + reasonID(0).String(), effect{spike: 2.5}, 0},
	{"and the end of that", "LOSS-2", "reason=" + reasonID(0).String(), effect{spike: 5}, .3},
	{"a fifth of the hit rate against a competitor", "LOSS-3", "competitor=" + competitorID(0).String(), effect{rival: .2}, .5},
	{"four of five losses about the offer", "LOSS-4", "offer", effect{offer: 2.5}, .5},
	{"a third of the hit rate in a quarter", "PROD-1", "win_rate_closed", effect{rate: .33}, .5},
	{"half the hit rate in a quarter: 15 % for 30 % (60 closed: 42 %)", "PROD-1", "win_rate_closed", effect{rate: .5}, 0},
	{"few deals with customers, who buy more, in a quarter", "PROD-2", "", effect{mix: 2.5}, .3},
	{"twice the cost", "PROD-3", "", effect{cost: 2}, .5},
	{"three of ten leads tried in time", "RT-1", "", effect{late: .45}, .5},
	{"twice the contacts within ten minutes", "RT-2", "", effect{soon: 2}, .5},
	{"replies that take four times as long in a stage", "RT-3", "stage=" + stageID(2).String(), effect{reply: 4}, .5},
	{"customers who buy 2.2 times as often", "UP-1", "", effect{customers: 2.2}, .3},
	{"twice the owners of a family among another's", "UP-2", "", effect{pair: 2.2}, .5},
	{"two of three go on from a stage who did before", "LEAK-1", "stage=" + stageID(2).String(), effect{leak: .6}, .3},
	{"a third of the hit rate for deals that skip", "SKIP-1", "stage=" + stageID(1).String(), effect{skip: .33}, .3},
	{"three times as long in a stage", "TIME-1", "stage=" + stageID(2).String(), effect{stay: 3}, .5},
	{"a budget twice as high", "FC-1", "", effect{quota: 2}, .5},
	{"forecasts that say 1.6 times as much", "FC-4", "", effect{bias: 1.6}, .5},
	{"sellers who say 1.8 times what is so", "FC-5", "", effect{own: 1.8}, .3},
	{"later attempts that reach five times as many", "ACT-2", "", effect{tries: 5}, .3},
	{"dear attempts, of which the later reach nobody", "ACT-3", "", effect{costly: 3}, .3},
	{"weeks that bring more by four sales, unless contacts are few or many", "ACT-4", "", effect{crowd: 4}, .5},
	{"weeks that bring more by one sale, unless contacts are few or many", "ACT-4", "", effect{crowd: 1}, 0},
	{"calls that sell 2.5 times as much and reach fewer", "CH-1", "contact_channel=call", effect{channel: 2.5}, .5},
	{"calls that sell to 9 % for 4 %, and reach fewer (2 × 300: 54 %)", "CH-1", "contact_channel=call", effect{base: .04 / hitRate, channel: 2.25}, 0},
	{"calls that are made to the better source", "CH-2", "contact_channel=call", effect{mixed: 2.8}, .2},
	{"a tenth of the mail bounces", "EM-0", "", effect{bounce: 5}, .5},
	{"a subject that half as many open", "EM-1", "template=" + templateName(0), effect{subject: .5}, .5},
	{"a subject that .6 times as many open (63 %)", "EM-1", "template=" + templateName(0), effect{subject: .6}, 0},
	{"content that a quarter as many click in", "EM-2", "template=" + templateName(0), effect{content: .25}, .5},
}

// TestPower: what is planted is found, by a rule that names it. Few organisations say
// only whether the rule can speak at all.
func TestPower(t *testing.T) {
	n := organisations() / 4
	if n == 0 {
		n = 1
	}
	strong, seen := 0, 0
	for _, c := range planted {
		if !strings.HasPrefix(c.rule, os.Getenv("PEIL_NULLRULE")) {
			continue
		}
		found := 0
		var mu sync.Mutex
		each(n, func(i int) {
			o := organisation(t, uint64(5000+i), c.effect, c.rule)
			defer o.close()
			for _, f := range watched(t, o, c.rule) {
				speaks(t, f)
				if f.Scope == c.scope || c.scope == "" {
					mu.Lock()
					found++
					mu.Unlock()
					return
				}
			}
		})
		if c.least >= .5 {
			strong += n
			seen += found
		}
		t.Logf("%-72s %-7s found in %d of %d", c.name, c.rule, found, n)
		if n >= 20 && float64(found) < c.least*float64(n) {
			t.Errorf("%s: found in %d of %d", c.name, found, n)
		}
	}
	if 2*seen < strong {
		t.Errorf("of %d strong effects %d were found", strong, seen)
	}
	for i := range advice.Rules {
		r := &advice.Rules[i]
		known := r.Fact
		for _, c := range planted {
			known = known || c.rule == r.ID
		}
		if !known {
			t.Error(r.ID + " has no effect planted for it")
		}
	}
}
