package facts

import (
	"errors"
	"strings"
	"syscall"

	"peil"
)

// Trouble says in words what befell a file, where that passes by itself or with
// somebody's help: a full disk, a damaged file that is being built again, a file
// that DuckDB gave up and that is being opened anew. Nil is any other error.
func Trouble(err error) *peil.Error {
	var said *peil.Error
	switch {
	case err == nil || errors.As(err, &said):
		return nil
	case full(err):
		return peil.Unavailable("facts_disk_full", "the disk is full: the facts cannot follow the events until some space is free; what they have can be asked").Because(err)
	case broken(err):
		return peil.Unavailable("facts_reopened", "the facts file is being opened again after a failure; ask again in a moment").Because(err)
	case damaged(err):
		return peil.Unavailable("facts_damaged", "the facts file is damaged and is being built again from the events; ask again in a moment").Because(err)
	}
	return nil
}

// inWords is Trouble where there is any, else the error as it is.
func inWords(err error) error {
	if t := Trouble(err); t != nil {
		return t
	}
	return err
}

// full reports whether err says that the disk is full.
func full(err error) bool {
	return err != nil && (errors.Is(err, syscall.ENOSPC) || strings.Contains(err.Error(), "No space left on device"))
}

// isFull reports whether err is what Trouble says of a full disk.
func isFull(err error) bool {
	var e *peil.Error
	return errors.As(err, &e) && e.Code == "facts_disk_full"
}

// enough is how many bytes must be free before a file is written again that a full
// disk has stopped: each failed attempt closes it, and disturbs who reads it.
const enough = 8 << 20

// roomy reports whether there is space to write in a folder.
func roomy(dir string) bool {
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return true // then the writing says what is wrong
	}
	return uint64(s.Bavail)*uint64(s.Bsize) >= enough
}
