package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// listenerOf says which process listens on an address, as Linux tells it in
// /proc: the socket's number stands in the table of sockets, and whoever has a
// descriptor of that number has it open. Elsewhere, or if the process is another
// user's, it is "".
func listenerOf(address string) string {
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		return ""
	}
	n, err := strconv.Atoi(port)
	if err != nil {
		return ""
	}
	inodes := make(map[string]bool)
	for _, table := range []string{"/proc/net/tcp", "/proc/net/tcp6"} {
		for _, inode := range listening(table, n) {
			inodes["socket:["+inode+"]"] = true
		}
	}
	if len(inodes) == 0 {
		return ""
	}
	fds, err := filepath.Glob("/proc/[0-9]*/fd/*")
	if err != nil {
		return ""
	}
	for _, fd := range fds {
		if link, err := os.Readlink(fd); err == nil && inodes[link] {
			return processName(strings.Split(fd, "/")[2])
		}
	}
	return ""
}

// listening returns the numbers of the sockets that listen on a port.
func listening(table string, port int) []string {
	f, err := os.Open(table)
	if err != nil {
		return nil
	}
	defer f.Close()
	const listenState = "0A"
	var inodes []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		field := strings.Fields(lines.Text())
		if len(field) < 10 || field[3] != listenState {
			continue
		}
		_, hex, ok := strings.Cut(field[1], ":")
		if p, err := strconv.ParseUint(hex, 16, 16); ok && err == nil && int(p) == port {
			inodes = append(inodes, field[9])
		}
	}
	return inodes
}

// processName is a process's command and number: "nginx (process 812)".
func processName(pid string) string {
	name := "a process"
	if comm, err := os.ReadFile("/proc/" + pid + "/comm"); err == nil {
		name = strings.TrimSpace(string(comm))
	}
	return fmt.Sprintf("%s (process %s)", name, pid)
}
