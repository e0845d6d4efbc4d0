package file

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// jsonReader walks the tokens of a JSON text; it holds one object.
type jsonReader struct {
	dec      *json.Decoder
	guard    *guard
	ctx      context.Context
	take     takeObject
	progress func(int64)
	row      int
	o        object
}

// errNotJSON is a text whose brackets do not make a list of objects.
var errNotJSON = errors.New("not a list of objects")

// maxNesting bounds how deep objects may lie in each other.
const maxNesting = 40

func (d *jsonReader) lines() error {
	for {
		t, err := d.dec.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if t != json.Delim('{') {
			return errNotJSON
		}
		if err := d.one(""); err != nil {
			return err
		}
	}
}

func (d *jsonReader) document() error {
	t, err := d.dec.Token()
	if err != nil {
		return err
	}
	if t == json.Delim('[') {
		return d.list("")
	}
	if t != json.Delim('{') {
		return errNotJSON
	}
	return d.lists("")
}

// lists reads an object whose members are lists, at any depth of envelopes.
func (d *jsonReader) lists(prefix string) error {
	for d.dec.More() {
		d.guard.mark = d.dec.InputOffset()
		key, err := d.dec.Token()
		if err != nil {
			return err
		}
		t, err := d.dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if prefix != "" {
			name = prefix + "." + name
		}
		switch t {
		case json.Delim('['):
			d.row = 0
			err = d.list(name)
		case json.Delim('{'):
			if strings.Count(name, ".") > 4 {
				return errNotJSON
			}
			err = d.lists(name)
		}
		if err != nil {
			return err
		}
	}
	_, err := d.dec.Token()
	return err
}

// list reads the objects of a list; anything else in it is passed over.
func (d *jsonReader) list(name string) error {
	for d.dec.More() {
		t, err := d.dec.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'):
			err = d.one(name)
		case json.Delim('['):
			err = d.skip(1)
		}
		if err != nil {
			return err
		}
		d.guard.mark = d.dec.InputOffset()
	}
	_, err := d.dec.Token()
	return err
}

// one reads an object whose brace is open and hands it on.
func (d *jsonReader) one(list string) error {
	d.o.keys, d.o.values = d.o.keys[:0], d.o.values[:0]
	if err := d.members("", 0); err != nil {
		return err
	}
	d.guard.mark = d.dec.InputOffset()
	if d.row++; d.row&255 == 0 {
		if err := d.ctx.Err(); err != nil {
			return err
		}
		d.progress(d.guard.n)
	}
	return d.take(list, d.row, &d.o)
}

func (d *jsonReader) members(prefix string, depth int) error {
	if depth > maxNesting {
		return errNotJSON
	}
	for d.dec.More() {
		key, err := d.dec.Token()
		if err != nil {
			return err
		}
		name, _ := key.(string)
		if prefix != "" {
			name = prefix + "." + name
		}
		if err := d.member(name, depth); err != nil {
			return err
		}
	}
	_, err := d.dec.Token()
	return err
}

func (d *jsonReader) member(name string, depth int) error {
	t, err := d.dec.Token()
	if err != nil {
		return err
	}
	switch t {
	case json.Delim('{'):
		return d.members(name, depth+1)
	case json.Delim('['):
		return d.scalars(name)
	}
	d.o.add(name, scalar(t))
	return nil
}

// scalars joins the plain values of a list. An object in it stands for its
// member "value", as in lists of addresses, else for its "name"; others are
// passed over.
func (d *jsonReader) scalars(name string) error {
	var parts []string
	for d.dec.More() {
		t, err := d.dec.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'):
			v, err := d.value()
			if err != nil {
				return err
			}
			if v != "" {
				parts = append(parts, v)
			}
		case json.Delim('['):
			if err := d.skip(1); err != nil {
				return err
			}
		default:
			parts = append(parts, scalar(t))
		}
	}
	d.o.add(name, strings.Join(parts, ";"))
	_, err := d.dec.Token()
	return err
}

// value reads an object whose brace is open, and returns its member "value" or
// "name".
func (d *jsonReader) value() (out string, err error) {
	var name string
	for d.dec.More() {
		key, err := d.dec.Token()
		if err != nil {
			return "", err
		}
		t, err := d.dec.Token()
		if err != nil {
			return "", err
		}
		if _, open := t.(json.Delim); open {
			if err := d.skip(1); err != nil {
				return "", err
			}
		} else if key == "value" {
			out = scalar(t)
		} else if key == "name" {
			name = scalar(t)
		}
	}
	if out == "" {
		out = name
	}
	_, err = d.dec.Token()
	return out, err
}

// skip reads to the end of depth open brackets.
func (d *jsonReader) skip(depth int) error {
	for depth > 0 {
		t, err := d.dec.Token()
		if err != nil {
			return err
		}
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
	}
	return nil
}

func scalar(t json.Token) string {
	switch v := t.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return ""
}
