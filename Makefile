# What a person calls here; `make help` lists it. How deno and the libraries come about is .ci/toolchain's business.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

DENO := .ci/toolchain/deno
PREFIX ?= /usr/local
INSTALLED = $(DESTDIR)$(PREFIX)

# What the installed program is called: a host may have a `sourceos` of another project.
PROGRAM ?= sourceos
ifeq ($(filter sourceos sourceos-sync,$(PROGRAM)),)
$(error PROGRAM is sourceos or sourceos-sync)
endif

# Which deno: the pinned one where it is empty, or `newest`, which has a program of its own.
export SOURCEOS_DENO
ifneq ($(SOURCEOS_DENO),)
export SOURCEOS_BIN := $(CURDIR)/.build/$(SOURCEOS_DENO)/sourceos
endif

# Which machine the program is for; the one that builds it where it is empty.
TARGET ?=
export SOURCEOS_TARGET := $(TARGET)
# The machines that are shipped for, beside the bundle.
TARGETS ?=
export SOURCEOS_TARGETS := $(TARGETS)

# What make test runs: files or folders; several at once for each processor, as many wait for a process most of their time.
TESTS := tests
export DENO_JOBS ?= $(shell echo $$((2 * $$(nproc))))

# What meets files, locks and processes: its answers could hang on the account, unlike the form of an answer and what only
# takes long.
SYSTEM_TESTS := $(filter-out tests/host/change/faults_test.ts,$(wildcard tests/host/change/*_test.ts)) tests/host/files \
  tests/fixtures/store_files_test.ts $(filter-out $(patsubst %,tests/host/store/%_test.ts,journal_beside look_note), \
  $(wildcard tests/host/store/*_test.ts)) $(filter-out $(patsubst %,tests/e2e/%_test.ts,help specs documents view \
  reproducible readme file_schemas pipes max_time metrics explain_targets every_fault mutated_notes mutated_bundles \
  hostile_bundles kill signal at_once growing_store content_sync daemon daemon_word exit_codes snapshot import import_faults \
  import_property import_refusals import_times import_verify repair_property repair_refusals secrets accept forged_notes \
  void_decisions integrity_report inventory require_daemon internal_error long_journal pages build releases packaging \
  completions decide_content decide_refusals events explain_alone first_import integrity_events repacked_bag whole_life), \
  $(wildcard tests/e2e/*_test.ts))

# What asks something of the runtime, which the newest deno is tried with: the host, the texts, and the program from start to end.
NEWEST_TESTS := $(filter-out tests/host/change/faults_test.ts $(patsubst %,tests/host/store/%_test.ts,look_note record_cache), \
  $(wildcard tests/host/*/*_test.ts)) tests/frame tests/golden_test.ts tests/lib/text tests/lib/journal \
  $(patsubst %,tests/e2e/%_test.ts,readme whole_life repair_life signal pipes daemon permissions export import long_journal)

# The tests that do more where SOURCEOS_SOAK is set: they ask one of these two files.
SOAKED = $(shell grep -rlE --include='*_test.ts' '/(soak|properties)\.ts"' tests)

# Where make mutants changes the code, and the tests that may notice it: files or folders.
ROOMS := lib/policy lib/import lib/repair lib/checks
PURE_TESTS := tests/lib tests/golden_test.ts

.PHONY: help demo test test-system test-newest soak mutants build bundle dist check bench install install-bundle man completions uninstall release clean update-lock toolchain

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# What these do stands in deno.json, as tasks, for those who have deno and no make.
demo check build bundle dist: toolchain
	@$(DENO) task --quiet $@

# Such as ARGS=--quick, or ARGS='--quick --json'.
bench: toolchain
	@$(DENO) task --quiet bench $(ARGS)

demo: ## build a store with faults in it and run the doctor on it
check: ## check format, lint and types
bench: ## measure speed and memory beside their aims, on stores of a million events (ARGS=--quick, --json)
build: ## compile bin/sourceos, or with TARGET=aarch64-unknown-linux-gnu bin/TARGET/sourceos
bundle: ## make bin/bundle: the program for any machine that has a deno
dist: ## make what is shipped, in .build/dist (TARGETS="x86_64-unknown-linux-gnu aarch64-unknown-linux-gnu")

# Types are the business of make check.
test: toolchain ## run the whole test suite
	@.ci/count $(DENO) task --quiet test $(TESTS)

test-system: ## run the part of make test that meets the system, as .ci/run does once more as an ordinary user
	@$(MAKE) --no-print-directory test TESTS='$(SYSTEM_TESTS)'

test-newest: ## check, and run what asks something of the runtime, with the newest deno (all: make test SOURCEOS_DENO=newest)
	@$(MAKE) --no-print-directory check test SOURCEOS_DENO=newest TESTS='$(NEWEST_TESTS)'

soak: build ## run in full what make test samples: kills, failing file operations, damaged bundles and notes
	@SOURCEOS_SOAK=1 .ci/count $(DENO) test --no-check --allow-all $(SOAKED)

mutants: toolchain ## list the small changes of the rules that no pure test notices (ROOMS=lib/policy)
	@$(DENO) run --quiet --no-check --allow-all tests/mutants/main.ts '$(ROOMS)' '$(PURE_TESTS)'

man: toolchain ## write a man page for each command into .build/man
	@rm -rf .build/man
	@$(DENO) run --quiet --no-check --allow-all .ci/man_pages.ts .build/man

completions: build ## write the scripts that complete words in bash, zsh and fish, for both names, into .build/completions
	@mkdir -p .build/completions
	@for name in sourceos sourceos-sync; do \
	  bin/sourceos completions bash --name $$name > .build/completions/$$name.bash && \
	  bin/sourceos completions zsh --name $$name > .build/completions/_$$name && \
	  bin/sourceos completions fish --name $$name > .build/completions/$$name.fish || exit; \
	done

install: build ## install it below PREFIX (/usr/local), as PROGRAM (sourceos, or sourceos-sync for `sourceos sync` alone)
	@head -c 4 bin/sourceos | grep -qa ELF || { \
	  echo "make install: there is no compiled program to install; make install-bundle needs none" >&2; exit 1; }
	install -D -m 755 bin/sourceos '$(INSTALLED)/bin/$(PROGRAM)'
	install -D -m 644 LICENSE '$(INSTALLED)/share/doc/$(PROGRAM)/LICENSE'

install-bundle: bundle ## install instead the bundle, which the deno on the PATH runs
	install -D -m 755 bin/bundle/bin/sourceos '$(INSTALLED)/bin/$(PROGRAM)'
	install -d '$(INSTALLED)/lib/sourceos'
	install -m 644 bin/bundle/lib/sourceos/*.js '$(INSTALLED)/lib/sourceos'
	install -D -m 644 LICENSE '$(INSTALLED)/share/doc/$(PROGRAM)/LICENSE'

uninstall: ## remove what either of them installed
	rm -f '$(INSTALLED)/bin/$(PROGRAM)'
	rm -rf '$(INSTALLED)/lib/sourceos' '$(INSTALLED)/share/doc/$(PROGRAM)'

release: toolchain ## check, build and sign VERSION, and print what to upload (SOURCEOS_SIGN_KEY=FILE)
	@SOURCEOS_VERSION='$(VERSION)' $(DENO) task --quiet release

clean: ## remove what was built, but no download
	rm -rf bin demo .build

update-lock: toolchain ## bring deno.lock in line with deno.json
	$(DENO) --update-lock

toolchain:
	@$(DENO) --prepare
