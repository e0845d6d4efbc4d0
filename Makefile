# What this project is made with: Go and a C and C++ compiler (SQLite and DuckDB
# are built in), and Node for the web app. Two commands matter: make run, make test.

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

# The web app, and what it is built from. Without Node a page stands in for it
# that says so.
APP     := ui/dist/index.html
APPFROM := $(shell find ui/src ui/static ui/build -type f 2>/dev/null) $(wildcard ui/*.json ui/*.ts ui/*.js) \
           internal/locale/nb.json internal/locale/en.json

.PHONY: run test build app lint bench nullsim fuzz crash gen gen-check clean

## run: build, fill the sample company when it is missing, print the reports, serve
run: build
	@scripts/run $(BIN) $(DATA) $(LISTEN)

## build: bin/peil, the web app in it
build: app
	@echo "Building $(BIN). The first time SQLite and DuckDB are compiled in, which takes a minute or two."
	@mkdir -p bin
	$(GO) build -o $(BIN) ./cmd/peil

## app: the web app, where Node is there
ifeq ($(shell command -v npm),)
app:
	@echo "There is no npm here: bin/peil is built without the web app."
else
app: $(APP)
endif

$(APP): $(APPFROM) ui/node_modules/.package-lock.json
	cd ui && npm run --silent build

ui/node_modules/.package-lock.json: ui/package-lock.json
	cd ui && npm ci --no-audit --no-fund
	@touch $@

## test: everything, with what it needs
test: lint gen-check build
	@RACE="$(RACE)" scripts/test
	@scripts/e2e

## lint: gofmt, go vet, and staticcheck where it is a tool of this module
lint:
	@bad=$$(gofmt -l $$(git ls-files -co --exclude-standard '*.go')); \
	if [ -n "$$bad" ]; then echo "gofmt would change:"; echo "$$bad"; exit 1; fi
	$(GO) vet ./...
	@if $(GO) tool | grep -q staticcheck; then $(GO) tool staticcheck ./...; fi

## gen: what can be made from the code: the API's description and its types, the list of measures
gen: ui/node_modules/.package-lock.json
	$(GO) test ./internal/web -count=1 -run '^TestDocs$$' -update
	cd ui && npm run --silent types

## gen-check: that it is what the code would make
gen-check:
	$(GO) test ./internal/web -count=1 -run '^TestDocs$$'

## bench: speed and memory, with the ratio to the reference of the same run
bench:
	@scripts/bench

## nullsim: ORGS organisations in which nothing differs, and the power where something
## does; PEIL_NULLRULE=PROD-1 asks one rule alone, or a family of them
nullsim:
	PEIL_NULLSIM=$${ORGS:-200} $(GO) test ./internal/advice -count=1 -timeout 6h -v -run 'TestNull|TestPower'

## fuzz: every fuzz target for FUZZTIME
fuzz:
	@scripts/fuzz $(FUZZTIME)

## crash: kill -9 of serve and import, KILLS times on SQLite and three tenths of that on PostgreSQL
crash:
	$(GO) test ./cmd/peil -count=1 -timeout 90m -v -run '^TestKill(Serve|Import)' -kills $(KILLS)

clean:
	rm -rf bin .cache coverage.out ui/node_modules ui/.svelte-kit
	find ui/dist -mindepth 1 -not -name .keep -delete
