package peil

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestPlainPayloads reads every example of every type both ways.
func TestPlainPayloads(t *testing.T) {
	plain := 0
	for _, k := range registry {
		files, err := filepath.Glob("testdata/events/" + string(k.typ) + ".v1*.json")
		if err != nil || len(files) == 0 {
			t.Fatal(k.typ, len(files), err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var example struct{ Payload json.RawMessage }
			if err := json.Unmarshal(data, &example); err != nil {
				t.Fatal(err)
			}
			p, err := DecodePayload(k.typ, 1, example.Payload)
			if err != nil {
				t.Fatal(err)
			}
			written, _, err := EncodePayload(p)
			if err != nil {
				t.Fatal(err)
			}
			if sameAsJSON(t, reflect.TypeOf(p), written) {
				plain++
			}
		}
	}
	if plain < len(registry)/2 {
		t.Errorf("of %d types the examples of %d only are read plainly", len(registry), plain)
	}
}

// sameAsJSON holds what is read plainly against encoding/json, and reports whether
// data was plain.
func sameAsJSON(t *testing.T, typ reflect.Type, data []byte) bool {
	t.Helper()
	own, other := reflect.New(typ), reflect.New(typ)
	if !newPlainReader(typ).read(data, own.Elem()) {
		return false
	}
	if err := json.Unmarshal(data, other.Interface()); err != nil {
		t.Errorf("%s is read plainly, and encoding/json says %v", data, err)
	} else if !reflect.DeepEqual(own.Interface(), other.Interface()) {
		t.Errorf("%s is read plainly as %+v, by encoding/json as %+v", data, own.Elem(), other.Elem())
	}
	return true
}

// TestPlainOrNot: what is not as EncodePayload writes it is left to encoding/json.
func TestPlainOrNot(t *testing.T) {
	deal := reflect.TypeFor[DealClosed]()
	for _, s := range []string{"", "{", "{}", "{ }", `{"value":1}`, `{"value":01}`, `{"value":-0}`, `{"value":1e3}`, `{"value":1.0}`, `{"value":+1}`,
		`{"value":1,}`, `{"value":1 }`, `{"value":null}`, `{"Value":1}`, `{"value":9223372036854775808}`, `{"auto":true,"auto":false}`, `{"auto":tru}`,
		`{"outcome":"w\u006fn"}`, `{"outcome":"vunnet å"}`, "{\"outcome\":\"\t\"}", `{"outcome":"won"}{}`, `{"outcome":"won"`, `{"deal":"x"}`, `{"other":1}`,
		`{"outcome":}`, `{"outcome":"won","value":}`, `{"":1}`, `{"outcome""won"}`, `{"value":1.}`, `{"value":.5}`, `{"value":-}`} {
		if err := json.Unmarshal([]byte(s), &DealClosed{}); err != nil && newPlainReader(deal).read([]byte(s), reflect.New(deal).Elem()) {
			t.Errorf("%s is read, and encoding/json says %v", s, err)
		}
		sameAsJSON(t, deal, []byte(s))
	}
}

func BenchmarkDecodePayload(b *testing.B) {
	data := []byte(`{"activity":"01M89199N274QTE6DD6EE12QB3","kind":"email","direction":"out","user":"01M89199N28Q7B7TEPJGWSHPQK","deal":"01M89199N28Q7B7TEPJGWSQF22"}`)
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			if _, err := DecodePayload("activity.done", 1, data); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("reference", func(b *testing.B) {
		for b.Loop() {
			var p ActivityDone
			if err := json.Unmarshal(data, &p); err != nil {
				b.Fatal(err)
			}
		}
	})
}
