package web

import (
	"net"
	"net/http"
	"strings"
	"time"

	"peil"
)

// What browsers may load: an answer of the API nothing, a page of the app what is
// Peil's own, and pictures that it drew itself.
const (
	policyAPI  = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
	policyPage = "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)

// strict refuses what a page of another site could send here, and tells browsers
// to load nothing that is not Peil's own. A name that is not this machine's own
// means that some site's name has been pointed at it (DNS rebinding).
func (s *Server) strict(next http.Handler) http.Handler {
	foreign := http.NewCrossOriginProtection() // by Sec-Fetch-Site, else Origin
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policyAPI)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
		h.Set("Cache-Control", "no-store")
		if !Loopback(r.Host) {
			http.Error(w, "this name is not Peil's", http.StatusMisdirectedRequest)
			return
		}
		if err := foreign.Check(r); err != nil {
			s.fail(w, r, peil.Invalid(codeForeign, "the request came from a page of another site"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// codeForeign is answered as 403.
const codeForeign = "foreign_page"

// Loopback reports whether a host, with or without a port, is this machine's own.
func Loopback(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

// logged notes every request with its status and time.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		seen := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		start := time.Now()
		next.ServeHTTP(seen, r)
		s.Log.Info("request", "method", r.Method, "path", r.URL.Path, "status", seen.status, "took", time.Since(start))
	})
}

type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(code int) {
	w.status = code
	w.ResponseWriter.WriteHeader(code)
}

// Unwrap lets http.ResponseController find the real writer.
func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }
