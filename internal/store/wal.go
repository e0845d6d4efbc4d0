package store

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"peil"
)

// whole refuses a database that has visibly lost a part, before SQLite opens it:
// SQLite reads a log up to the first page whose checksum is wrong and drops the
// rest without a word, and a file that was cut off only fails when the missing
// part is asked for.
func whole(path string) error {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real // SQLite keeps the log beside the file itself
	}
	log, err := readLog(path + "-wal")
	if err != nil {
		return fileError(path+"-wal", err)
	}
	// A power cut may leave one transaction torn: the one that nobody was told was
	// stored. The next is only written when the one before is on the disk.
	if log.lost > 1 {
		return peil.Unsupported("damaged_log",
			"the log %s is damaged after %d transactions, and %d that were stored after them would be lost; it was left as it is: put back a backup, or move this file away to go on without what it holds",
			path+"-wal", log.kept, log.lost)
	}
	if log.kept > 0 {
		return nil // the rest of the file may be in the log
	}
	return uncut(path)
}

// uncut refuses a file that is shorter than its first page says.
func uncut(path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fileError(path, err)
	}
	defer f.Close()
	head := make([]byte, 100)
	if _, err := io.ReadFull(f, head); err != nil || !bytes.HasPrefix(head, []byte("SQLite format 3\x00")) {
		return nil // an empty file, or for SQLite to refuse
	}
	info, err := f.Stat()
	if err != nil {
		return fileError(path, err)
	}
	page := int64(binary.BigEndian.Uint16(head[16:]))
	if page == 1 {
		page = 64 << 10
	}
	pages := int64(binary.BigEndian.Uint32(head[28:]))
	// The count holds where the same version wrote it as changed the file last.
	if bytes.Equal(head[24:28], head[92:96]) && info.Size() < pages*page {
		return damaged(path, errors.New("the file was cut off"))
	}
	return nil
}

// logRead is how much of a write-ahead log can be used: how many transactions,
// and how many are behind a page that is damaged.
type logRead struct{ kept, lost int }

const (
	walHeader   = 32
	frameHeader = 24
)

// readLog reads a write-ahead log (sqlite.org/fileformat2.html §4). One that is
// not there, or whose header is not whole, has no transactions.
func readLog(path string) (r logRead, err error) {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, err
	}
	defer f.Close()
	in := bufio.NewReaderSize(f, 1<<20)
	head := make([]byte, walHeader)
	if _, err := io.ReadFull(in, head); err != nil {
		return r, nil
	}
	var order binary.ByteOrder = binary.LittleEndian
	if head[3]&1 == 1 {
		order = binary.BigEndian
	}
	var sum walSum
	sum.add(order, head[:24])
	good := sum.is(head[24:])
	// A damaged head says nothing of what follows: then SQLite's usual pages are
	// assumed, and the mark of the first.
	size, salt := uint32(4096), []byte(nil)
	if good {
		size, salt = binary.BigEndian.Uint32(head[8:]), head[16:24]
	}
	for frame := make([]byte, frameHeader+int(size)); ; {
		if _, err := io.ReadFull(in, frame); err != nil {
			return r, nil // the end, or a frame that was cut
		}
		if salt == nil {
			salt = bytes.Clone(frame[8:16])
		}
		if !bytes.Equal(frame[8:16], salt) {
			// Of an earlier round: the log is written over from its beginning. Then
			// nothing of this round comes after it.
			good = false
			continue
		}
		if good {
			sum.add(order, frame[:8])
			sum.add(order, frame[frameHeader:])
			good = sum.is(frame[16:])
		}
		if commit := binary.BigEndian.Uint32(frame[4:]) != 0; commit && good {
			r.kept++
		} else if commit {
			r.lost++
		}
	}
}

// walSum is the running checksum of a log.
type walSum struct{ a, b uint32 }

func (s *walSum) add(order binary.ByteOrder, data []byte) {
	a, b := s.a, s.b
	if order == binary.LittleEndian {
		for ; len(data) >= 8; data = data[8:] {
			a += binary.LittleEndian.Uint32(data) + b
			b += binary.LittleEndian.Uint32(data[4:]) + a
		}
	} else {
		for ; len(data) >= 8; data = data[8:] {
			a += binary.BigEndian.Uint32(data) + b
			b += binary.BigEndian.Uint32(data[4:]) + a
		}
	}
	s.a, s.b = a, b
}

// is reports whether the checksum is the one that is written.
func (s *walSum) is(written []byte) bool {
	return s.a == binary.BigEndian.Uint32(written) && s.b == binary.BigEndian.Uint32(written[4:])
}
