package source

import (
	"bytes"
	"errors"
	"testing"

	"peil"
)

// FuzzRecord reads records from a scratch file that somebody has damaged.
func FuzzRecord(f *testing.F) {
	full := record{ID: peil.DeriveID("a"), Ext: "deal:1", Name: "Hylle", Value: -5, HasValue: true, P: .25, Closed: moment{-7, precDay}, Due: moment{0, precInstant}, Changed: true}
	f.Add(full.encode(nil))
	f.Add(full.encode(nil)[:30])
	f.Add([]byte{})
	f.Add([]byte{3, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01})
	f.Fuzz(func(t *testing.T, data []byte) {
		var r, back record
		if err := r.decode(data); err != nil {
			if !errors.Is(err, errScratch) {
				t.Errorf("%v is not what a damaged record is", err)
			}
			return
		}
		// A number that is not one is unequal to itself, so bytes are compared.
		again := r.encode(nil)
		if err := back.decode(again); err != nil || !bytes.Equal(back.encode(nil), again) {
			t.Errorf("%x became %+v, and that %+v (%v)", data, r, back, err)
		}
	})
}
