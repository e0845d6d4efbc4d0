package mapping

import (
	"strings"
	"unicode"
)

// normalise writes the name of a table or column the way the vocabulary does:
// small letters, words apart, no punctuation, nothing in parentheses but units.
func normalise(s string) string {
	var b strings.Builder
	var prev rune
	for _, r := range s {
		switch {
		case unicode.IsUpper(r) && (unicode.IsLower(prev) || unicode.IsDigit(prev)):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(unicode.ToLower(r))
		case r == '%':
			b.WriteString(" percent ")
		default:
			b.WriteByte(' ')
		}
		prev = r
	}
	out := strings.Join(strings.Fields(b.String()), " ")
	for _, tail := range []string{" 18 digit", " 15 digit", " c"} {
		out = strings.TrimSuffix(out, tail)
	}
	return out
}

// match returns how well a normalised column name fits a role: 0 not at all.
// The record's own word may stand in front ("deal owner"), also glued to an id
// ("leadid"), also twice ("deal deal created").
func (k *kind) match(name string, r *role) int {
	if at := index(r.names, name); at >= 0 {
		return 200 - at
	}
	for _, own := range k.own {
		rest, ok := strings.CutPrefix(name, own)
		if rest = strings.TrimSpace(rest); ok && rest != "" {
			if at := index(r.names, rest); at >= 0 {
				return 150 - at
			}
		}
	}
	if strings.HasSuffix(name, "id") && !strings.HasSuffix(name, " id") {
		if at := index(r.names, name[:len(name)-2]+" id"); at >= 0 {
			return 195 - at
		}
	}
	for _, prefix := range []string{"activity ", "deal ", "lead ", "person ", "organization ", "properties "} {
		if rest, ok := strings.CutPrefix(name, prefix); ok {
			if at := index(r.names, rest); at >= 0 {
				return 100 - at
			}
		}
	}
	// "account owner", "call owner", "deal owner id": what ends like the role.
	for _, tail := range []string{"owner", "owner id", "owner email", "eier", "currency"} {
		if strings.HasSuffix(name, " "+tail) && index(r.names, tail) == 0 {
			return 60
		}
	}
	return 0
}

func index(names []string, name string) int {
	for i, n := range names {
		if n == name {
			return i
		}
	}
	return -1
}
