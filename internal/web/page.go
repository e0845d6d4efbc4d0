package web

import (
	"bytes"
	_ "embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"

	"peil"
	"peil/internal/locale"
	"peil/internal/report"
	"peil/internal/table"
)

// The page stands in for the web app until there is one: the same results as
// everywhere, as text.

//go:embed page.html
var pageHTML string

//go:embed style.css
var styleCSS []byte

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

// shown is a report on the page.
type shown struct {
	ID, Title, Help, Text, Error string
	Links                        []link
}

type link struct{ Name, Href string }

type pageData struct {
	Lang, Title, Empty string
	Reports            []shown
}

// page shows every report over its default period.
func (s *Server) page(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, report.All)
}

// reportPage shows one report; the URL is the question.
func (s *Server) reportPage(w http.ResponseWriter, r *http.Request) error {
	rep, err := report.Find(r.PathValue("id"))
	if err != nil {
		return err
	}
	return s.show(w, r, []*report.Report{rep})
}

func (s *Server) show(w http.ResponseWriter, r *http.Request, list []*report.Report) error {
	c, err := s.words(r)
	if err != nil {
		return err
	}
	data := pageData{Lang: c.Lang(), Title: c.T("page.title")}
	v, err := s.view(w, r)
	if isEmpty(err) {
		data.Empty = c.T("page.empty")
		list = nil
	} else if err != nil {
		return err
	}
	params := r.URL.Query()
	for _, rep := range list {
		one := shown{ID: rep.ID, Title: c.Name("report", rep.ID+".title"), Help: c.Help("report", rep.ID), Links: links(c, rep.ID, params)}
		res, err := s.answer(r.Context(), v, rep.ID, params)
		var b bytes.Buffer
		if err == nil {
			err = table.Text(&b, res, table.Options{Words: c, Location: v.Settings.Calendar.Location, Trend: true})
		}
		var e *peil.Error
		switch {
		case errors.As(err, &e) && e.Kind != peil.KindInternal:
			one.Error = c.Error(e)
		case err != nil:
			return err
		}
		one.Text = b.String()
		data.Reports = append(data.Reports, one)
	}
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, data); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, err = b.WriteTo(w)
	return err
}

// links lead to the same question in other forms.
func links(c *locale.Catalogue, id string, params url.Values) []link {
	out := []link{{c.T("page.alone"), "/reports/" + id + "?" + params.Encode()}}
	for _, f := range table.Formats {
		v := url.Values{}
		for k, list := range params {
			v[k] = list
		}
		v.Set("format", f.ID)
		v.Set("lang", c.Lang())
		out = append(out, link{f.ID, "/api/v1/reports/" + id + "?" + v.Encode()})
	}
	return out
}

func (s *Server) style(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Content-Type", "text/css; charset=utf-8")
	_, err := w.Write(styleCSS)
	return err
}
