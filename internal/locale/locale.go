// Package locale is the one catalogue of words, for Go and for the web app, and
// the one place that knows how a language writes numbers, money and days. A
// key that is missing in a language is looked up in English; a test sees to it
// that none is.
package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"peil"
)

//go:embed nb.json en.json
var files embed.FS

// Languages lists the languages there are, the default first.
func Languages() []string { return []string{"nb", "en"} }

// Catalogue is the words and the number formats of one language.
type Catalogue struct {
	lang  string
	words map[string]string
	style style
}

var catalogues = func() map[string]*Catalogue {
	m := make(map[string]*Catalogue)
	for _, lang := range Languages() {
		m[lang] = &Catalogue{lang: lang, words: read(lang), style: styles[lang]}
	}
	return m
}()

// read loads an embedded catalogue; a broken one is a fault of the build.
func read(lang string) map[string]string {
	data, err := files.ReadFile(lang + ".json")
	if err != nil {
		panic(err)
	}
	words := make(map[string]string)
	if err := json.Unmarshal(data, &words); err != nil {
		panic(fmt.Errorf("%s.json: %w", lang, err))
	}
	return words
}

// For returns the catalogue of a language: "nb", "en", or a tag that starts so
// ("en-GB"); "no" and "nn" read Bokmål. Any other language reads English.
func For(lang string) *Catalogue {
	base, _, _ := strings.Cut(strings.ToLower(strings.ReplaceAll(lang, "_", "-")), "-")
	switch base {
	case "", "nb", "no", "nn":
		return catalogues["nb"]
	}
	return catalogues["en"]
}

// Parse returns the catalogue of exactly "nb" or "en".
func Parse(lang string) (*Catalogue, error) {
	if c, ok := catalogues[strings.ToLower(strings.TrimSpace(lang))]; ok {
		return c, nil
	}
	e := peil.Invalid("unknown_language", "there is no language %q; languages are %s", lang, strings.Join(Languages(), ", "))
	e.Field, e.Hints = "lang", Languages()
	return nil, e
}

// Lang returns the language's tag: "nb".
func (c *Catalogue) Lang() string { return c.lang }

// Keys lists the catalogue's keys in order.
func (c *Catalogue) Keys() []string { return slices.Sorted(maps.Keys(c.words)) }

// Has reports whether there is a text for the key, in this language or English.
func (c *Catalogue) Has(key string) bool {
	_, ok := c.lookup(key)
	return ok
}

func (c *Catalogue) lookup(key string) (string, bool) {
	if s, ok := c.words[key]; ok {
		return s, true
	}
	s, ok := catalogues["en"].words[key]
	return s, ok
}

// T returns the text of a key. Arguments come in pairs, a name and what stands
// in place of {name}; whole numbers are written as the language does. A key
// without a text is returned as it is, so that a gap is seen and does no harm.
func (c *Catalogue) T(key string, args ...any) string {
	s, ok := c.lookup(key)
	if !ok {
		return key
	}
	for i := 0; i+1 < len(args); i += 2 {
		s = strings.ReplaceAll(s, fmt.Sprintf("{%v}", args[i]), c.argument(args[i+1]))
	}
	return s
}

// Error returns what an error says to a person. English is the error's own
// message; so is that of a code that the language has no text for. A near word
// is asked about, the other hints are left for the caller to list.
func (c *Catalogue) Error(e *peil.Error) string {
	s, ok := c.words["error."+e.Code]
	if !ok {
		return e.Message
	}
	pairs := make([]string, 0, 2*len(e.Args))
	for i, a := range e.Args {
		pairs = append(pairs, fmt.Sprintf("{%d}", i), a)
	}
	// In one go, for an argument may itself hold braces.
	s = strings.NewReplacer(pairs...).Replace(s)
	if e.Near != "" {
		s = c.T("text.near", "text", s, "near", e.Near)
	}
	return s
}

func (c *Catalogue) argument(v any) string {
	switch v := v.(type) {
	case int:
		return c.Number(float64(v), 0)
	case int64:
		return c.Number(float64(v), 0)
	case float64:
		return c.Number(v, 0)
	case peil.Date:
		return c.Date(v)
	}
	return fmt.Sprint(v)
}

// Name returns the word for an id of a family ("measure", "dim", "reason",
// "excluded", "column", "slice"), or the id itself where it has none.
func (c *Catalogue) Name(family, id string) string {
	if s, ok := c.lookup(family + "." + id); ok && id != "" {
		return s
	}
	return id
}

// Help returns the longer explanation of an id, or "".
func (c *Catalogue) Help(family, id string) string {
	s, _ := c.lookup(family + "." + id + ".help")
	return s
}
