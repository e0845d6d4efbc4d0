package facts_test

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"peil"
	"peil/internal/facts"
	"peil/internal/storetest"
)

// openFiles are the facts files that this process has open, where the system can
// tell.
func openFiles(t *testing.T, dir string) (files []string, known bool) {
	t.Helper()
	links, err := filepath.Glob("/proc/self/fd/*")
	if err != nil || len(links) == 0 {
		return nil, false
	}
	for _, l := range links {
		if to, err := os.Readlink(l); err == nil && strings.HasPrefix(to, dir) && strings.HasSuffix(to, ".duckdb") {
			files = append(files, to)
		}
	}
	return files, true
}

// TestLeastRecentlyUsedIsClosed: beyond the limit the workspace that nobody asked
// for longest is closed, a view of it stays good, and it comes back up to date.
func TestLeastRecentlyUsedIsClosed(t *testing.T) {
	dir := t.TempDir()
	c, err := facts.Open(ctx, facts.Options{Dir: dir, Open: 2, Memory: 512 << 20, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var lives []*life
	var views []*facts.View
	var want [][]string
	for seed := range uint64(4) {
		l := newLife(t, storetest.SQLite(t), seed)
		l.live(60)
		v := ready(t, open(t, c, l.ws))
		lives, views, want = append(lives, l), append(views, v), append(want, rows(t, v, "deal_fact"))
	}
	if files, known := openFiles(t, dir); known && len(files) > 2 {
		t.Errorf("%d files are open, at most 2", len(files))
	}
	for i, v := range views {
		if got := rows(t, v, "deal_fact"); !slices.Equal(got, want[i]) {
			t.Errorf("view %d has %d deals after others were opened, want %d", i, len(got), len(want[i]))
		}
	}
	lives[0].live(60)
	d := open(t, c, lives[0].ws)
	ready(t, d)
	check(t, d)
}

// TestNowWaits: a question that carries the number of its event waits for it, and
// is told to come again if the event does not come.
func TestNowWaits(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 1)
	d := open(t, cacheIn(t, t.TempDir(), nil), l.ws)
	ready(t, d)
	for range 5 {
		l.live(4)
		last, err := l.ws.LastSeq(ctx)
		if err != nil {
			t.Fatal(err)
		}
		v, err := d.Now(ctx, last)
		if err != nil {
			t.Fatal(err)
		}
		if v.Seq < last {
			t.Errorf("a view of event %d was asked for, it is of %d", last, v.Seq)
		}
	}
	last, err := l.ws.LastSeq(ctx)
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.Now(ctx, last+1)
	var e *peil.Error
	if !errors.As(err, &e) || e.Kind != peil.KindUnavailable || e.Code != "facts_behind" || len(e.Hints) != 1 {
		t.Errorf("an event that never comes gives %v", err)
	}
}

func TestViewNamesRecords(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 1)
	team := peil.DeriveID("life", "team")
	name := func(s string) {
		d := peil.Draft{At: l.now, Payload: peil.TeamDefined{Team: team}, Texts: map[string]string{"name": s}}
		if err := l.append(d); err != nil {
			t.Fatal(err)
		}
	}
	d := open(t, cacheIn(t, t.TempDir(), nil), l.ws)
	for _, s := range []string{"North", "South"} {
		name(s)
		v := ready(t, d)
		for range 2 {
			got, err := v.Labels(ctx, []peil.ID{team, peil.DeriveID("nobody")})
			if err != nil || len(got) != 1 || got[team] != s {
				t.Errorf("labels %v (%v), want %s", got, err, s)
			}
			all, err := v.Named(ctx, "team")
			if err != nil || all[team] != s {
				t.Errorf("teams %v (%v), want %s", all, err, s)
			}
		}
	}
}

// TestMuchIsFoldedBeside: a change that touches more units than readers would wait
// for is folded into a new file; until it is there the view says it is stale.
func TestMuchIsFoldedBeside(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 5)
	l.live(200)
	d := open(t, cacheIn(t, t.TempDir(), nil), l.ws)
	old := ready(t, d)
	facts.Background(t, 5)
	calendar := peil.NorwegianCalendar()
	calendar.Location = time.UTC // days are cut in UTC from here on
	if !l.happen(peil.CalendarDefined{Calendar: calendar}) {
		t.Fatal("the calendar was refused")
	}
	last, err := l.ws.LastSeq(ctx)
	if err != nil {
		t.Fatal(err)
	}
	v, err := d.Now(ctx, last)
	if err != nil {
		t.Fatal(err)
	}
	if !v.Stale && len(rows(t, old, "unit_clock")) > 5 {
		// It may have been folded before we looked; then it must be right already.
		t.Log("folded before anybody could look")
	}
	if v := ready(t, d); v.Stale {
		t.Error("ready, and stale")
	}
	check(t, d)
	l.live(30)
	ready(t, d)
	check(t, d)
}

// TestBothReadings: a log that is read at once and one that is read group by
// group come to the same.
func TestBothReadings(t *testing.T) {
	l := newLife(t, storetest.SQLite(t), 8)
	l.live(400)
	d := open(t, cacheIn(t, t.TempDir(), nil), l.ws)
	ready(t, d)
	facts.InMemory(t, 0)
	check(t, d)
	if err := d.Rebuild(ctx, nil); err != nil {
		t.Fatal(err)
	}
	check(t, d)
}
