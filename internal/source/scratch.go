package source

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3" // the scratch file is SQLite

	"peil"
	"peil/internal/source/file"
)

// scratch is the file an import is checked into before any of it is stored. It
// is thrown away afterwards, so nothing of it need survive a crash.
type scratch struct {
	db    *sql.DB
	path  string
	tx    *sql.Tx
	many  *sql.Stmt
	args  []any
	arena []byte // of the records that args points at
	count map[recordKind]int
	ord   int
}

// recordKind orders the kinds as they are stored: what others refer to first.
type recordKind int

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
)

// scratchRows is how many rows are inserted with one statement.
const scratchRows = 100

func newScratch(dir string) (*scratch, error) {
	f, err := os.CreateTemp(dir, "import-*.db")
	if err != nil {
		return nil, file.ScratchError(dir, err)
	}
	if err := f.Close(); err != nil {
		return nil, file.ScratchError(dir, err)
	}
	s := &scratch{path: f.Name(), count: map[recordKind]int{}}
	if err := s.connect(); err != nil {
		return nil, file.ScratchError(dir, err)
	}
	if _, err = s.db.Exec("create table rec (kind integer not null, unit blob, ord integer not null, data blob not null)"); err != nil {
		_ = s.close() // the file goes away in any case
		return nil, file.ScratchError(dir, err)
	}
	return s, nil
}

func (s *scratch) connect() (err error) {
	// Escaped, since a folder may have ? or # in its name.
	s.db, err = sql.Open("sqlite3", "file:"+(&url.URL{Path: s.path}).EscapedPath()+"?_journal_mode=OFF&_synchronous=OFF&_locking_mode=EXCLUSIVE&_cache_size=-32000")
	if err == nil {
		s.db.SetMaxOpenConns(1)
	}
	return err
}

// add writes a record; flush must follow the last one.
func (s *scratch) add(ctx context.Context, k recordKind, r *record) error {
	var group any
	if !r.Group.IsZero() {
		group = append([]byte(nil), r.Group[:]...) // the record is used again
	}
	s.ord++
	s.count[k]++
	from := len(s.arena)
	s.arena = seal(r.encode(s.arena), from, k, s.ord)
	s.args = append(s.args, int(k), group, s.ord, s.arena[from:len(s.arena):len(s.arena)])
	if len(s.args) < 4*scratchRows {
		return nil
	}
	return s.write(ctx)
}

func (s *scratch) write(ctx context.Context) (err error) {
	if s.tx == nil {
		if s.tx, err = s.db.BeginTx(ctx, nil); err != nil {
			return s.fail(err)
		}
		if s.many, err = s.tx.PrepareContext(ctx, insertRows(scratchRows)); err != nil {
			return s.fail(err)
		}
	}
	if n := len(s.args) / 4; n == scratchRows {
		_, err = s.many.ExecContext(ctx, s.args...)
	} else if n > 0 {
		_, err = s.tx.ExecContext(ctx, insertRows(n), s.args...)
	}
	s.args, s.arena = s.args[:0], s.arena[:0]
	if err != nil {
		return s.fail(err)
	}
	return nil
}

func insertRows(n int) string {
	return "insert into rec values " + strings.TrimSuffix(strings.Repeat("(?,?,?,?),", n), ",")
}

func (s *scratch) flush(ctx context.Context) error {
	if err := s.write(ctx); err != nil {
		return err
	}
	tx := s.tx
	s.tx, s.many = nil, nil
	if err := tx.Commit(); err != nil {
		return s.fail(err)
	}
	return nil
}

// each reads the records of a kind in the order they came; grouped ones by
// what they belong to. The record is used again for the next.
func (s *scratch) each(ctx context.Context, k recordKind, fn func(r *record) error) error {
	if s.count[k] == 0 {
		return nil
	}
	order := "ord"
	if k == kLine || k == kMessage {
		order = "unit, ord"
	}
	rows, err := s.db.QueryContext(ctx, "select ord, unit, data from rec where kind = ? order by "+order, int(k))
	if err != nil {
		return s.fail(err)
	}
	defer rows.Close()
	var r record
	var of, data sql.RawBytes
	n, ord := 0, 0
	for ; rows.Next(); n++ {
		if err := rows.Scan(&ord, &of, &data); err != nil {
			return s.fail(err)
		}
		if err := r.unseal(data, k, of, ord); err != nil {
			return s.fail(err)
		}
		if err := fn(&r); err != nil {
			return err
		}
	}
	return s.fail(allRead(rows, n, s.count[k]))
}

