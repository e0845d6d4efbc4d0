package web

import (
	"errors"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"peil"
)

// uploadFile takes a file as it comes, straight to disk. A half one is never seen.
func (s *Server) uploadFile(w http.ResponseWriter, r *http.Request) error {
	d, err := s.drafts.find(r)
	if err != nil {
		return err
	}
	name, err := fileName(r.PathValue("name"))
	if err != nil {
		return err
	}
	if err := d.room(name); err != nil {
		return err
	}
	part, err := os.CreateTemp(d.dir, "upload-*")
	if err != nil {
		return err
	}
	n, err := io.Copy(part, http.MaxBytesReader(w, r.Body, mostFileBytes))
	if e := part.Close(); err == nil {
		err = e
	}
	if err == nil && n == 0 {
		err = peil.Invalid("empty_file", "%s is empty", name).InField("files")
	}
	if err == nil {
		err = d.keep(part.Name(), name, n)
	}
	if err != nil {
		return errors.Join(uploadError(name, err), os.Remove(part.Name()))
	}
	return s.writeDraft(w, r, d, http.StatusOK)
}

// uploadError says why a file did not come through.
func uploadError(name string, err error) error {
	var long *http.MaxBytesError
	switch {
	case errors.As(err, &long):
		return peil.Invalid("body_too_big", "the request is longer than %d bytes", long.Limit).InField("files")
	case errors.Is(err, syscall.ENOSPC):
		return peil.Unavailable("no_room", "there is no room on the disk for %s", name).Because(err)
	}
	return err
}

// fileName is the name of an upload as it may lie in a folder.
func fileName(name string) (string, error) {
	name = strings.TrimSpace(name)
	bad := name == "" || len(name) > 200 || strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$") || filepath.Base(name) != name ||
		strings.ContainsFunc(name, func(c rune) bool { return c < ' ' || c == 0x7f || strings.ContainsRune(`/\`, c) })
	if bad {
		return "", peil.Invalid("bad_file_name", "%q cannot be the name of a file", name).InField("name")
	}
	return name, nil
}

// room reports whether the draft takes another file.
func (d *draft) room(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.may(draftFiles, draftReady, draftFailed); err != nil {
		return err
	}
	if len(d.files) >= mostFiles && !slices.ContainsFunc(d.files, func(f ImportFile) bool { return f.Name == name }) {
		return peil.Invalid("too_many_uploads", "an import takes at most %d files; pack more of them in a zip", mostFiles).InField("files")
	}
	return nil
}

// keep puts an upload among the files, in the place of one of the same name.
func (d *draft) keep(path, name string, bytes int64) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.may(draftFiles, draftReady, draftFailed); err != nil {
		return err
	}
	if err := os.Rename(path, filepath.Join(d.uploads(), name)); err != nil {
		return err
	}
	d.files = slices.DeleteFunc(d.files, func(f ImportFile) bool { return f.Name == name })
	d.files = append(d.files, ImportFile{name, bytes})
	d.state, d.changed, d.seen, d.err = draftFiles, d.s.Now(), nil, nil
	return nil
}

func (s *Server) dropFile(w http.ResponseWriter, r *http.Request) error {
	d, err := s.drafts.find(r)
	if err != nil {
		return err
	}
	name := r.PathValue("name")
	if err := d.leaveOut(name); err != nil {
		return err
	}
	return s.writeDraft(w, r, d, http.StatusOK)
}

func (d *draft) leaveOut(name string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if err := d.may(draftFiles, draftReady, draftFailed); err != nil {
		return err
	}
	i := slices.IndexFunc(d.files, func(f ImportFile) bool { return f.Name == name })
	if i < 0 {
		return peil.NotFound("unknown_upload", "no file %q was uploaded", name).InField("name")
	}
	d.files = slices.Delete(d.files, i, i+1)
	d.state, d.changed, d.seen = draftFiles, d.s.Now(), nil
	return os.Remove(filepath.Join(d.uploads(), name))
}
