package stat

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"strings"
)

// Seed starts a random stream. Two calls with equal seeds and data give equal
// bytes, whatever else runs.
type Seed struct{ Hi, Lo uint64 }

// SeedOf derives the seed of a figure from what identifies it, so that a report
// shows the same interval each time it is opened: the first 16 bytes of the
// SHA-256 of "metric|scope|as_of|model".
func SeedOf(metric, scope, asOf, model string) Seed {
	sum := sha256.Sum256([]byte(strings.Join([]string{metric, scope, asOf, model}, "|")))
	return Seed{binary.BigEndian.Uint64(sum[:8]), binary.BigEndian.Uint64(sum[8:16])}
}

// Rand returns a new generator at the start of the seed's stream.
func (s Seed) Rand() *rand.Rand { return rand.New(s.stream()) }

func (s Seed) stream() *rand.PCG { return rand.NewPCG(s.Hi, s.Lo) }
