// Package ui holds the built web app. A build lies in dist; a checkout without one
// serves the stub, which says how to build it, so that Go alone can build Peil.
package ui

import (
	"embed"
	"io/fs"
)

//go:embed all:dist stub
var embedded embed.FS

// Files is the web app's folder, with index.html for every path of the app.
func Files() fs.FS {
	for _, dir := range []string{"dist", "stub"} {
		sub, err := fs.Sub(embedded, dir)
		if err != nil {
			panic(err) // the names are constants
		}
		if _, err := fs.Stat(sub, "index.html"); err == nil {
			return sub
		}
	}
	panic("ui: the stub is not embedded") // cannot be: the compiler has seen it
}
