# `make` alone says what there is. A stamp file per kind of installation keeps the second run fast.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
MAKEFLAGS += --no-builtin-rules --no-print-directory
.NOTPARALLEL:
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

BIN := .venv/bin
PYTHON_READY := .venv/.installed
NODE_READY := node_modules/.installed
VENDOR := local365/page/vendor
PAGE_READY := $(VENDOR)/adaptivecards.min.js $(VENDOR)/markdown-it.min.js
READY := $(PYTHON_READY) $(NODE_READY) $(PAGE_READY)

# Two workers: the suite is made for two cores. The figure is percent of lines and branches of hub, cards and store.
WORKERS ?= 2
COVERAGE ?= 98
# A fixed seed: both workers must find the same tests, also where a set stands in a test's name.
PYTEST := PYTHONHASHSEED=0 $(BIN)/pytest -n $(WORKERS) --dist loadgroup
SAMPLE := --file tests/appmanifest/sample.toml --out dist/sample
WITHOUT_PROCESSES := not browser and not kill and not repo

define gate
@printf '\n== %s\n' '$(1)'
@$(2)
endef

.PHONY: help
help: ## Say what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | while IFS=$$'\t' read -r name words; do \
		printf '  make %-12s %s\n' "$$name" "$$words"; done

.PHONY: run
run: $(READY) ## Run everything on this machine, with an invented tenant; prints the page to open
	@$(BIN)/prevention-first run --local

.PHONY: playground
playground: $(READY) ## Open the same bot in Microsoft's Agents Playground
	@$(BIN)/prevention-first playground

.PHONY: reset
reset: ## Forget everything `make run` kept: removes the folder var/
	rm -rf var

.PHONY: install
install: $(READY) ## Install everything from the lock files, without running it

.PHONY: tools
tools: ## Install Chromium and PostgreSQL for the tests (as root on Debian; does nothing when they are there)
	@.ci/tools

.PHONY: test
test: $(READY) tools lint ## Every gate, one after another; the first that fails ends it
	$(call gate,App manifest,$(BIN)/prevention-first package $(SAMPLE))
	$(call gate,README: its commands in a fresh clone,$(BIN)/pytest -m repo)
	$(call gate,Tests,$(PYTEST) -m 'not repo' --cov --cov-branch --cov-report=term --cov-fail-under=$(COVERAGE))

.PHONY: lint
lint: $(PYTHON_READY) ## Lint, format, types and the import grid
	$(call gate,Lint,$(BIN)/ruff check .)
	$(call gate,Format,$(BIN)/ruff format --check .)
	$(call gate,Types,$(BIN)/basedpyright)
	$(call gate,Grid: who may import whom,$(BIN)/lint-imports)

.PHONY: fast
fast: $(READY) ## The tests without browser, killed processes and fresh clone
	@$(PYTEST) -m '$(WITHOUT_PROCESSES)'

.PHONY: bench
bench: $(READY) ## Measure both our edges beside their rivals; writes docs/bench.md (twenty minutes)
	@$(BIN)/python -m bench teams
	@$(BIN)/python -m bench graph

.PHONY: goldens
goldens: $(PYTHON_READY) ## Keep the cards as they are now; look at what changed before you commit
	@env -u CI UPDATE_GOLDENS=1 $(BIN)/pytest tests/cards

.PHONY: pictures
pictures: $(READY) ## Draw every card as a phone shows it: docs/cards.md and its pictures (needs Chromium)
	@PYTHONPATH=. $(BIN)/python -m tests.pictures

.PHONY: manifest
manifest: $(PYTHON_READY) ## Build the Teams app packages that teams-app.toml names
	@$(BIN)/prevention-first package

$(BIN)/uv:
	@python3 -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed, this is " + sys.version)'
	python3 -m venv --without-pip .venv
	python3 -m pip --python $(BIN)/python install --quiet --disable-pip-version-check 'uv>=0.9,<1'

$(PYTHON_READY): $(BIN)/uv pyproject.toml uv.lock
	UV_PROJECT_ENVIRONMENT=.venv $(BIN)/uv sync --frozen --compile-bytecode --quiet
	@touch $@

$(NODE_READY): package.json package-lock.json
	@command -v npm >/dev/null || { echo 'npm is needed: as root, apt-get install npm' >&2; exit 1; }
	npm ci --no-audit --no-fund --silent
	@touch $@

$(VENDOR)/adaptivecards.min.js: $(NODE_READY)
	@mkdir -p $(VENDOR)
	cp node_modules/adaptivecards/dist/adaptivecards.min.js $@
	@touch $@

$(VENDOR)/markdown-it.min.js: $(NODE_READY)
	@mkdir -p $(VENDOR)
	cp node_modules/markdown-it/dist/browser/markdown-it.umd.min.js $@
	@touch $@
