# What this project is made with: Go and a C and C++ compiler (SQLite and DuckDB
# are built in). Two commands matter: make run, make test.

GO      ?= go
BIN     := bin/peil
LISTEN  ?= 127.0.0.1:8420
DATA    ?= ./data
FUZZTIME ?= 30s
KILLS   ?= 100
# Packages whose tests are run once more under the race detector: those in which
# goroutines meet.
RACE    ?= ./internal/web ./internal/store
export CGO_ENABLED := 1

.PHONY: run test build lint bench fuzz crash gen gen-check clean

## run: build, fill the sample company when it is missing, print the reports, serve
run: build
	@scripts/run $(BIN) $(DATA) $(LISTEN)

## build: bin/peil
build:
	@echo "Building $(BIN). The first time SQLite and DuckDB are compiled in, which takes a minute or two."
	@mkdir -p bin
	$(GO) build -o $(BIN) ./cmd/peil

## test: everything, with what it needs
test: lint gen-check
	@RACE="$(RACE)" scripts/test

## lint: gofmt, go vet, and staticcheck where it is a tool of this module
lint:
	@bad=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); \
	if [ -n "$$bad" ]; then echo "gofmt would change:"; echo "$$bad"; exit 1; fi
	$(GO) vet ./...
	@if $(GO) tool | grep -q staticcheck; then $(GO) tool staticcheck ./...; fi

## gen: what can be made from the code: the API's description, the list of measures
gen:
	$(GO) test ./internal/web -count=1 -run '^TestDocs$$' -update

## gen-check: that it is what the code would make
gen-check:
	$(GO) test ./internal/web -count=1 -run '^TestDocs$$'

## bench: speed and memory, with the ratio to the reference of the same run
bench:
	@scripts/bench

## fuzz: every fuzz target for FUZZTIME
fuzz:
	@scripts/fuzz $(FUZZTIME)

## crash: kill -9 of serve and import, KILLS times on SQLite and three tenths of that on PostgreSQL
crash:
	$(GO) test ./cmd/peil -count=1 -timeout 90m -v -run '^TestKill(Serve|Import)' -kills $(KILLS)

clean:
	rm -rf bin .cache coverage.out
