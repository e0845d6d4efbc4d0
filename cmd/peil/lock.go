package main

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"peil"
)

// owner is this process's hold on a data directory.
type owner struct {
	holder
	lock *os.File
	// dir is the directory itself, locked too: it is the same one when somebody
	// has removed peil.lock.
	dir      *os.File
	listener net.Listener
	// tmp is the directory of a socket that could not stand in the data directory.
	tmp string
}

const (
	lockFile   = "peil.lock"
	socketFile = "peil.sock"
	// patience is how long a command waits for an owner that is just starting,
	// just stopping, or too busy to answer.
	patience = 10 * time.Second
	retry    = 25 * time.Millisecond
)

// claim makes this process the owner of the data directory. If another process
// is, it returns that one's holder instead, once it can be reached.
func claim(ctx context.Context, e *env, c command) (*owner, *holder, error) {
	dir, err := filepath.Abs(e.path(e.set.Data))
	if err != nil {
		return nil, nil, err
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, nil, unusable(dir, usage("data_unmakable", "the data directory %s cannot be made: %v", dir, err), err)
	}
	for until := time.Now().Add(patience); ; {
		o, err := take(dir, c.name)
		if err != nil || o != nil {
			return o, nil, unusable(dir, usage("data_unusable", "the data directory %s cannot be used: %v", dir, err), err)
		}
		h := readHolder(dir)
		if h.reachable() {
			if c.stays {
				return nil, nil, owned(dir, h)
			}
			return nil, &h, nil
		}
		if time.Now().After(until) {
			return nil, nil, unreachable(dir, h)
		}
		select {
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		case <-time.After(retry):
		}
	}
}

// take locks the directory and starts to listen; nil if another process has it.
func take(dir, command string) (*owner, error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	// Some file systems lock no directories; then peil.lock alone must do.
	if err := lock(d); errors.Is(err, syscall.EWOULDBLOCK) {
		d.Close()
		return nil, nil
	}
	f, err := os.OpenFile(filepath.Join(dir, lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err == nil {
		if err = lock(f); err != nil {
			f.Close()
		}
	}
	if err != nil {
		d.Close()
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, nil
		}
		return nil, err
	}
	o := &owner{lock: f, dir: d, holder: holder{PID: os.Getpid(), Command: command, Since: time.Now().UTC()}}
	if err = o.listen(dir); err == nil {
		err = o.write()
	}
	if err != nil {
		o.release()
		return nil, err
	}
	return o, nil
}

func lock(f *os.File) error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB) }

// unusable is said where why is not nil: that the disk is full, or else is what is
// wrong with the directory otherwise.
func unusable(dir string, otherwise *peil.Error, why error) error {
	var said *peil.Error
	switch {
	case why == nil || errors.As(why, &said):
		return why
	case errors.Is(why, syscall.ENOSPC), errors.Is(why, syscall.EDQUOT):
		return peil.Unavailable("data_disk_full", "the disk that holds %s is full: free some space and start again", dir).Because(why)
	}
	return otherwise
}

// longestSocket is how long the path of a socket may be: the kernel has 108
// bytes for it, some systems 104.
const longestSocket = 100

// listen opens the socket, over the one that a killed process left. A directory
// whose path is too long for a socket gets one elsewhere.
func (o *owner) listen(dir string) (err error) {
	o.Socket = filepath.Join(dir, socketFile)
	if len(o.Socket) > longestSocket {
		if o.tmp, err = os.MkdirTemp("", "peil-"); err != nil {
			return err
		}
		o.Socket = filepath.Join(o.tmp, socketFile)
	}
	if err := os.Remove(o.Socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if o.listener, err = net.Listen("unix", o.Socket); err != nil {
		return err
	}
	return os.Chmod(o.Socket, 0o600)
}

// write notes the owner in the lock file.
func (o *owner) write() error {
	data, err := json.Marshal(o.holder)
	if err != nil {
		return err
	}
	if err := o.lock.Truncate(0); err != nil {
		return err
	}
	_, err = o.lock.WriteAt(append(data, '\n'), 0)
	return err
}

// release gives the directory up. The socket goes first: while the lock is held
// nobody else makes a new one in its place.
func (o *owner) release() {
	if o.listener != nil {
		o.listener.Close()
	}
	if o.tmp != "" {
		os.RemoveAll(o.tmp)
	}
	o.lock.Truncate(0)
	o.lock.Close()
	o.dir.Close()
}
