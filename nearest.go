package peil

import "strings"

// longestWord bounds the work of Nearest: no word that Peil knows is longer.
const longestWord = 64

// Nearest returns the choice that a mistyped word most likely meant, or "" when
// none is near: at most one slip in three letters, and never all of them. A
// slip is a letter too many, missing, wrong, or two swapped. Case does not
// count; among equally near choices the first wins.
func Nearest(word string, choices []string) string {
	w := []rune(strings.ToLower(strings.TrimSpace(word)))
	if len(w) == 0 || len(w) > longestWord {
		return ""
	}
	best, bestDist := "", 0
	for _, choice := range choices {
		c := []rune(strings.ToLower(choice))
		if len(c) > longestWord {
			continue
		}
		limit := max(1, max(len(w), len(c))/3)
		d := slips(w, c)
		if d > limit || d >= max(len(w), len(c)) {
			continue
		}
		if best == "" || d < bestDist {
			best, bestDist = choice, d
		}
	}
	return best
}

// slips is the edit distance with swaps of neighbours (optimal string
// alignment). Three rows are enough, as a swap looks two rows back.
func slips(a, b []rune) int {
	before, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], before[j-2]+1)
			}
		}
		before, prev, cur = prev, cur, before
	}
	return prev[len(b)]
}
