package source

import (
	"crypto/sha256"
	"slices"
	"strings"
	"unicode"

	"peil"
)

// book finds the records of one kind by what files call them: by id, by name,
// by address. Keys are hashes, so that a million names need no text in memory.
type book struct {
	kind   string // as in peil.Record
	byID   map[peil.ID]peil.ID
	byName map[peil.ID]peil.ID
	byMail map[peil.ID]peil.ID
	// bySafe finds names that are equal but for case, spaces, punctuation and
	// the legal form; only kinds with few or important names have it.
	bySafe map[string][]entry
	made   []entry // records nobody described: made because something names them
	// described are made records whose own row came later.
	described map[peil.ID]bool
	// owned are records that have a row of their own in this import.
	owned  map[peil.ID]bool
	joined map[[2]string]*NearName
	apart  map[[2]string]bool
	near   map[string]*NearName // by the name that was found so
}

// entry is a name and the record that bears it.
type entry struct {
	id     peil.ID
	name   string
	suffix string
}

func newBook(kind string, safe bool) *book {
	b := &book{kind: kind, byID: map[peil.ID]peil.ID{}, byName: map[peil.ID]peil.ID{}, byMail: map[peil.ID]peil.ID{},
		described: map[peil.ID]bool{}, owned: map[peil.ID]bool{}, near: map[string]*NearName{}, joined: map[[2]string]*NearName{}, apart: map[[2]string]bool{}}
	if safe {
		b.bySafe = map[string][]entry{}
	}
	return b
}

// key is the hash a text is found by.
func key(parts ...string) peil.ID {
	if len(parts) == 1 {
		sum := sha256.Sum256([]byte(parts[0]))
		return peil.ID(sum[:16])
	}
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return peil.ID(sum[:16])
}

// nameKey is the form in which names are compared: case and outer spaces do not count.
func nameKey(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// legalForms are words that say how a company is registered, not who it is.
var legalForms = []string{"as", "asa", "ans", "da", "ba", "sa", "nuf", "enk", "inc", "incorporated", "llc", "ltd", "limited", "corp", "corporation",
	"co", "plc", "gmbh", "ag", "ab", "aps", "oy", "oyj", "bv", "nv", "srl", "spa"}

// safeKey is what two spellings of one name have in common, with the legal form
// apart: "GTX Pro" and "GTXPro", "Fjell AS" and "FJELL".
func safeKey(name string) (k, suffix string) {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '+' && r != '#' })
	if n := len(words); n > 1 && slices.Contains(legalForms, words[n-1]) {
		words, suffix = words[:n-1], words[n-1]
	}
	return strings.Join(words, ""), suffix
}

// learn notes a record under its name.
func (b *book) learn(id peil.ID, name string) {
	if name = strings.Join(strings.Fields(name), " "); name == "" {
		return
	}
	k := key(nameKey(name))
	if _, ok := b.byName[k]; ok {
		return
	}
	b.byName[k] = id
	if b.bySafe != nil {
		s, suffix := safeKey(name)
		b.bySafe[s] = append(b.bySafe[s], entry{id, name, suffix})
	}
}

// find returns the record with a name: the same, or one that is equal but for
// its spelling, which is noted to be shown.
func (b *book) find(name string) (peil.ID, bool) {
	if id, ok := b.byName[key(nameKey(name))]; ok {
		return id, true
	}
	if b.bySafe == nil {
		return peil.ID{}, false
	}
	s, suffix := safeKey(name)
	if s == "" {
		return peil.ID{}, false
	}
	for _, e := range b.bySafe[s] {
		if e.suffix != suffix && e.suffix != "" && suffix != "" {
			continue
		}
		pair := [2]string{name, e.name}
		near := b.joined[pair]
		if near == nil {
			near = &NearName{Kind: b.kind, Name: name, Like: e.name, Safe: true, Joined: !b.apart[pair]}
			b.joined[pair] = near
		}
		near.Count++
		b.near[name] = near
		if near.Joined {
			return e.id, true
		}
	}
	return peil.ID{}, false
}

// again counts a name that was looked up before.
func (b *book) again(name string) {
	if n := b.near[name]; n != nil {
		n.Count++
	}
}

// make returns the record with a name, and makes one where there is none.
func (b *book) make(name string, newID func() peil.ID) (id peil.ID, made bool) {
	if id, ok := b.find(name); ok {
		return id, false
	}
	id = newID()
	b.learn(id, name)
	b.made = append(b.made, entry{id: id, name: strings.Join(strings.Fields(name), " ")})
	return id, true
}

// nears lists the names that were joined or might be, in a stable order.
func (b *book) nears() (out []NearName) {
	for _, n := range b.joined {
		out = append(out, *n)
	}
	slices.SortFunc(out, func(a, b NearName) int { return strings.Compare(a.Name+"\x00"+a.Like, b.Name+"\x00"+b.Like) })
	return out
}

// similar lists names that are a slip or two apart: shown, never joined.
func similar(kind string, names []string) (out []NearName) {
	if len(names) > 1000 { // every name is compared with every other
		return nil
	}
	for i, n := range names {
		others := slices.DeleteFunc(slices.Clone(names[:i]), func(o string) bool { return !alike(n, o) })
		if near := peil.Nearest(n, others); near != "" {
			out = append(out, NearName{Kind: kind, Name: n, Like: near})
		}
	}
	return out
}

// alike keeps names apart that differ in a number or are too short to tell.
func alike(a, b string) bool {
	if len(a) < 5 || len(b) < 5 || nameKey(a) == nameKey(b) {
		return false
	}
	digits := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return r
			}
			return -1
		}, s)
	}
	return digits(a) == digits(b) && strings.EqualFold(a[:1], b[:1]) && abs(len(a)-len(b)) <= 2
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
