package storetest

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"syscall"
	"time"
)

// installLine is what to type where PostgreSQL's programs are missing.
const installLine = "apt-get install -y postgresql   (Debian, Ubuntu; elsewhere put initdb and postgres into PATH, or set PEIL_TEST_POSTGRES)"

// programFolders is where packages put the programs that they keep out of PATH.
var programFolders = []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin"}

// running is the server that this process has started.
var running struct {
	guard *exec.Cmd
	leash io.Closer
}

// guardScript runs the server until its standard input ends. That is when this
// process closes it or is no more, however it ended: so no server outlives its
// tests, and no folder of it either.
const guardScript = `"$1" -D "$2/data" & server=$!
cat >/dev/null
kill -INT $server; wait $server
rm -rf "$2"`

// settings of the server. fsync stays on: the benchmarks are of durable writes,
// and the tests' few commits take no longer for it than starting the server does.
const settings = `
listen_addresses = ''
max_connections = 200
shared_buffers = 64MB
`

// startServer makes a cluster in a temporary folder and runs it on a socket there.
func startServer() (address string, err error) {
	initdb, err := program("initdb")
	if err != nil {
		return "", err
	}
	postgres, err := program("postgres")
	if err != nil {
		return "", err
	}
	as, err := serverUser()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "peil-pg-")
	if err != nil {
		return "", err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(dir))
		}
	}()
	if as != nil {
		if err := os.Chown(dir, int(as.Uid), int(as.Gid)); err != nil {
			return "", err
		}
	}
	data := filepath.Join(dir, "data")
	create := exec.Command(initdb, "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	create.Dir, create.SysProcAttr = dir, &syscall.SysProcAttr{Credential: as}
	if out, err := create.CombinedOutput(); err != nil {
		return "", fmt.Errorf("initdb: %w\n%s", err, out)
	}
	conf, err := os.OpenFile(filepath.Join(data, "postgresql.conf"), os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return "", err
	}
	_, err = fmt.Fprintf(conf, "%sunix_socket_directories = '%s'\n", settings, dir)
	if err := errors.Join(err, conf.Close()); err != nil {
		return "", err
	}
	if err := guard(postgres, dir, as); err != nil {
		return "", err
	}
	address = "postgres:///postgres?" + url.Values{"host": {dir}, "user": {"postgres"}}.Encode()
	return address, waitFor(address)
}

// guard starts the server under its guard.
func guard(postgres, dir string, as *syscall.Credential) error {
	cmd := exec.Command("/bin/sh", "-c", guardScript, "sh", postgres, dir)
	// A group of its own: an interrupt at the terminal ends the tests, and the
	// guard does what is left to do.
	cmd.Dir, cmd.SysProcAttr = dir, &syscall.SysProcAttr{Credential: as, Setpgid: true}
	leash, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log // a file, which needs nobody to read it
	if err := cmd.Start(); err != nil {
		return err
	}
	running.guard, running.leash = cmd, leash
	return nil
}

// waitFor waits until the server answers.
func waitFor(address string) error {
	var err error
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		if err = run(address, "select 1"); err == nil {
			return nil
		}
	}
	return fmt.Errorf("the server that was started does not answer: %w", err)
}

// stopServer stops what this process started and waits until it is gone.
func stopServer() {
	if running.guard == nil {
		return
	}
	running.leash.Close()
	if err := running.guard.Wait(); err != nil {
		fmt.Fprintln(os.Stderr, "PostgreSQL of the tests did not end well:", err)
	}
	running.guard = nil
}

// program finds one of PostgreSQL's programs.
func program(name string) (string, error) {
	if path, err := exec.LookPath(name); err == nil {
		return path, nil
	}
	var found []string
	for _, folder := range programFolders {
		paths, err := filepath.Glob(filepath.Join(folder, name))
		if err != nil {
			return "", err
		}
		found = append(found, paths...)
	}
	if len(found) == 0 {
		return "", fmt.Errorf("the program %s is not installed. Run:\n\t%s", name, installLine)
	}
	return slices.Max(found), nil // of equal folders the newest version
}

// serverUser is who runs the server: PostgreSQL refuses root, so root runs it as
// postgres. Nil is this user.
func serverUser() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	u, err := user.Lookup("postgres")
	if err != nil {
		return nil, fmt.Errorf("as root the tests run PostgreSQL as the user postgres, who is not there. Run:\n\t%s", installLine)
	}
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, errors.Join(err1, err2)
}
