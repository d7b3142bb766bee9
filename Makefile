PYTHON ?= python3.11
WORKERS ?= 2
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard src/tansiq/locale/*/LC_MESSAGES/*.po))
COMPILE := $(BIN)/uv pip compile --quiet --no-header --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset services test test-long check format bench bench-taxii screenshots messages reference wheel lock clean

help: ## List what can be made
	@grep -hE '^[a-z-]+:.*## ' $(firstword $(MAKEFILE_LIST)) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: .venv/.installed .venv/.vendored $(CATALOGUES) ## Install everything that the lock files name, once
	@:

demo: setup ## Start three paired nodes of three invented agencies; Ctrl-C ends them
	@$(BIN)/tansiq demo

demo-reset: setup ## Throw the demo's data away, so that the next start begins anew
	@$(BIN)/tansiq demo --reset

services: setup
	@$(BIN)/python tools/ensure_services.py
	@$(BIN)/python tools/ensure_peers.py

test: services ## Run the tests
	@$(BIN)/pytest -n $(WORKERS)

test-long: services ## Run the tests that take minutes too
	@$(BIN)/pytest -n $(WORKERS) -m ""

check: setup ## Look for faults without running the product: style, types, floors, locks, documents
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint --quiet --lint src/tansiq/web
	@$(BIN)/python tools/check_locks.py
	@$(BIN)/python tools/messages.py check
	@$(BIN)/pytest --quiet tests/test_house.py tests/test_docs.py tests/test_docs_commands.py

format: setup ## Put the source into its standard form
	@$(BIN)/ruff check --quiet --fix-only .
	@$(BIN)/ruff format --quiet .

bench: setup ## Measure, print a table, write JSON
	@$(BIN)/python -m bench

bench-taxii: services ## Measure TAXII beside OpenTAXII, medallion and nginx (25 minutes)
	@$(BIN)/python -m bench.taxii

screenshots: services ## Take the pictures in docs/images/ from a demonstration of its own
	@$(BIN)/python tools/screenshots.py

messages: setup ## Take new sentences of the pages into the catalogues
	@$(BIN)/python tools/messages.py update

reference: setup ## Write docs/reference/ from the program itself
	@$(BIN)/python tools/reference.py

wheel: setup ## Build the wheel into dist/
	@$(BIN)/python -m hatchling build -t wheel

lock: .venv/.installed ## Renew the lock files after a change of what they lock
	@$(COMPILE) --output-file requirements.lock pyproject.toml
	@$(COMPILE) --group dev --output-file requirements-dev.lock pyproject.toml
	@$(COMPILE) --output-file requirements-peers.lock requirements-peers.in
	@npm install --package-lock-only --loglevel=error

clean: ## Remove whatever was installed or built; the demo's data stay
	@rm -rf .venv .venv-peers node_modules dist build src/tansiq/web/static/vendor $(CATALOGUES) \
		.hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

.venv/bin/python:
	@echo "[1/4] Making the virtual environment …"
	@$(PYTHON) -m venv .venv

# pip brings uv, uv brings the rest: both by hash, and in seconds rather than a minute.
.venv/.installed: requirements-dev.lock pyproject.toml | .venv/bin/python
	@echo "[2/4] Installing $$(grep -c == requirements-dev.lock) Python packages …"
	@awk '/^[a-z]/ {wanted = /^uv==/} wanted' requirements-dev.lock > .venv/uv.lock
	@$(BIN)/pip install -qq --disable-pip-version-check --require-hashes -r .venv/uv.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.vendored: package-lock.json tools/vendor.py .venv/.installed
	@echo "[3/4] Fetching the browser's files …"
	@$(BIN)/python tools/vendor.py
	@touch $@

%.mo: %.po | .venv/.installed
	@echo "[4/4] Compiling $< …"
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ \
		--locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))
