package spill

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
)

// sorted is what a Sorter gives, one text a record.
func sorted(t *testing.T, s *Sorter) []string {
	t.Helper()
	var out []string
	err := s.Each(t.Context(), func(k, v []byte) error {
		out = append(out, string(k)+"="+string(v))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSortsLikeMemory(t *testing.T) {
	defer func(n int) { runBytes = n }(runBytes)
	for _, runBytes = range []int{1 << 30, 5000, 300} {
		t.Run(fmt.Sprint(runBytes), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(1, uint64(runBytes)))
			s := New(t.TempDir())
			defer s.Close()
			var keys, want []string
			values := map[string][]string{}
			for i := range 4000 {
				key := fmt.Sprintf("%03d", rng.IntN(700))
				if values[key] == nil {
					keys = append(keys, key)
				}
				values[key] = append(values[key], fmt.Sprint(i, string(bytes.Repeat([]byte{'x'}, rng.IntN(40)))))
				if err := s.Add([]byte(key), []byte(values[key][len(values[key])-1])); err != nil {
					t.Fatal(err)
				}
			}
			slices.Sort(keys)
			for _, k := range keys {
				for _, v := range values[k] {
					want = append(want, k+"="+v)
				}
			}
			for range 2 { // it can be read again
				if got := sorted(t, s); !slices.Equal(got, want) {
					t.Fatalf("%d records, not the %d in order", len(got), len(want))
				}
			}
		})
	}
}

func TestEmpty(t *testing.T) {
	s := New(t.TempDir())
	if got := sorted(t, s); got != nil {
		t.Fatal(got)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestFileGoesAway(t *testing.T) {
	defer func(n int) { runBytes = n }(runBytes)
	runBytes = 10
	dir := t.TempDir()
	s := New(dir)
	if err := s.Add([]byte("a long key"), []byte("value")); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Fatal("left behind:", left)
	}
}

// Every single byte of the file that is changed, and every cut, is an error.
func TestDamageIsFound(t *testing.T) {
	defer func(n int) { runBytes = n }(runBytes)
	runBytes = 200
	s := New(t.TempDir())
	defer s.Close()
	for i := range 40 {
		if err := s.Add(fmt.Appendf(nil, "%02d", 40-i), []byte("some value")); err != nil {
			t.Fatal(err)
		}
	}
	whole, err := os.ReadFile(s.file.Name())
	if err != nil {
		t.Fatal(err)
	}
	read := func() error {
		return s.Each(context.Background(), func(_, _ []byte) error { return nil })
	}
	for i := range whole {
		bad := slices.Clone(whole)
		bad[i] ^= 0x10
		if err := os.WriteFile(s.file.Name(), bad, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := read(); !errors.Is(err, ErrDamaged) {
			t.Fatalf("byte %d of %d changed: %v", i, len(whole), err)
		}
	}
	for i := range whole {
		if err := os.Truncate(s.file.Name(), int64(len(whole)-1-i)); err != nil {
			t.Fatal(err)
		}
		if err := read(); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut to %d of %d: %v", len(whole)-1-i, len(whole), err)
		}
	}
}
