package storetest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// Disk is a small file system of a test's own.
type Disk struct {
	// Dir is where it is mounted.
	Dir string
	t   testing.TB
}

// SmallDisk mounts a file system of so many megabytes, which is gone after the
// test. Only root may mount: where that is not so, the test says so and is left
// out, but in CI it fails.
func SmallDisk(t testing.TB, megabytes int) *Disk {
	t.Helper()
	dir := t.TempDir()
	out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dm", megabytes), "tmpfs", dir).CombinedOutput()
	if err != nil {
		const missing = "NOT RUN: a full disk needs a small file system, and mount -t tmpfs failed (%v: %s); run the tests as root, or in a container with the right SYS_ADMIN"
		if os.Getenv("CI") != "" {
			t.Fatalf(missing, err, out)
		}
		t.Skipf(missing, err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", dir).CombinedOutput(); err != nil {
			t.Errorf("umount: %v: %s", err, out)
		}
	})
	return &Disk{Dir: dir, t: t}
}

func (d *Disk) ballast() string { return filepath.Join(d.Dir, "ballast") }

// Fill takes all the space that is left, but for so many bytes.
func (d *Disk) Fill(but int) {
	d.t.Helper()
	f, err := os.OpenFile(d.ballast(), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		d.t.Fatal(err)
	}
	defer f.Close()
	for block := make([]byte, 64<<10); ; {
		if _, err = f.Write(block); err != nil {
			break
		}
	}
	if !errors.Is(err, syscall.ENOSPC) {
		d.t.Fatal(err)
	}
	if info, err := f.Stat(); err != nil || f.Truncate(max(0, info.Size()-int64(but))) != nil {
		d.t.Fatal("the disk was not filled", err)
	}
}

// Free gives the space back that Fill took.
func (d *Disk) Free() {
	d.t.Helper()
	if err := os.Remove(d.ballast()); err != nil {
		d.t.Fatal(err)
	}
}
