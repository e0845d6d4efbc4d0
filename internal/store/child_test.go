package store_test

import (
	"os"
	"testing"
)

func child(job string) { os.Exit(3) }

var _ = testing.Short
