package spill

import (
	"bytes"
	"container/heap"
	"context"
	"fmt"
	"os"
	"slices"
)

// runBytes is how many bytes of keys and values are gathered before they become
// a run in the file. It varies for the tests only.
var runBytes = 32 << 20

// Sorter gathers records and gives them back in the order of their keys; those
// of one key in the order they came. It is for one goroutine.
type Sorter struct {
	dir   string
	file  *os.File
	size  int64
	runs  []span
	arena []byte
	index []entry
	n     int
}

// span is where a run stands in the file.
type span struct{ from, to int64 }

// entry is where a record of the gathering run stands in the arena: the key,
// then the value.
type entry struct{ at, key, value uint32 }

// New makes an empty Sorter, whose file, if it needs one, will be in dir.
func New(dir string) *Sorter { return &Sorter{dir: dir} }

// Len is how many records were added.
func (s *Sorter) Len() int { return s.n }

// Add takes a record in; key and value are copied.
func (s *Sorter) Add(key, value []byte) error {
	s.index = append(s.index, entry{uint32(len(s.arena)), uint32(len(key)), uint32(len(value))})
	s.arena = append(append(s.arena, key...), value...)
	s.n++
	if len(s.arena) < runBytes {
		return nil
	}
	return s.spill()
}

func (s *Sorter) key(e entry) []byte   { return s.arena[e.at : e.at+e.key] }
func (s *Sorter) value(e entry) []byte { return s.arena[e.at+e.key:][:e.value] }

func (s *Sorter) sort() {
	slices.SortStableFunc(s.index, func(a, b entry) int { return bytes.Compare(s.key(a), s.key(b)) })
}

// spill writes what was gathered as a run.
func (s *Sorter) spill() error {
	if s.file == nil {
		f, err := os.CreateTemp(s.dir, "sort-*")
		if err != nil {
			return fmt.Errorf("scratch file: %w", err)
		}
		s.file = f
	}
	s.sort()
	w := &blockWriter{f: s.file, at: s.size}
	for _, e := range s.index {
		if err := w.record(s.key(e), s.value(e)); err != nil {
			return err
		}
	}
	if err := w.end(); err != nil {
		return err
	}
	s.runs = append(s.runs, span{s.size, w.at})
	s.size = w.at
	s.arena, s.index = s.arena[:0], s.index[:0]
	return nil
}

// Each calls fn with every record in the order of the keys. What it is given
// holds until it returns. Each may be called again; Add may not, after it.
func (s *Sorter) Each(ctx context.Context, fn func(key, value []byte) error) error {
	s.sort()
	m := make(merge, 0, len(s.runs)+1)
	for i, r := range s.runs {
		m = append(m, &cursor{run: i, blocks: &blockReader{f: s.file, at: r.from, to: r.to}})
	}
	m = append(m, &cursor{run: len(s.runs), sorter: s})
	for i := len(m) - 1; i >= 0; i-- {
		if more, err := m[i].next(); err != nil {
			return err
		} else if !more {
			m = slices.Delete(m, i, i+1)
		}
	}
	heap.Init(&m)
	for n := 0; len(m) > 0; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		c := m[0]
		if err := fn(c.key, c.value); err != nil {
			return err
		}
		more, err := c.next()
		switch {
		case err != nil:
			return err
		case !more:
			heap.Pop(&m)
		case len(m) > 1:
			heap.Fix(&m, 0)
		}
	}
	return nil
}

// Close removes the file.
func (s *Sorter) Close() error {
	s.arena, s.index = nil, nil
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	if e := os.Remove(s.file.Name()); err == nil {
		err = e
	}
	s.file = nil
	return err
}

// cursor stands at a record of one run: of the file, or of what is still in
// the sorter's memory.
type cursor struct {
	run        int
	key, value []byte
	blocks     *blockReader
	sorter     *Sorter
	at         int
}

func (c *cursor) next() (more bool, err error) {
	if c.blocks != nil {
		c.key, c.value, more, err = c.blocks.record()
		return more, err
	}
	if c.at == len(c.sorter.index) {
		return false, nil
	}
	e := c.sorter.index[c.at]
	c.at++
	c.key, c.value = c.sorter.key(e), c.sorter.value(e)
	return true, nil
}

// merge is a heap of cursors, the smallest key on top; of equal ones the
// earlier run.
type merge []*cursor

func (m merge) Len() int      { return len(m) }
func (m merge) Swap(i, j int) { m[i], m[j] = m[j], m[i] }
func (m merge) Less(i, j int) bool {
	x := bytes.Compare(m[i].key, m[j].key)
	return x < 0 || x == 0 && m[i].run < m[j].run
}
func (m *merge) Push(x any) { *m = append(*m, x.(*cursor)) }
func (m *merge) Pop() any {
	last := (*m)[len(*m)-1]
	*m = (*m)[:len(*m)-1]
	return last
}
