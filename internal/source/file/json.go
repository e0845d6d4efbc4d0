package file

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"peil"
)

// json adds the lists of objects in a JSON file: the list it is, or every list
// in the object it is ({"deals": [...], "users": [...]}), or its lines.
func (s *Set) json(ctx context.Context, in input, format string) error {
	found := map[string]*Table{}
	var order []*Table
	seen := map[string]map[string]bool{}
	err := s.objects(ctx, in, format, func(list string, _ int, o *object) error {
		t := found[list]
		if t == nil {
			t = &Table{Name: in.name, Base: baseName(in.name), Format: format, Size: in.size, HeaderRow: 0}
			if list != "" {
				t.Name, t.Base = in.name+"#"+list, strings.ToLower(list)
			}
			found[list], seen[list], order = t, map[string]bool{}, append(order, t)
		}
		for _, k := range o.keys {
			if seen[list][k] {
				continue
			}
			if len(t.Header) == s.opts.Limits.Columns {
				return peil.Invalid("too_many_fields", "%s: there are more than %d fields", t.Name, s.opts.Limits.Columns).InField("path")
			}
			seen[list][k] = true
			t.Header = append(t.Header, k)
		}
		return nil
	}, func(int64) {})
	if err != nil {
		return err
	}
	for _, t := range order {
		if len(t.Header) > 0 {
			s.readObjects(t, in, format, listOf(t, in))
			s.Tables = append(s.Tables, t)
		}
	}
	if len(order) == 0 {
		s.Skipped = append(s.Skipped, Skipped{in.name, "other"})
	}
	return nil
}

func listOf(t *Table, in input) string {
	if t.Name == in.name {
		return ""
	}
	return t.Name[len(in.name)+1:]
}

func (s *Set) readObjects(t *Table, in input, format, want string) {
	at := map[string]int{}
	for i, k := range t.Header {
		at[k] = i
	}
	t.read = func(ctx context.Context, emit Emit, progress func(int64)) error {
		cells := make([]string, len(t.Header))
		return s.objects(ctx, in, format, func(list string, row int, o *object) error {
			if list != want {
				return nil
			}
			clear(cells)
			for i, k := range o.keys {
				if c, ok := at[k]; ok {
					cells[c] = o.values[i]
				}
			}
			return emit(row, cells)
		}, progress)
	}
}

// object is a JSON object made flat: nested names joined by points, lists of
// plain values by semicolons. Lists of objects are not part of a row.
type object struct{ keys, values []string }

func (o *object) add(k, v string) {
	o.keys, o.values = append(o.keys, k), append(o.values, v)
}

type takeObject func(list string, row int, o *object) error

// objects reads every object of a file; row counts them from 1 in their list.
func (s *Set) objects(ctx context.Context, in input, format string, take takeObject, progress func(int64)) error {
	raw, err := in.open()
	if err != nil {
		return unreadable(in.name, err)
	}
	defer raw.Close()
	g := &guard{r: raw, limit: int64(s.opts.Limits.Row)}
	if format == "json" {
		skipBOM(g)
	}
	d := &jsonReader{dec: json.NewDecoder(g), guard: g, ctx: ctx, take: take, progress: progress}
	d.dec.UseNumber()
	if format == "jsonl" {
		err = d.lines()
	} else {
		err = d.document()
	}
	return jsonError(in.name, d, err)
}

// skipBOM lets the decoder begin behind a byte order mark.
func skipBOM(g *guard) { g.skipBOM = true }

// guard ends a reading in which one value is larger than the limit. mark is
// where the last whole value ended.
type guard struct {
	r       io.Reader
	n, mark int64
	limit   int64
	skipBOM bool
}

var errTooLong = errors.New("too long")

func (g *guard) Read(p []byte) (int, error) {
	if g.n-g.mark > g.limit+1<<20 {
		return 0, errTooLong
	}
	if len(p) > 64<<10 {
		p = p[:64<<10]
	}
	n, err := g.r.Read(p)
	g.n += int64(n)
	if g.skipBOM && n > 0 {
		g.skipBOM = false
		if strings.HasPrefix(string(p[:min(n, 3)]), string(bomUTF8)) {
			copy(p, p[3:n])
			n -= 3
		}
	}
	return n, err
}

func jsonError(name string, d *jsonReader, err error) error {
	var e *peil.Error
	var syntax *json.SyntaxError
	switch {
	case err == nil || errors.As(err, &e) || errors.Is(err, errEnough) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, errTooLong):
		return peil.Invalid("row_too_long", "%s, object %d: it is longer than %d MB", name, d.row+1, d.guard.limit>>20).InField("path")
	case errors.As(err, &syntax), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF), errors.Is(err, errNotJSON):
		return peil.Invalid("broken_json", "%s, after object %d: the JSON is broken", name, d.row).InField("path").Because(err)
	}
	return unreadable(name, err)
}
