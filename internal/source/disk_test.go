package source

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"peil"
	"peil/internal/store"
	"peil/internal/storetest"
)

// TestFullDisk: an import that has no room to work in says so, leaves nothing
// behind, and goes through once there is room.
func TestFullDisk(t *testing.T) {
	disk := storetest.SmallDisk(t, 16)
	files := bulk(t, 2_000)
	for name, path := range map[string]string{"folder": files, "nested zip": zipOf(t, "inner.zip", zipOf(t, "activities.csv", filepath.Join(files, "activities.csv")))} {
		o := Options{Yes: true, Lang: "nb", Now: now, ScratchDir: filepath.Join(disk.Dir, "tmp"), ErrorDir: t.TempDir()}
		disk.Fill(100 << 10)
		_, err := Read(context.Background(), []string{path}, o)
		var e *peil.Error
		if !errors.As(err, &e) || e.Code != "scratch_disk_full" || !strings.Contains(e.Message, o.ScratchDir) {
			t.Errorf("%s with a full disk: %v", name, err)
		}
		disk.Free()
		if left, err := os.ReadDir(o.ScratchDir); err != nil || len(left) != 0 {
			t.Errorf("%s left %v behind (%v)", name, left, err)
		}
		p, err := Read(context.Background(), []string{path}, o)
		if err != nil {
			t.Fatalf("%s with room again: %v", name, err)
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
}

// zipOf packs one file, without making it smaller.
func zipOf(t *testing.T, name, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "x.zip")
	if err := os.WriteFile(out, stored(t, name, data), 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestDamagedScratchFile flips bits in the file that an import was checked into:
// it makes the same events as before, or none at all.
func TestDamagedScratchFile(t *testing.T) {
	w := workspace(t)
	p := plan(t, Options{Workspace: w, Yes: true, Lang: "nb", Now: now}, bulk(t, 50))
	want := retold(t, p)
	s := p.checked.scratch
	whole, err := os.ReadFile(s.path)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	for at := 10; at < len(whole); at += 1013 {
		bad := slices.Clone(whole)
		bad[at] ^= 0x04
		reread(t, s, bad)
		var got []string
		err := p.items(context.Background(), nil, func(items []store.Item, _ []place) error {
			for _, it := range items {
				got = append(got, string(it.Draft.Payload.EventType())+" "+it.Draft.At.String())
			}
			return nil
		})
		var e *peil.Error
		switch {
		case err == nil && !slices.Equal(got, want):
			t.Fatalf("byte %d flipped: other events, without a word", at)
		case err != nil && (!errors.As(err, &e) || e.Code != "scratch_damaged"):
			t.Fatalf("byte %d flipped: %v", at, err)
		case err != nil:
			refused++
		}
	}
	if refused < 20 {
		t.Errorf("only %d flips were noticed", refused)
	}
	reread(t, s, whole[:len(whole)/2])
	_, err = p.Apply(context.Background(), w, importer, nil)
	var e *peil.Error
	if !errors.As(err, &e) || e.Code != "scratch_damaged" {
		t.Errorf("cut off: %v", err)
	}
	if got := standing(t, w); got != "" {
		t.Errorf("stored all the same:\n%s", got)
	}
}

// reread makes the scratch file be read from the disk, with another content.
func reread(t *testing.T, s *scratch, content []byte) {
	t.Helper()
	if err := errors.Join(s.db.Close(), os.WriteFile(s.path, content, 0o600), s.connect()); err != nil {
		t.Fatal(err)
	}
}

func stored(t *testing.T, name string, data []byte) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err == nil {
		_, err = w.Write(data)
	}
	if err := errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
