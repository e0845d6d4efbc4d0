package main

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"time"

	"peil"
)

// One process owns a data directory: it holds the lock on peil.lock and listens
// on peil.sock. The kernel lets go of the lock when the process ends, however it
// ends, so a file left behind means nothing; what is written in it only says who
// to talk to and whom to name.

// holder is what peil.lock says of its owner.
type holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Socket  string    `json:"socket"`
	Listen  string    `json:"listen,omitempty"`
	Since   time.Time `json:"since"`
}

// readHolder reads who owns a directory; where that is not there or half-written,
// nobody knows who, but they may answer at the usual place.
func readHolder(dir string) holder {
	var h holder
	data, err := os.ReadFile(filepath.Join(dir, lockFile))
	if err != nil || json.Unmarshal(data, &h) != nil {
		return holder{Socket: filepath.Join(dir, socketFile)}
	}
	return h
}

// reachable reports whether the owner answers the door.
func (h *holder) reachable() bool {
	if h.Socket == "" {
		return false
	}
	conn, err := net.DialTimeout("unix", h.Socket, time.Second)
	if err != nil {
		return false
	}
	conn.Close()
	return true
}

func owned(dir string, h holder) error {
	if h.Listen != "" {
		return peil.Conflict("data_served", "%s is in use by peil %s (process %d), which answers on http://%s", dir, h.Command, h.PID, h.Listen)
	}
	if h.PID == 0 { // peil.lock was removed under it
		return peil.Conflict("data_in_use_by_someone", "%s is in use by another peil; stop that one first", dir)
	}
	return peil.Conflict("data_in_use", "%s is in use by peil %s (process %d)", dir, h.Command, h.PID)
}

func unreachable(dir string, h holder) error {
	if h.PID == 0 {
		return peil.Unavailable("owner_unknown", "%s is locked by a process that does not say who it is", dir)
	}
	return peil.Unavailable("owner_unreachable", "%s is owned by peil %s (process %d), which does not answer; stop it, or wait for it to end", dir, h.Command, h.PID)
}
