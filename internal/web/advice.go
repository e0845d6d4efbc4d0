package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"peil"
	"peil/internal/advice"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/table"
)

// standing is the advice that holds still at the moment a view is of: what was said
// longer ago than its rule's period has had its time. who is who looks, zero where
// the answer is for everyone.
func standing(ctx context.Context, v *facts.View, q report.Query, who peil.ID) ([]peil.Advice, error) {
	at := *v
	if at.AsOf.IsZero() {
		at.AsOf = q.Now
	}
	return advice.Standing(ctx, &at, q.Report, who)
}

// advise lists what to do now.
func (s *Server) advise(w http.ResponseWriter, r *http.Request) error {
	c, err := s.words(r)
	if err != nil {
		return err
	}
	v, err := s.view(w, r)
	if err != nil {
		return err
	}
	out := AdviceList{Advice: []table.AdviceJSON{}}
	if v.unrecorded == nil {
		p, err := whoami(r, v.ws)
		if err != nil {
			return err
		}
		who := peil.ID{}
		if p != nil {
			who = p.ID
		}
		list, err := standing(r.Context(), v.View, report.Query{Now: s.Now()}, who)
		if err != nil {
			return err
		}
		out.Advice = table.AdviceOf(list, table.Options{Words: c, Location: v.Settings.Calendar.Location})
	}
	return writeJSON(w, http.StatusOK, out)
}

// answerAdvice stores that an advice was dismissed, or acted on.
func (s *Server) answerAdvice(w http.ResponseWriter, r *http.Request) error {
	v, err := s.view(w, r)
	if err != nil {
		return err
	}
	id, err := idIn(r, "advice")
	if err != nil {
		return err
	}
	var a AdviceAnswer
	if err := readJSON(w, r, &a); err != nil {
		return err
	}
	if a.Reason = strings.TrimSpace(a.Reason); len([]rune(a.Reason)) > mostText {
		return tooLong("reason", mostText)
	}
	all, err := advice.All(r.Context(), v.View)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(x peil.Advice) bool { return x.ID == id }) {
		return peil.NotFound("unknown_advice", "there is no advice %s; peil advice all lists them", id).InField("advice")
	}
	d := peil.Draft{At: s.Now()}
	switch a.State {
	case "dismissed":
		d.Payload = peil.AdviceDismissed{Advice: id}
	case "acted":
		d.Payload = peil.AdviceActed{Advice: id}
	default:
		e := peil.Invalid("unknown_answer", "an advice is dismissed or acted on, not %q", a.State).InField("state")
		e.Hints = []string{"dismissed", "acted"}
		return e
	}
	if a.Reason != "" {
		d.Texts = map[string]string{"reason": a.Reason}
	}
	by, _, err := actor(r, v.ws, peil.ActorSystem)
	if err != nil {
		return err
	}
	seq, err := v.ws.Append(r.Context(), by, d)
	if err != nil {
		return err
	}
	setSeq(w, seq)
	return writeJSON(w, http.StatusOK, Written{Seq: seq})
}
