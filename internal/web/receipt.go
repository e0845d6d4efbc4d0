package web

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"peil"
	"peil/internal/facts"
	"peil/internal/locale"
	"peil/internal/report"
	"peil/internal/table"
)

// receipt says where the numbers of an answer come from.
func (s *Server) receipt(w http.ResponseWriter, r *http.Request) error {
	c, err := s.words(r)
	if err != nil {
		return err
	}
	rep, err := report.Find(r.PathValue("report"))
	if err != nil {
		return err
	}
	v, err := s.view(w, r)
	if err != nil {
		return err
	}
	params := r.URL.Query()
	q, err := Query(r.Context(), v.View, rep.ID, params, s.Now())
	if err != nil {
		return err
	}
	res, err := s.answer(r.Context(), v, rep.ID, params)
	if err != nil {
		return err
	}
	o := table.Options{Words: c, Location: v.Settings.Calendar.Location}
	shape := table.ResultOf(res, o)
	out := Receipt{Report: rep.ID, Title: c.Name("report", rep.ID+".title"), DefVersion: shape.DefVersion, Period: shape.Period, By: shape.By,
		AsOf: shape.AsOf, KnownAt: shape.KnownAt, Seq: v.Seq, Filters: filtersSaid(r.Context(), c, q.Filters, v.View), Measures: []ReceiptMeasure{},
		Excluded: shape.Excluded, Notes: shape.Notes, RowsHref: shape.RowsHref}
	for _, m := range res.Measures {
		out.Measures = append(out.Measures, ReceiptMeasure{ID: m.ID, Name: c.Name("measure", m.ID), Formula: formula(c, rep, m.ID),
			Said: table.Said(res.Rows[0].Measures[m.ID], o), Value: shape.Rows[0].Measures[m.ID]})
	}
	if v.unrecorded == nil {
		if out.SQL, err = report.SQL(r.Context(), v.View, q); err != nil {
			return err
		}
	}
	return writeJSON(w, http.StatusOK, out)
}

// filtersSaid are filters in words: "Kilde: Google, Messe".
func filtersSaid(ctx context.Context, c *locale.Catalogue, filters []report.Filter, v *facts.View) []string {
	out := []string{}
	for _, f := range filters {
		words := make([]string, len(f.Values))
		for i, value := range f.Values {
			words[i] = value
			switch id, err := peil.ParseID(value); {
			case err == nil && v.Labels != nil:
				if labels, err := v.Labels(ctx, []peil.ID{id}); err == nil && labels[id] != "" {
					words[i] = labels[id]
				}
			case strings.EqualFold(value, report.None) || value == "":
				words[i] = c.T("slice.none")
			case c.Has("slice." + f.Dim + "." + value):
				words[i] = c.T("slice." + f.Dim + "." + value)
			}
		}
		out = append(out, c.Name("dim", f.Dim)+": "+strings.Join(words, ", "))
	}
	return out
}

// Values of a dimension on one page.
const (
	defaultValues = 50
	mostValues    = 500
)

// dimValues lists what a filter on a dimension can take.
func (s *Server) dimValues(w http.ResponseWriter, r *http.Request) error {
	c, err := s.words(r)
	if err != nil {
		return err
	}
	if _, err := s.asking(r, "q", "limit", "offset"); err != nil {
		return err
	}
	params := r.URL.Query()
	limit, err := whole("limit", params.Get("limit"))
	if err != nil {
		return err
	}
	offset, err := whole("offset", params.Get("offset"))
	if err != nil {
		return err
	}
	if limit == 0 {
		limit = defaultValues
	}
	v, err := s.open(w, r, nil)
	if err != nil {
		return err
	}
	dim := r.PathValue("dim")
	all, err := report.Values(r.Context(), v.View, dim)
	if err != nil {
		return err
	}
	part := strings.ToLower(strings.TrimSpace(params.Get("q")))
	found := []Named{}
	for _, d := range all {
		name := d.Label
		if key := "slice." + dim + "." + d.Key; c.Has(key) {
			name = c.T(key)
		}
		if part == "" || strings.Contains(strings.ToLower(name), part) {
			found = append(found, Named{d.Key, name})
		}
	}
	total := len(found)
	found = found[min(offset, total):]
	return writeJSON(w, http.StatusOK, DimValues{Dim: dim, Values: slices.Clone(found[:min(limit, mostValues, len(found))]), Total: total})
}

func setSeq(w http.ResponseWriter, seq int64) {
	w.Header().Set(seqHeader, strconv.FormatInt(seq, 10))
}
