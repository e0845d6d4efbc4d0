package source

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"peil"
	"peil/internal/spill"
	"peil/internal/storetest"
)

// TestFullDisk: an import that has no room to work in says so, leaves nothing
// behind, and goes through once there is room.
func TestFullDisk(t *testing.T) {
	disk := storetest.SmallDisk(t, 16)
	files := bulk(t, 2_000)
	for name, path := range map[string]string{"nested zip": zipOf(t, "inner.zip", zipOf(t, "activities.csv", filepath.Join(files, "activities.csv")))} {
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

// TestDamagedScratchFileIsSaid: package spill finds the damage; here it gets words.
func TestDamagedScratchFileIsSaid(t *testing.T) {
	var e *peil.Error
	if err := scratchError("tmp", fmt.Errorf("deals: %w", spill.ErrDamaged)); !errors.As(err, &e) || e.Code != "scratch_damaged" {
		t.Errorf("%v", err)
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
