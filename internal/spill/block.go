package spill

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
)

// blockBytes is about how long a block is; a record stands whole in one.
const blockBytes = 128 << 10

// blockHead is a block's length and checksum, in front of it.
const blockHead = 8

// ErrDamaged says that the file does not hold what was written to it.
var ErrDamaged = errors.New("the scratch file is damaged")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// blockWriter writes records to a file, block by block, from at on.
type blockWriter struct {
	f   *os.File
	at  int64
	buf []byte
}

func (w *blockWriter) record(key, value []byte) error {
	if w.buf == nil {
		w.buf = make([]byte, blockHead, blockBytes+4096)
	}
	w.buf = append(binary.AppendUvarint(w.buf, uint64(len(key))), key...)
	w.buf = append(binary.AppendUvarint(w.buf, uint64(len(value))), value...)
	if len(w.buf) < blockBytes {
		return nil
	}
	return w.end()
}

// end writes the block under way.
func (w *blockWriter) end() error {
	if len(w.buf) <= blockHead {
		return nil
	}
	body := w.buf[blockHead:]
	binary.LittleEndian.PutUint32(w.buf, uint32(len(body)))
	binary.LittleEndian.PutUint32(w.buf[4:], crc32.Checksum(body, castagnoli))
	if _, err := w.f.WriteAt(w.buf, w.at); err != nil {
		return fmt.Errorf("scratch file: %w", err)
	}
	w.at += int64(len(w.buf))
	w.buf = w.buf[:blockHead]
	return nil
}

// blockReader reads the records of a run.
type blockReader struct {
	f      *os.File
	at, to int64
	buf    []byte
	rest   []byte // of the block
}

// record gives the next record, which holds until the one after it is asked for.
func (r *blockReader) record() (key, value []byte, more bool, err error) {
	if len(r.rest) == 0 {
		if r.at == r.to {
			return nil, nil, false, nil
		}
		if err := r.block(); err != nil {
			return nil, nil, false, err
		}
	}
	if key, err = r.part(); err == nil {
		value, err = r.part()
	}
	return key, value, err == nil, err
}

func (r *blockReader) part() ([]byte, error) {
	n, k := binary.Uvarint(r.rest)
	if k <= 0 || n > uint64(len(r.rest)-k) {
		return nil, ErrDamaged
	}
	p := r.rest[k : k+int(n)]
	r.rest = r.rest[k+int(n):]
	return p, nil
}

// block reads the next block and checks it.
func (r *blockReader) block() error {
	var head [blockHead]byte
	if _, err := r.f.ReadAt(head[:], r.at); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	n := int64(binary.LittleEndian.Uint32(head[:]))
	if n == 0 || r.at+blockHead+n > r.to {
		return ErrDamaged
	}
	if int64(cap(r.buf)) < n {
		r.buf = make([]byte, n)
	}
	r.buf = r.buf[:n]
	if _, err := r.f.ReadAt(r.buf, r.at+blockHead); err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if crc32.Checksum(r.buf, castagnoli) != binary.LittleEndian.Uint32(head[4:]) {
		return ErrDamaged
	}
	r.at += blockHead + n
	r.rest = r.buf
	return nil
}
