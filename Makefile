# Ikrar: every target sets up what it needs. `make help` lists them.
SHELL := /bin/sh
# Compiled modules are kept: the tests start some hundred programs.
export PYTHONDONTWRITEBYTECODE :=
PYTHON ?= python3.11
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.stamp

.PHONY: help setup setup-dev demo serve test test-all lint format docs bench lock clean

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP)-base  ## build .venv with the locked packages, catalogues and static files

$(STAMP)-venv: requirements/tool.lock
	@command -v $(PYTHON) >/dev/null || { echo "Ikrar needs Python 3.11: install the package python3.11 (with python3.11-venv)."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV) || { echo "Python cannot build a virtual environment: install the package python3.11-venv."; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/tool.lock
	@touch $@

$(STAMP)-base: $(STAMP)-venv requirements/base.lock pyproject.toml package-lock.json $(shell find src/ikrar -name '*.po' -o -path '*/static/ikrar/*' -type f)
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/base.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --no-index -e .
	@$(BIN)/ikrar build
	@sh deploy/fetch-map
	@touch $@

$(STAMP)-dev: $(STAMP)-base requirements/dev.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.lock
	@touch $@

setup-dev: $(STAMP)-dev  ## also build what tests and checks need (a browser, PostgreSQL, the linters)
	@sh deploy/need-browser
	@sh deploy/need-postgres

demo: setup  ## serve the whole product with a fictional regency (PORT=8000, FRESH=1 starts over)
	@exec $(BIN)/ikrar demo --port $(PORT) $(if $(FRESH),--fresh)

serve: setup  ## serve a real installation configured by IKRAR_* settings
	@exec $(BIN)/ikrar serve --port $(PORT)

# What PostgreSQL could answer otherwise than SQLite; the access matrix is sampled there.
ON_POSTGRESQL := tests/test_checks.py tests/cli/test_database.py tests/cli/test_backup_postgresql.py tests/records tests/web tests/api tests/house/test_access.py tests/house/test_matrix_first.py tests/house/test_matrix_second.py

# A file stays with one worker; tests/conftest.py puts the long files first.
SPREAD := -n 2 --dist loadfile --no-loadscope-reorder

test: setup-dev  ## run what asks a database on PostgreSQL, then the whole suite on SQLite with the house's checks
	@IKRAR_TEST_DATABASE=postgresql $(BIN)/python -m pytest $(SPREAD) $(ON_POSTGRESQL)
	@$(BIN)/python -m pytest $(SPREAD) --cov --cov-report=term

test-all: setup-dev  ## the suite in full on both: every property with many more examples, the whole access matrix
	@IKRAR_TEST_DATABASE=postgresql HYPOTHESIS_PROFILE=full $(BIN)/python -m pytest $(SPREAD) $(ON_POSTGRESQL)
	@HYPOTHESIS_PROFILE=full $(BIN)/python -m pytest $(SPREAD) --cov --cov-report=term

lint: setup-dev  ## ruff, mypy and the layer contracts
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy && $(BIN)/lint-imports

format: setup-dev  ## let ruff arrange the code
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

docs: setup-dev  ## write docs/reference from the code
	@$(BIN)/python docs/build.py

bench: setup-dev  ## print every figure the documents quote
	@$(BIN)/python -m benchmarks

lock: $(STAMP)-venv  ## resolve requirements/*.in into hash-locked files
	@for f in tool base dev; do $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header --python-version 3.11 --universal requirements/$$f.in -o requirements/$$f.lock; done

clean:  ## remove what setup and the demo built
	@rm -rf $(VENV) var build
