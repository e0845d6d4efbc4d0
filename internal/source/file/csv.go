package file

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"peil"
)

// dialect is how a CSV file is written.
type dialect struct {
	delim    byte
	encoding string
	// crOnly marks the line ends of old Macintosh programs.
	crOnly bool
}

func (s *Set) csv(ctx context.Context, in input, head []byte) error {
	d := sniffDialect(head)
	t := &Table{Name: in.name, Base: baseName(in.name), Format: "csv", Encoding: d.encoding, Delimiter: d.delim, Size: in.size}
	limits := s.opts.Limits
	t.read = func(ctx context.Context, emit Emit, progress func(int64)) error {
		raw, err := in.open()
		if err != nil {
			return unreadable(in.name, err)
		}
		defer raw.Close()
		c := newCSV(raw, in.name, d, limits)
		return c.rows(ctx, emit, progress)
	}
	if err := t.findHeader(ctx, limits); err != nil {
		return err
	}
	s.Tables = append(s.Tables, t)
	return nil
}

// csvReader cuts a stream into rows. It holds one row.
type csvReader struct {
	name   string
	count  *counter
	r      *bufio.Reader
	d      dialect
	limits Limits
	line   int // of the last line read
	long   []byte
	cells  []string
	quoted []byte
}

func newCSV(raw io.Reader, name string, d dialect, limits Limits) *csvReader {
	c := &csvReader{name: name, count: &counter{r: raw}, d: d, limits: limits}
	var r io.Reader = c.count
	switch d.encoding {
	case "utf-16le":
		r = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(r)
	case "utf-16be":
		r = unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Reader(r)
	}
	if d.crOnly {
		r = crToLF{r}
	}
	c.r = bufio.NewReaderSize(r, 128<<10)
	if b, err := c.r.Peek(3); err == nil && bytes.Equal(b, bomUTF8) {
		_, _ = c.r.Discard(3)
	}
	return c
}

// counter counts the bytes that were read of a file.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

type crToLF struct{ r io.Reader }

func (c crToLF) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	for i := range p[:n] {
		if p[i] == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

func (c *csvReader) rows(ctx context.Context, emit Emit, progress func(int64)) error {
	for n := 0; ; n++ {
		if n&1023 == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
			progress(c.count.n)
		}
		line, err := c.readLine(0)
		if err == io.EOF {
			progress(c.count.n)
			return nil
		}
		if err != nil {
			return err
		}
		start := c.line
		if start == 1 && len(line) == 5 && bytes.HasPrefix(line, []byte("sep=")) {
			continue
		}
		if bytes.IndexByte(line, '"') < 0 {
			c.split(line)
		} else if err := c.splitQuoted(line, start); err != nil {
			return err
		}
		if len(c.cells) > c.limits.Columns {
			return c.fail("too_many_columns", start, "there are more than %d columns", c.limits.Columns)
		}
		if err := emit(start, c.cells); err != nil {
			return err
		}
	}
}

// readLine returns the next line without its end; it is valid until the next
// call. have is how much of the row was read before.
func (c *csvReader) readLine(have int) ([]byte, error) {
	line, err := c.r.ReadSlice('\n')
	if err == bufio.ErrBufferFull {
		c.long = append(c.long[:0], line...)
		for err == bufio.ErrBufferFull {
			if have+len(c.long) > c.limits.Row {
				return nil, c.fail("row_too_long", c.line+1, "the row is longer than %d MB", c.limits.Row>>20)
			}
			line, err = c.r.ReadSlice('\n')
			c.long = append(c.long, line...)
		}
		line = c.long
	}
	if err == io.EOF && len(line) > 0 {
		err = nil
	}
	if err == io.EOF {
		return nil, err
	}
	if err != nil {
		return nil, unreadable(c.name, err)
	}
	c.line++
	line = bytes.TrimSuffix(line, []byte("\n"))
	return bytes.TrimSuffix(line, []byte("\r")), nil
}

func (c *csvReader) split(line []byte) {
	c.cells = c.cells[:0]
	s := c.text(line)
	for {
		i := strings.IndexByte(s, c.d.delim)
		if i < 0 {
			c.cells = append(c.cells, s)
			return
		}
		c.cells = append(c.cells, s[:i])
		s = s[i+1:]
	}
}

// splitQuoted splits a row with quotes, which may go on over several lines. A
// quote counts only at a cell's beginning: inch marks inside are text.
func (c *csvReader) splitQuoted(line []byte, start int) error {
	c.cells = c.cells[:0]
	size := len(line)
	for {
		if len(line) == 0 || line[0] != '"' {
			i := bytes.IndexByte(line, c.d.delim)
			if i < 0 {
				c.cells = append(c.cells, c.text(line))
				return nil
			}
			c.cells = append(c.cells, c.text(line[:i]))
			line = line[i+1:]
			continue
		}
		c.quoted = c.quoted[:0]
		line = line[1:]
		for {
			i := bytes.IndexByte(line, '"')
			if i < 0 {
				c.quoted = append(append(c.quoted, line...), '\n')
				next, err := c.readLine(size)
				if err == io.EOF {
					return c.fail("unclosed_quote", start, "a quotation mark that is opened here is never closed")
				}
				if err != nil {
					return err
				}
				if size += len(next) + 1; size > c.limits.Row {
					return c.fail("quote_too_long", start, "a quotation mark that is opened here is not closed within %d MB", c.limits.Row>>20)
				}
				line = next
				continue
			}
			c.quoted = append(c.quoted, line[:i]...)
			line = line[i+1:]
			if len(line) > 0 && line[0] == '"' {
				c.quoted = append(c.quoted, '"')
				line = line[1:]
				continue
			}
			break
		}
		i := bytes.IndexByte(line, c.d.delim)
		if i < 0 {
			c.cells = append(c.cells, c.text(append(c.quoted, line...)))
			return nil
		}
		c.cells = append(c.cells, c.text(append(c.quoted, line[:i]...)))
		line = line[i+1:]
	}
}

// text decodes bytes of the file. A stray byte of Windows-1252 in a file that
// began as UTF-8 is read as what it is.
func (c *csvReader) text(b []byte) string {
	if c.d.encoding == "windows-1252" || !utf8.Valid(b) {
		if out, err := charmap.Windows1252.NewDecoder().Bytes(b); err == nil {
			return string(out)
		}
	}
	return string(b)
}

// fail says what is wrong on a line; the file and the line come before the other
// arguments.
func (c *csvReader) fail(code string, line int, format string, args ...any) error {
	return peil.Invalid(code, "%s, line %d: "+format, append([]any{c.name, line}, args...)...).InField("path")
}
