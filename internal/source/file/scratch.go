package file

import (
	"context"
	"errors"
	"syscall"

	"github.com/mattn/go-sqlite3"

	"peil"
)

// ScratchError says why the folder for half-done work could not be used: the disk
// is full, or something else is wrong with it. Nothing has been stored by then.
func ScratchError(dir string, err error) error {
	var said *peil.Error
	switch {
	case err == nil || errors.As(err, &said) || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded):
		return err
	case IsFull(err):
		return peil.Unavailable("scratch_disk_full",
			"the disk is full: %s has no room for what the import must unpack and check; nothing was imported: free some space and try again", dir).Because(err)
	}
	return peil.Unavailable("scratch_unusable",
		"the import cannot work in %s; nothing was imported: see that the folder can be written, then try again", dir).Because(err)
}

// IsFull reports whether an error is that the disk is full.
func IsFull(err error) bool {
	var e sqlite3.Error
	return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		errors.As(err, &e) && (e.Code == sqlite3.ErrFull || e.SystemErrno == syscall.ENOSPC)
}
