package source

import (
	"context"
	"encoding/binary"
	"errors"

	"peil"
	"peil/internal/spill"
)

// scratch is where an import is checked into before any of it is stored, sorted
// for those who read it.
type scratch struct {
	// kinds is what is read kind by kind, in the order it came or, where it comes
	// in groups, group by group.
	kinds *spill.Sorter
	// units is what belongs to units that others have to do with, unit by unit.
	units *spill.Sorter
	// whole is what belongs to groups of units of which this import tells all
	// there is, group by group.
	whole    *spill.Sorter
	ord      uint64
	total    int
	key, buf []byte
}

// recordKind orders the kinds as they are stored: what others refer to first.
type recordKind byte

const (
	kUser recordKind = iota
	kProduct
	kAccount
	kContact
	kLead
	kDeal
	kLine
	kHistory
	kActivity
	kMessage
	kQuota
	kCost
	kSpend
	kRate
	kMerge // a deal that was merged into another, once more
)

func newScratch(dir string) *scratch {
	return &scratch{kinds: spill.New(dir), units: spill.New(dir), whole: spill.New(dir)}
}

// add writes a record to where it belongs: whole, where all there is of the group
// under root comes with this import.
func (s *scratch) add(k recordKind, r *record, root peil.ID, whole bool) error {
	s.total++
	switch {
	case whole:
		return s.put(s.whole, root, k, r)
	case r.Changed && k != kActivity, k < kAccount, k > kActivity:
		return s.putKind(k, r)
	case k == kAccount, k == kContact, k == kLead:
		return s.putKind(k, r)
	}
	return s.put(s.units, r.Group, k, r)
}

// put keys a record by its group, and within it by its kind.
func (s *scratch) put(to *spill.Sorter, root peil.ID, k recordKind, r *record) error {
	s.key = append(append(s.key[:0], root[:]...), byte(k))
	return s.write(to, r)
}

// putKind keys a record by its kind, and messages within it by which they tell of.
func (s *scratch) putKind(k recordKind, r *record) error {
	s.key = append(s.key[:0], byte(k))
	if k == kMessage {
		s.key = append(s.key, r.Group[:]...)
	}
	return s.write(s.kinds, r)
}

func (s *scratch) write(to *spill.Sorter, r *record) error {
	s.ord++
	s.key = binary.BigEndian.AppendUint64(s.key, s.ord)
	s.buf = r.encode(s.buf[:0])
	return to.Add(s.key, s.buf)
}

// each reads the records of a kind among the kinds. The record is used again for
// the next.
func (s *scratch) each(ctx context.Context, k recordKind, fn func(r *record) error) error {
	var r record
	err := s.kinds.Each(ctx, func(key, value []byte) error {
		switch of := recordKind(key[0]); {
		case of < k:
			return nil
		case of > k:
			return errEnough
		}
		if err := r.decode(value); err != nil {
			return err
		}
		return fn(&r)
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// errEnough ends a reading.
var errEnough = errors.New("enough")

// messages reads the messages, all rows of one at a time.
func (s *scratch) messages(ctx context.Context, fn func(message peil.ID, rs []record) error) error {
	var group []record
	settle := func() error {
		if len(group) == 0 {
			return nil
		}
		err := fn(group[0].Group, group)
		group = group[:0]
		return err
	}
	err := s.each(ctx, kMessage, func(r *record) error {
		if len(group) > 0 && group[0].Group != r.Group {
			if err := settle(); err != nil {
				return err
			}
		}
		group = append(group, *r)
		return nil
	})
	if err != nil {
		return err
	}
	return settle()
}

// lines reads the lines of units that others have to do with, unit by unit.
func (s *scratch) lines(ctx context.Context, fn func(unit peil.ID, rs []record) error) error {
	var group []record
	settle := func() error {
		if len(group) == 0 {
			return nil
		}
		err := fn(group[0].Group, group)
		group = group[:0]
		return err
	}
	err := inGroups(ctx, s.units, func(_ peil.ID, k recordKind, r *record) error {
		if k == kLine {
			group = append(group, *r)
		}
		return nil
	}, settle)
	return err
}

// inGroups reads a Sorter whose keys begin with groups; end is called after each
// group. The record is used again for the next.
func inGroups(ctx context.Context, from *spill.Sorter, fn func(root peil.ID, k recordKind, r *record) error, end func() error) error {
	var root peil.ID
	var r record
	some := false
	err := from.Each(ctx, func(key, value []byte) error {
		if of := peil.ID(key[:16]); of != root || !some {
			if some {
				if err := end(); err != nil {
					return err
				}
			}
			root, some = of, true
		}
		if err := r.decode(value); err != nil {
			return err
		}
		return fn(root, recordKind(key[16]), &r)
	})
	if err != nil || !some {
		return err
	}
	return end()
}

func (s *scratch) close() error {
	if s == nil {
		return nil
	}
	return errors.Join(s.kinds.Close(), s.units.Close(), s.whole.Close())
}
