# What a person calls here; `make help` lists it. How deno and the libraries come about is .ci/toolchain's business.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

DENO := .ci/toolchain/deno
PREFIX ?= /usr/local
DEMO := sync doctor --store demo/store --daemon none

# All that the program may do, compiled or not. The two LOG_ names are read by the YAML parser.
comma := ,
space := $(subst ,, )
ENV := SOURCEOS_STATE_DIR SOURCEOS_SYNCD_URL SOURCEOS_OUTPUT SOURCEOS_PROFILE SOURCEOS_WORKSPACE SOURCEOS_DEVICE \
  SOURCEOS_ACCEPTED SOURCE_DATE_EPOCH XDG_STATE_HOME HOME NO_COLOR CLICOLOR CLICOLOR_FORCE TERM LANG LC_ALL LC_CTYPE \
  COLUMNS NO_PROXY TMPDIR LOG_STREAM LOG_TOKENS
PERMISSIONS := --no-prompt --allow-read --allow-write --allow-sys=statfs,osUptime,uid,gid '--allow-net=127.0.0.0/8,localhost,[::1]' \
  --allow-env=$(subst $(space),$(comma),$(strip $(ENV)))

# Left alone, the engine takes half as much again for what it need not keep; collecting earlier costs little (make bench).
ENGINE := --v8-flags=--max-semi-space-size=4,--heap-growing-percent=20

# What make test runs: files or folders.
TESTS := tests

# What meets files, locks and processes: its answers could hang on the account, unlike the form of an answer.
SYSTEM_TESTS := tests/host/change tests/host/files tests/host/store $(filter-out $(patsubst %,tests/e2e/%_test.ts,help specs \
  documents view reproducible readme file_schemas pipes max_time metrics explain_targets mutated_notes mutated_bundles \
  hostile_bundles), $(wildcard tests/e2e/*_test.ts))

# The tests that do more where SOURCEOS_SOAK is set.
SOAKED := $(addprefix tests/,e2e/kill_test.ts e2e/attacker_test.ts host/change/full_disk_test.ts \
  e2e/live_daemon_test.ts e2e/mutated_notes_test.ts host/change/faults_test.ts host/bundle/mutations_test.ts)

SOURCES := main.ts deno.json deno.lock $(shell find commands lib .ci/toolchain)

.PHONY: help demo test test-system soak build check bench install clean update-lock toolchain

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: bin/sourceos ## build a store with faults in it and run the doctor on it
	@$(DENO) run --quiet --no-prompt --allow-read --allow-write=demo fixtures/demo.ts demo/store
	@echo '$$ bin/sourceos $(DEMO)'
	@status=0; bin/sourceos $(DEMO) || status=$$?; \
	if [[ $$status != [34] ]]; then echo "make demo: the doctor ended with $$status, not with 3 or 4" >&2; exit 1; fi

# Types are the business of make check.
test: bin/sourceos ## run the whole test suite
	@SOURCEOS_BIN='$(CURDIR)/bin/sourceos' SOURCEOS_COMPILED=$$(grep -x compiled .build/kind) \
	  .ci/count $(DENO) test --no-check --allow-all --parallel --fail-fast $(TESTS)

test-system: ## run the part of make test that meets the system, as .ci/run does once more as an ordinary user
	@$(MAKE) --no-print-directory test TESTS='$(SYSTEM_TESTS)'

soak: bin/sourceos ## run in full what make test samples: kills, failing file operations, damaged bundles and notes
	@SOURCEOS_SOAK=1 SOURCEOS_BIN='$(CURDIR)/bin/sourceos' SOURCEOS_COMPILED=$$(grep -x compiled .build/kind) \
	  .ci/count $(DENO) test --no-check --allow-all $(SOAKED)

build: bin/sourceos ## compile bin/sourceos

check: toolchain ## check format, lint and types
	$(DENO) fmt --check
	$(DENO) lint
	$(DENO) check .

bench: bin/sourceos ## measure speed and memory, on stores of a million events
	@SOURCEOS_BIN='$(CURDIR)/bin/sourceos' SOURCEOS_COMPILED=$$(grep -x compiled .build/kind) \
	  $(DENO) run --quiet --allow-all tests/bench/main.ts

install: bin/sourceos ## install it below PREFIX (/usr/local)
	@grep -qx compiled .build/kind || { echo "make install: there is no compiled program to install" >&2; exit 1; }
	install -d '$(DESTDIR)$(PREFIX)/bin'
	install -m 755 bin/sourceos '$(DESTDIR)$(PREFIX)/bin/sourceos'

clean: ## remove what was built, but no download
	rm -rf bin demo .build

update-lock: toolchain ## bring deno.lock in line with deno.json
	$(DENO) --update-lock

toolchain:
	@$(DENO) --prepare

# Whether denort was to be had: a change of the answer makes the program anew.
.build/kind: toolchain
	@mkdir -p .build; kind=$$($(DENO) --has-denort && echo compiled || echo uncompiled); \
	[[ $$kind == compiled ]] || echo 'sourceos: no denort for this machine: the program runs uncompiled' >&2; \
	[[ $$kind == "$$(cat $@ 2>/dev/null)" ]] || echo $$kind >$@

# Nothing can be imported at run time: without --deny-import the runtime's own hosts may be. Uncompiled, the libraries are imported.
# Bundled, it starts in half the time; large libraries stay files of their own, read only where they are needed. Without a
# code cache, as that is a file in /tmp which another user could have put there.
bin/sourceos: $(SOURCES) .build/kind
	@mkdir -p bin
	@if grep -qx compiled .build/kind; then \
	  rm -rf .build/bundle; \
	  $(DENO) bundle --quiet --code-splitting --outdir .build/bundle main.ts; \
	  $(DENO) compile --quiet --no-check --no-config --no-lock --no-code-cache $(ENGINE) $(PERMISSIONS) --deny-import --output .build/sourceos .build/bundle/main.js; \
	  rm -r .build/bundle; \
	else \
	  { echo '#!/usr/bin/env bash'; \
	    echo "exec $$($(DENO) --print run --quiet $(ENGINE) $(PERMISSIONS) '$(CURDIR)/main.ts')" '"$$@"'; } >.build/sourceos; \
	  chmod 755 .build/sourceos; \
	fi
	@mv .build/sourceos $@
