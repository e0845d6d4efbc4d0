package web

import (
	"fmt"
	"strings"
	"testing"

	"peil"
	"peil/internal/table"
)

// TestPersonalAdvice: what is about one seller is told to that seller alone, and never
// in an answer that everybody gets.
func TestPersonalAdvice(t *testing.T) {
	s := newSite(t, 30)
	nobody, first, second := s.as(-1), s.as(0), s.as(1)
	var people People
	nobody.get("/api/v1/people", 200, &people)
	own := peil.AdviceShown{Advice: peil.NewID(s.server.Now()), Rule: "ACT-1", Version: 1, Report: "activities", Scope: "user=" + people.People[0].ID.String() + "&activity=call",
		Evidence: map[string]float64{"a": 4, "t": 20, "r": 2}, Words: map[string]string{"kind": "@slice.activity.call"}}
	all := peil.AdviceShown{Advice: peil.NewID(s.server.Now()), Rule: "FC-5", Version: 1, Report: "activities", Evidence: map[string]float64{"n": 40}}
	seq, err := s.ws.Append(t.Context(), peil.Actor{Kind: peil.ActorSystem}, peil.Draft{At: s.server.Now(), Payload: own}, peil.Draft{At: s.server.Now(), Payload: all})
	if err != nil {
		t.Fatal(err)
	}
	head := map[string]string{seqHeader: fmt.Sprint(seq)} // whatever was folded by then
	nobody.head, first.head, second.head = head, head, head
	for _, c := range []struct {
		b    *browser
		want string
	}{{first, "ACT-1 FC-5"}, {second, "FC-5"}, {nobody, "FC-5"}} {
		var list AdviceList
		c.b.get("/api/v1/advice", 200, &list)
		var rules []string
		for _, a := range list.Advice {
			rules = append(rules, a.Rule)
			if a.Rule == "ACT-1" && !strings.Contains(a.RowsHref, "filter=user") {
				t.Errorf("the rows are at %s", a.RowsHref)
			}
		}
		if got := strings.Join(rules, " "); got != c.want {
			t.Errorf("told is %q, expected %q", got, c.want)
		}
	}
	var out struct{ Advice []table.AdviceJSON }
	first.get("/api/v1/reports/activities?period=2026", 200, &out)
	if len(out.Advice) != 1 || out.Advice[0].Rule != "FC-5" {
		t.Errorf("an answer says %+v", out.Advice)
	}
}
