package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"

	"peil"
)

// A command is sent to the owner of the data directory as one HTTP request on
// its socket. The answer is JSON lines: what the command prints, how far it is,
// what it asks, and at last its exit code. Answers to questions are requests of
// their own.

// order is a command that is sent.
type order struct {
	Protocol  int      `json:"protocol"`
	Args      []string `json:"args"`
	Cwd       string   `json:"cwd"`
	Workspace string   `json:"workspace"`
	Lang      string   `json:"lang"`
	Terminal  terminal `json:"terminal"`
	// Answers says that somebody is there to answer questions.
	Answers bool `json:"answers"`
}

// protocol changes when orders or messages do: two versions of Peil that differ
// in it must not guess what the other means.
const protocol = 1

// message is a line of the answer; one of the fields is set.
type message struct {
	Started  bool      `json:"started,omitempty"`
	Out      []byte    `json:"out,omitempty"`
	Err      []byte    `json:"err,omitempty"`
	Progress *progress `json:"progress,omitempty"`
	Ask      *question `json:"ask,omitempty"`
	Exit     *int      `json:"exit,omitempty"`
}

type question struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// answer is what the asker says to a question.
type answer struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// errNotTaken says that the owner ended before it took the order.
var errNotTaken = errors.New("the order was not taken")

// client speaks HTTP over a socket.
func client(socket string) *http.Client {
	return &http.Client{Transport: &http.Transport{
		DisableKeepAlives: true,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", socket)
		},
	}}
}

// send gives the command to the owner and prints what comes back, as if it had
// been done here.
func (e *env) send(ctx context.Context, h *holder, args []string) (code int, err error) {
	body, err := json.Marshal(order{Protocol: protocol, Args: args, Cwd: e.cwd, Workspace: e.set.Workspace,
		Lang: e.words.Lang(), Terminal: e.term, Answers: e.ask != nil})
	if err != nil {
		return 1, err
	}
	c := client(h.Socket)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/command", bytes.NewReader(body))
	if err != nil {
		return 1, err
	}
	resp, err := c.Do(req)
	if err != nil {
		return 1, errors.Join(errNotTaken, err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(resp.Body, 4096))
		return 1, peil.Conflict("owner_refuses", "%s", bytes.TrimSpace(text))
	}
	return e.follow(ctx, c, resp.Body)
}

// follow plays the messages of the owner until the exit code.
func (e *env) follow(ctx context.Context, c *http.Client, body io.Reader) (int, error) {
	lines := json.NewDecoder(body)
	for started := false; ; started = true {
		var m message
		if err := lines.Decode(&m); err != nil {
			if ctx.Err() != nil {
				return 1, context.Canceled
			}
			if !started {
				return 1, errors.Join(errNotTaken, err)
			}
			return 1, peil.Unavailable("owner_gone", "the process that did this has ended; run the command again to see what is done").Because(err)
		}
		switch {
		case m.Exit != nil:
			return *m.Exit, nil
		case m.Progress != nil:
			e.progress(*m.Progress)
		case m.Ask != nil:
			if err := e.answer(ctx, c, *m.Ask); err != nil {
				return 1, err
			}
		}
		if _, err := e.out.Write(m.Out); err != nil {
			return 1, err
		}
		if _, err := e.err.Write(m.Err); err != nil {
			return 1, err
		}
	}
}

// answer asks the person here what the owner wants to know.
func (e *env) answer(ctx context.Context, c *http.Client, q question) error {
	if e.ask == nil {
		return peil.Unavailable("nobody_to_ask", "the process that does this asks something, and there is nobody to answer")
	}
	text, err := e.ask(ctx, q.Text)
	if err != nil {
		return err
	}
	body, err := json.Marshal(answer{q.ID, text})
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://localhost/answer", bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := c.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

// stdin is read line by line for answers.
var stdin = bufio.NewReader(os.Stdin)
