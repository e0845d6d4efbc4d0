package web

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"

	"peil"
)

// app serves the built web app. Any path that is no file of it is one of the
// pages that the app itself finds: it gets the start page.
type app struct {
	files fs.FS
	tags  map[string]string // of every file, by its path
}

const (
	startPage = "index.html"
	// immutable is the folder of files whose names change with their content.
	immutable = "_app/immutable/"
)

func newApp(files fs.FS) (*app, error) {
	a := &app{files: files, tags: map[string]string{}}
	if files == nil {
		return a, nil
	}
	return a, fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		a.tags[name] = `"` + hex.EncodeToString(sum[:12]) + `"`
		return nil
	})
}

// serves reports whether a request is for the app: what is asked for beside the
// API and is a file, or looks like a page.
func (a *app) serves(r *http.Request) bool {
	if r.Method != http.MethodGet && r.Method != http.MethodHead || strings.HasPrefix(r.URL.Path, "/api/") || a.tags[startPage] == "" {
		return false
	}
	return a.tags[a.name(r)] != "" || path.Ext(r.URL.Path) == ""
}

func (a *app) name(r *http.Request) string {
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	if name == "" {
		return startPage
	}
	return name
}

func (a *app) serve(w http.ResponseWriter, r *http.Request) {
	name := a.name(r)
	if a.tags[name] == "" {
		name = startPage
	}
	h := w.Header()
	h.Set("Content-Security-Policy", policyPage)
	h.Set("Cache-Control", "no-cache")
	if strings.HasPrefix(name, immutable) {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	typ := mime.TypeByExtension(path.Ext(name))
	if typ == "" {
		typ = "application/octet-stream"
	}
	h.Set("Content-Type", typ)
	stored := a.packed(h, r, name)
	h.Set("ETag", a.tags[stored])
	f, err := a.files.Open(stored)
	if err != nil {
		http.Error(w, "the app's file cannot be read", http.StatusInternalServerError)
		return
	}
	defer f.Close()
	http.ServeContent(w, r, name, time.Time{}, f.(io.ReadSeeker)) // embedded files and those on disk can seek
}

// packed chooses the smallest form of a file that the browser takes.
func (a *app) packed(h http.Header, r *http.Request, name string) string {
	for _, p := range []struct{ coding, ext string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if a.tags[name+p.ext] == "" {
			continue
		}
		h.Set("Vary", "Accept-Encoding")
		if accepts(r.Header.Get("Accept-Encoding"), p.coding) {
			h.Set("Content-Encoding", p.coding)
			return name + p.ext
		}
	}
	return name
}

// accepts reports whether a list such as "gzip, br;q=0" takes a coding.
func accepts(list, coding string) bool {
	for part := range strings.SplitSeq(list, ",") {
		name, q, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			q = strings.ReplaceAll(q, " ", "")
			return q != "q=0" && !strings.HasPrefix(q, "q=0.000")
		}
	}
	return false
}

// codeMethod is answered as 405.
const codeMethod = "method_not_allowed"

// missing is why no route took a request: its path, or only its method.
func (s *Server) missing(mux *http.ServeMux, w http.ResponseWriter, r *http.Request) error {
	var may []string
	for _, m := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		other := r.Clone(r.Context())
		other.Method = m
		if _, pattern := mux.Handler(other); pattern != "/" {
			may = append(may, m)
		}
	}
	if len(may) > 0 {
		w.Header().Set("Allow", strings.Join(may, ", "))
		return peil.Invalid(codeMethod, "%s is not allowed here", r.Method)
	}
	return peil.NotFound("unknown_path", "there is nothing at %s", r.URL.Path)
}
