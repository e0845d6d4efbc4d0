package store

import (
	"encoding/binary"
	"errors"
	"hash/crc32"

	"peil"
)

// A database notices when a page of its own is misshapen, not when a digit in it
// has turned into another. So every event carries a checksum (CRC-32C, which
// finds every change of up to 32 bits in a row) of all that stands in its row.

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// eventSum is the checksum of an event's row. It is never 0, which marks the
// events from before there were checksums.
func eventSum(ev *peil.Event, typ peil.Type, at, recorded int64, texts string, payload []byte) int64 {
	b := make([]byte, 0, 256)
	for _, n := range [...]int64{int64(ev.V), at} {
		b = binary.BigEndian.AppendUint64(b, uint64(n))
	}
	for _, id := range [...]*peil.ID{&ev.ID, &ev.Actor.ID, &ev.Batch} {
		b = append(b, id[:]...)
	}
	for _, s := range [...]string{string(typ), string(ev.AtPrecision), string(ev.Actor.Kind), texts} {
		b = append(binary.AppendUvarint(b, uint64(len(s))), s...)
	}
	return 1<<32 | int64(crc32.Update(crc32.Checksum(b, castagnoli), castagnoli, payload)^numberSum(ev.Seq, recorded))
}

// numberSum is the share of a checksum that an event's number and recording time
// have in it: both are given last, when the rest of the row has long been made.
func numberSum(seq, recorded int64) uint32 {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:], uint64(seq))
	binary.BigEndian.PutUint64(b[8:], uint64(recorded))
	return crc32.Checksum(b[:], castagnoli)
}

// number gives an event's row its number and recording time.
func number(row []any, seq, recorded int64) {
	last := len(row) - 1
	row[last] = row[last].(int64) ^ int64(numberSum(row[0].(int64), row[6].(int64))^numberSum(seq, recorded))
	row[0], row[6] = seq, recorded
}

var (
	errSum     = errors.New("the checksum is another")
	errMissing = errors.New("it is not there")
)

// damagedEvent is the refusal of an event that is not as it was stored.
func damagedEvent(seq int64, cause error) error {
	return peil.Unsupported("damaged_event",
		"event %d in the database is not as it was stored: put back a backup; peil check says what can be read", seq).Because(cause)
}
