package source

import (
	"errors"

	"peil"
	"peil/internal/source/file"
	"peil/internal/spill"
)

// scratchError says in words what befell the files that an import is checked into:
// the disk is full, or they are not what was written. Any other error stays.
func scratchError(dir string, err error) error {
	var said *peil.Error
	switch {
	case err == nil || errors.As(err, &said):
		return err
	case errors.Is(err, spill.ErrDamaged):
		return peil.Unavailable("scratch_damaged",
			"the import's own files in %s were damaged while it was at work; nothing was imported: look at the disk, then try again", dir).Because(err)
	case file.IsFull(err):
		return file.ScratchError(dir, err)
	}
	return err
}
