package main

import (
	"bufio"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"
)

// spent is what one piece of work took: time, processor time of this process, and
// the most memory it had in megabytes.
type spent struct {
	wall, cpu time.Duration
	peak      int
}

func measure(work func() error) (spent, error) {
	_ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) // begins a new peak, where the system has one
	cpu, start := processor(), time.Now()
	err := work()
	return spent{time.Since(start), processor() - cpu, peak()}, err
}

// processor is the time this process has had of all cores.
func processor() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// peak is the most memory since it was begun anew, in megabytes; 0 where the
// system does not say.
func peak() int {
	f, err := os.Open("/proc/self/status")
	if err != nil {
		return 0
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if rest, ok := strings.CutPrefix(lines.Text(), "VmHWM:"); ok {
			var kb int
			if _, err := fmt.Sscan(rest, &kb); err == nil {
				return kb / 1024
			}
		}
	}
	return 0
}

// median is the middle of each figure.
func median(all []spent) spent {
	var wall, cpu []time.Duration
	var peak []int
	for _, s := range all {
		wall, cpu, peak = append(wall, s.wall), append(cpu, s.cpu), append(peak, s.peak)
	}
	slices.Sort(wall)
	slices.Sort(cpu)
	slices.Sort(peak)
	n := len(all) / 2
	return spent{wall[n], cpu[n], peak[n]}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (s spent) plus(o spent) spent {
	return spent{s.wall + o.wall, s.cpu + o.cpu, max(s.peak, o.peak)}
}

func (s spent) String() string {
	return fmt.Sprintf("%8.0f ms  processor %8.0f ms  peak memory %5d MB", ms(s.wall), ms(s.cpu), s.peak)
}
