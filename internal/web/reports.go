package web

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/report"
	"peil/internal/store"
	"peil/internal/table"
)

// seqHeader carries how far the writer has come: an answer says what its facts
// hold, a question may ask for facts that hold at least so much.
const seqHeader = "Peil-Seq"

// asked is a request's workspace, as it was at the moment asked about.
type asked struct {
	*facts.View
	db *facts.DB
	ws *store.Workspace
	// unrecorded is set where nothing had been recorded by then; the View is then
	// that of now.
	unrecorded error
	knownAt    time.Time // that moment
}

// view opens the facts of the request's workspace as its parameters want them.
func (s *Server) view(w http.ResponseWriter, r *http.Request) (*asked, error) {
	if err := checkParams(r.URL.Query()); err != nil {
		return nil, err
	}
	return s.open(w, r, r.URL.Query())
}

// open opens the facts of the request's workspace at a moment: as_of and known_at.
func (s *Server) open(w http.ResponseWriter, r *http.Request, at url.Values) (*asked, error) {
	var minSeq int64
	if h := r.Header.Get(seqHeader); h != "" {
		n, err := strconv.ParseInt(h, 10, 64)
		if err != nil || n < 0 {
			return nil, peil.Invalid("bad_seq", "the header %s is a whole number, not %q", seqHeader, h).InField(seqHeader)
		}
		minSeq = n
	}
	ws, err := s.Workspace(r.Context(), r.URL.Query().Get("workspace"))
	if err != nil {
		return nil, err
	}
	db, err := s.Facts.Workspace(r.Context(), ws)
	if err != nil {
		return nil, err
	}
	v, err := View(r.Context(), db, at, minSeq, func(int, int) {})
	if err != nil && !IsUnrecorded(err) {
		return nil, err
	}
	out := &asked{View: v, db: db, ws: ws, unrecorded: err}
	if err != nil {
		if out.knownAt, err = moment("known_at", at.Get("known_at"), v.Settings.Calendar.Location); err != nil {
			return nil, err
		}
	}
	w.Header().Set(seqHeader, strconv.FormatInt(v.Seq, 10))
	return out, nil
}

// answer asks a report what the parameters ask, or finds the answer that was given
// before.
func (s *Server) answer(ctx context.Context, v *asked, id string, params url.Values) (*peil.Result, error) {
	if v.unrecorded != nil {
		q, err := Query(ctx, v.View, id, params, s.Now())
		if err != nil {
			return nil, err
		}
		return Unrecorded(q, v.View, params, v.unrecorded)
	}
	views, release, err := v.Freeze(ctx, 1)
	if err != nil {
		return nil, err
	}
	defer release()
	at := *v
	at.View = views[0]
	q, err := Query(ctx, at.View, id, params, s.Now())
	if err != nil {
		return nil, err
	}
	res, err := s.kept(ctx, &at, q)
	if err != nil {
		return nil, err
	}
	return stands(ctx, at.View, q, params, res)
}

// kept is the answer to a question as it was computed before, or is now.
func (s *Server) kept(ctx context.Context, v *asked, q report.Query) (*peil.Result, error) {
	p := &pending{q: q, key: s.answerKey(v, q)}
	for range 3 { // what another asker abandoned is begun anew
		s.answers.ask(ctx, v, []*facts.View{v.View}, []*pending{p})
		if !s.collect(ctx, []*pending{p}) {
			break
		}
	}
	switch {
	case p.err != nil:
		return nil, p.err
	case p.ans == nil:
		return nil, errAbandoned
	}
	return report.Pick(p.ans.res, q.Measures)
}

func (s *Server) report(w http.ResponseWriter, r *http.Request) error {
	f, o, err := s.format(r)
	if err != nil {
		return err
	}
	if _, err := report.Find(r.PathValue("report")); err != nil {
		return err
	}
	v, err := s.view(w, r)
	if err != nil {
		return err
	}
	res, err := s.answer(r.Context(), v, r.PathValue("report"), r.URL.Query())
	if err != nil {
		return err
	}
	if res, err = s.changesIn(r.Context(), v, res); err != nil {
		return err
	}
	o.Location = v.Settings.Calendar.Location
	s.describe(r, f, &o, v, &table.About{Report: res.Report, DefVersion: res.DefVersion, Period: res.Period, AsOf: res.AsOf, KnownAt: res.KnownAt})
	if f.ID == "json" && accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		return writePacked(w, r, table.ResultOf(res, o))
	}
	var b bytes.Buffer
	if err := f.Result(&b, res, o); err != nil {
		return err
	}
	return s.write(w, f, r.PathValue("report"), &b)
}

// defaultRows is how many rows of a listing are answered when nobody says.
const defaultRows = 1000

func (s *Server) rows(w http.ResponseWriter, r *http.Request) error {
	f, o, err := s.format(r)
	if err != nil {
		return err
	}
	id := r.PathValue("report")
	if _, err := report.Find(id); err != nil {
		return err
	}
	v, err := s.view(w, r)
	if err != nil {
		return err
	}
	if v.unrecorded != nil {
		return v.unrecorded
	}
	q, err := Query(r.Context(), v.View, id, r.URL.Query(), s.Now())
	if err != nil {
		return err
	}
	if q.Limit == 0 {
		q.Limit = defaultRows
	}
	rows, err := report.Rows(r.Context(), v.View, q)
	if err != nil {
		return err
	}
	o.Location = v.Settings.Calendar.Location
	rep, err := report.Find(id)
	if err != nil {
		return err
	}
	s.describe(r, f, &o, v, &table.About{Report: rep.ID, DefVersion: rep.Version, Period: q.Period, AsOf: firstSet(v.AsOf, s.Now()), KnownAt: v.KnownAt})
	var b bytes.Buffer
	if err := f.Rows(&b, rows, o); err != nil {
		return err
	}
	return s.write(w, f, id+"-rows", &b)
}

// describe says in a file what its figures are of: always in a workbook, where it
// has a sheet of its own; in CSV where the asker wants it above them.
func (s *Server) describe(r *http.Request, f table.Format, o *table.Options, v *asked, a *table.About) {
	params := r.URL.Query()
	if f.ID != "xlsx" && params.Get("about") == "" {
		return
	}
	if list, err := filters(params["filter"]); err == nil {
		a.Filters = filtersSaid(r.Context(), o.Words, list, v.View)
	}
	a.Title, a.Made = params.Get("title"), s.Now()
	o.About = a
}

func firstSet(times ...time.Time) time.Time {
	for _, t := range times {
		if !t.IsZero() {
			return t
		}
	}
	return time.Time{}
}

// format reads how the answer is wanted; JSON unless said otherwise.
func (s *Server) format(r *http.Request) (table.Format, table.Options, error) {
	words, err := s.words(r)
	if err != nil {
		return table.Format{}, table.Options{}, err
	}
	id := r.URL.Query().Get("format")
	if id == "" {
		id = "json"
	}
	f, err := table.Find(id)
	return f, table.Options{Words: words, Trend: true}, err
}

// write sends an answer; files get a name to be saved under.
func (s *Server) write(w http.ResponseWriter, f table.Format, name string, b *bytes.Buffer) error {
	w.Header().Set("Content-Type", f.ContentType)
	if f.ID == "csv" || f.ID == "xlsx" {
		w.Header().Set("Content-Disposition", "attachment; filename=\""+name+"."+f.ID+"\"")
	}
	_, err := b.WriteTo(w)
	return err
}
