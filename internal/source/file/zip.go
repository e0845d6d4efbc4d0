package file

import (
	"archive/zip"
	"context"
	"io"
	"os"
	"path"
	"strings"

	"peil"
)

// maxDepth is how deep archives may lie in each other: a zip in a zip.
const maxDepth = 1

// smallArchive is a size below which no archive is suspected of being a bomb:
// a small table of zeros packs to nearly nothing.
const smallArchive = 64 << 20

// archive adds the tables in a zip.
func (s *Set) archive(ctx context.Context, in input, depth int) error {
	if depth > maxDepth {
		s.Skipped = append(s.Skipped, Skipped{in.name, "nested_too_deep"})
		return nil
	}
	in, err := s.toDisk(in)
	if err != nil {
		return err
	}
	if err := s.checkArchive(in); err != nil {
		return err
	}
	z, err := zip.OpenReader(in.path)
	if err != nil {
		return unreadable(in.name, err)
	}
	s.closers = append(s.closers, z.Close)
	for _, f := range z.File {
		if err := ctx.Err(); err != nil {
			return err
		}
		if f.FileInfo().IsDir() || hidden(path.Base(f.Name)) || strings.HasPrefix(f.Name, "__MACOSX/") {
			continue
		}
		if f.Flags&1 != 0 {
			return peil.Invalid("encrypted", "%s in %s is encrypted", f.Name, in.name).InField("path")
		}
		member := input{name: in.name + "/" + strings.ReplaceAll(f.Name, "\\", "/"), size: int64(f.UncompressedSize64), open: opener(f)}
		if err := s.sniffed(ctx, member, false, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// opener reads a member, and no more of it than the archive says there is: a
// header that lies must not unpack without end.
func opener(f *zip.File) func() (io.ReadCloser, error) {
	return func() (io.ReadCloser, error) {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		return &bounded{ReadCloser: r, left: int64(f.UncompressedSize64), name: f.Name}, nil
	}
}

type bounded struct {
	io.ReadCloser
	left int64
	name string
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, peil.Invalid("zip_bomb", "%s unpacks to more than its archive says", b.name).InField("path")
	}
	return n, err
}

// checkArchive refuses archives that unpack to unreasonably much, before
// anything of them is unpacked.
func (s *Set) checkArchive(in input) error {
	z, err := zip.OpenReader(in.path)
	if err != nil {
		return unreadable(in.name, err)
	}
	defer z.Close()
	l := s.opts.Limits
	if len(z.File) > l.Entries {
		return peil.Invalid("too_many_in_zip", "%s holds %d files; at most %d are read", in.name, len(z.File), l.Entries).InField("path")
	}
	for _, f := range z.File {
		size := int64(min(f.UncompressedSize64, 1<<62))
		packed := max(int64(f.CompressedSize64), 1)
		if size > smallArchive && size/packed > l.Ratio {
			return peil.Invalid("zip_ratio", "%s in %s unpacks to %d times its size; that is no table", f.Name, in.name, size/packed).InField("path")
		}
		if s.total += size; s.total > l.Total || s.total < 0 {
			return peil.Invalid("zip_too_large", "%s unpacks to more than %d GB", in.name, l.Total>>30).InField("path")
		}
	}
	return nil
}

// toDisk makes sure that an input can be read from anywhere: archives are read
// from their end. What lies in an archive is unpacked into the scratch folder.
func (s *Set) toDisk(in input) (input, error) {
	if in.path != "" {
		return in, nil
	}
	r, err := in.open()
	if err != nil {
		return in, unreadable(in.name, err)
	}
	defer r.Close()
	f, err := os.CreateTemp(s.opts.Scratch, "unpacked-*")
	if err != nil {
		return in, ScratchError(s.opts.Scratch, err)
	}
	s.closers = append(s.closers, func() error { return os.Remove(f.Name()) })
	out := &writing{w: f}
	if _, err := io.Copy(out, r); err != nil {
		_ = f.Close()
		if out.err != nil {
			return in, ScratchError(s.opts.Scratch, out.err)
		}
		return in, unreadable(in.name, err)
	}
	if err := f.Close(); err != nil {
		return in, ScratchError(s.opts.Scratch, err)
	}
	in.path = f.Name()
	in.open = func() (io.ReadCloser, error) { return os.Open(f.Name()) }
	return in, nil
}

// writing remembers that it was the writing of a copy that failed.
type writing struct {
	w   io.Writer
	err error
}

func (w *writing) Write(p []byte) (n int, err error) {
	n, w.err = w.w.Write(p)
	return n, w.err
}
