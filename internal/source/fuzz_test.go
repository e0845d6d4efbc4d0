package source

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"peil"
)

// vendorFolders are the made-up exports, a system each.
var vendorFolders = []string{"hubspot", "hubspot_tables", "nutshell", "nutshell_api", "pipedrive", "pipedrive_api", "salesforce", "salesforce_api", "zoho"}

// FuzzVendors reads two tables of a system together, as people drop them in:
// whatever stands in them, it is either refused in words or becomes events that
// can be stored, the same ones each time.
func FuzzVendors(f *testing.F) {
	for _, folder := range vendorFolders {
		files, err := filepath.Glob(testdata(folder, "*"))
		if err != nil || len(files) == 0 {
			f.Fatal(folder, err)
		}
		var before []byte
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			head := beginning(data)
			f.Add(head, before)
			before = head
		}
	}
	f.Add([]byte("Deal ID,Stage,Amount,Close date,Owner\n1,Won,\"1,5\",5/11/26,A\n"), []byte("Deal ID,Type,Date\n1,call,45631.5\n"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		if len(a)+len(b) > 8<<10 {
			return // the readers of files are fuzzed by themselves
		}
		dir := t.TempDir()
		for name, data := range map[string][]byte{"a": a, "b": b} {
			if len(bytes.TrimSpace(data)) > 0 {
				if err := os.WriteFile(filepath.Join(dir, name+extension(data)), data, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		p, err := Read(context.Background(), []string{dir}, Options{Yes: true, Lang: "nb", Now: now, ScratchDir: t.TempDir(), ErrorDir: t.TempDir()})
		if err != nil {
			var e *peil.Error
			if !errors.As(err, &e) || e.Kind == peil.KindInternal {
				t.Errorf("not an error for people: %v", err)
			}
			return
		}
		defer p.Close()
		first := retold(t, p)
		if again := retold(t, p); !slices.Equal(first, again) {
			t.Errorf("the same files make other events the second time:\n%q\n%q", first, again)
		}
	})
}

// beginning is the first rows of a file; JSON stays whole.
func beginning(data []byte) []byte {
	if extension(data) == ".json" {
		return data
	}
	lines := bytes.SplitAfterN(data, []byte("\n"), 5)
	return bytes.Join(lines[:min(4, len(lines))], nil)
}

func extension(data []byte) string {
	if bytes.HasPrefix(data, []byte("{")) || bytes.HasPrefix(data, []byte("[")) {
		return ".json"
	}
	return ".csv"
}

// retold makes all events, checks that each could be stored, and says what happened
// when; activities get their ids anew each time.
func retold(t *testing.T, p *Plan) (out []string) {
	e := p.emitter(context.Background(), nil, func(part portion) error {
		for _, it := range part.items {
			d := it.Draft
			if err := errors.Join(d.Payload.Check(), peil.CheckClock(d.Payload.EventType(), d.At, now)); err != nil {
				t.Errorf("%+v: %v", d, err)
			}
			data, v, err := peil.EncodePayload(d.Payload)
			if err == nil {
				_, err = peil.DecodePayload(d.Payload.EventType(), v, data)
			}
			if err != nil {
				t.Errorf("%+v: %v", d, err)
			}
			out = append(out, string(d.Payload.EventType())+" "+d.At.String())
		}
		return nil
	})
	if err := errors.Join(e.all(), e.origins.Close()); err != nil {
		t.Error(err)
	}
	return out
}