// allRead reports rows that ended too soon.
func allRead(rows *sql.Rows, n, want int) error {
	if err := rows.Err(); err != nil || n == want {
		return err
	}
	return errScratch
}

// fail says in words why the file failed.
func (s *scratch) fail(err error) error {
	var e sqlite3.Error
	if errors.Is(err, errScratch) || errors.As(err, &e) && (e.Code == sqlite3.ErrCorrupt || e.Code == sqlite3.ErrNotADB || e.ExtendedCode == sqlite3.ErrIoErrShortRead) {
		return peil.Unavailable("scratch_damaged",
			"the import's own file %s was damaged while it was at work; nothing was imported: look at the disk, then try again", s.path).Because(err)
	}
	return file.ScratchError(filepath.Dir(s.path), err)
}

// groups reads the records of a grouped kind, the group as a whole at a time.
func (s *scratch) groups(ctx context.Context, k recordKind, fn func(unit peil.ID, rs []record) error) error {
	var group []record
	err := s.each(ctx, k, func(r *record) error {
		if len(group) > 0 && group[0].Group != r.Group {
			if err := fn(group[0].Group, group); err != nil {
				return err
			}
			group = group[:0]
		}
		group = append(group, *r)
		return nil
	})
	if err != nil || len(group) == 0 {
		return err
	}
	return fn(group[0].Group, group)
}

// caseRecords is what the files tell of a deal: its row, its lines, its history.
type caseRecords struct{ deals, lines, history []record }

func (c *caseRecords) empty() bool { return len(c.deals)+len(c.lines)+len(c.history) == 0 }

// cases reads deals with all that belongs to them, deal by deal, and after each
// its activities one by one; activities of nothing else come by what they are
// about. So what is folded together is stored together.
func (s *scratch) cases(ctx context.Context, whole func(unit peil.ID, c *caseRecords) error, activity func(r *record) error) error {
	rows, err := s.db.QueryContext(ctx, "select kind, unit, ord, data from rec where kind in (?, ?, ?, ?) order by unit, kind, ord",
		int(kDeal), int(kLine), int(kHistory), int(kActivity))
	if err != nil {
		return s.fail(err)
	}
	defer rows.Close()
	var c caseRecords
	var unit peil.ID
	settle := func() error {
		if c.empty() {
			return nil
		}
		err := whole(unit, &c)
		c = caseRecords{c.deals[:0], c.lines[:0], c.history[:0]}
		return err
	}
	var kind, ord int
	var of, data sql.RawBytes
	var r record
	n := 0
	for ; rows.Next(); n++ {
		if err := rows.Scan(&kind, &of, &ord, &data); err != nil {
			return s.fail(err)
		}
		if err := r.unseal(data, recordKind(kind), of, ord); err != nil {
			return s.fail(err)
		}
		if string(of) != string(unit[:]) || recordKind(kind) == kActivity {
			if err := settle(); err != nil {
				return err
			}
			unit = peil.ID{}
			copy(unit[:], of)
		}
		switch recordKind(kind) {
		case kDeal:
			c.deals = append(c.deals, r)
		case kLine:
			c.lines = append(c.lines, r)
		case kHistory:
			c.history = append(c.history, r)
		default:
			if err := activity(&r); err != nil {
				return err
			}
		}
	}
	if err := s.fail(allRead(rows, n, s.count[kDeal]+s.count[kLine]+s.count[kHistory]+s.count[kActivity])); err != nil {
		return err
	}
	return settle()
}

func (s *scratch) close() error {
	if s == nil {
		return nil
	}
	if s.tx != nil {
		_ = s.tx.Rollback() // the file goes away in any case
	}
	err := s.db.Close()
	if e := os.Remove(s.path); err == nil {
		err = e
	}
	return err
}
