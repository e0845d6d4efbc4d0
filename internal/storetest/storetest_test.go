package storetest_test

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"peil/internal/storetest"
)

func TestEachTestHasADatabaseOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for range 2 {
		storetest.Each(t, func(t *testing.T, url string) {
			if seen[url] {
				t.Errorf("%s was given twice", url)
			}
			seen[url] = true
			if path, ok := strings.CutPrefix(url, "sqlite://"); ok {
				if _, err := os.Stat(path); err == nil {
					t.Errorf("%s is there already", path)
				}
				return
			}
			ctx := context.Background()
			c, err := pgx.Connect(ctx, url)
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close(ctx)
			if _, err := c.Exec(ctx, "create table here (n bigint)"); err != nil {
				t.Error(err)
			}
		})
	}
	if len(seen) != 4 {
		t.Errorf("%d databases for four tests", len(seen))
	}
}
