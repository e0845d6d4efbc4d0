package web

import (
	"compress/gzip"
	"encoding/json"
	"net/http"
)

// writePacked answers JSON without spaces, gzipped where the browser takes it: what a
// whole page is made of is long, and waited for.
func writePacked(w http.ResponseWriter, r *http.Request, v any) error {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Vary", "Accept-Encoding")
	if !accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		return json.NewEncoder(w).Encode(v)
	}
	w.Header().Set("Content-Encoding", "gzip")
	z, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(z).Encode(v); err != nil {
		return err
	}
	return z.Close()
}
