# Two commands do everything: `make run` and `make test`. Both make .venv first,
# from the lock files, with nothing but make and Python 3.11 or newer.

PYTHON ?= python3
VENV ?= .venv
# Who has nothing left to do takes tests over, so that no core waits for the last long ones.
PYTEST_ARGS ?= -n 2 --dist worksteal

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check --no-input
PYTEST := $(BIN)/python -m pytest -q $(PYTEST_ARGS)
export MPLBACKEND ?= Agg

.NOTPARALLEL:
.DELETE_ON_ERROR:
.PHONY: help run test slow bounds plain core lint types imports format documents check setup lock clean

help:
	@echo 'make run      simulate scenarios/national.yaml and draw its figures'
	@echo 'make test     run the tests, without the slow ones'
	@echo 'make check    everything the CI runs, but for the newest Python'
	@echo 'make slow | bounds | plain | core     other lanes of the tests'
	@echo 'make lint | types | imports           ruff, basedpyright, import-linter'
	@echo 'make format   let ruff format and repair the code'
	@echo 'make documents   renew the pages that are made from the code'
	@echo 'make clean    remove .venv and all caches; results in runs/ stay'
	@echo 'make lock     renew the lock files (needs uv)'
	@echo 'Another Python: make PYTHON=python3.13 VENV=.venv-3.13 test'

run: $(VENV)/run.stamp
	$(BIN)/ntic run scenarios/national.yaml

test: $(VENV)/dev.stamp
	$(BIN)/ntic compile
	$(PYTEST) -m 'not slow'

slow: $(VENV)/dev.stamp
	$(PYTEST) -m slow

core: $(VENV)/dev.stamp
	$(PYTEST) -m core

# Compiled code does not check indices unless it is told to. It gets a cache of its own.
bounds: $(VENV)/dev.stamp
	cache=$$(mktemp -d) && trap 'rm -rf "$$cache"' EXIT && \
	export NUMBA_BOUNDSCHECK=1 NUMBA_CACHE_DIR="$$cache" && \
	$(BIN)/ntic compile && $(PYTEST) -m core

plain: $(VENV)/dev.stamp
	NUMBA_DISABLE_JIT=1 $(PYTEST) -m plain

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/dev.stamp
	$(BIN)/basedpyright --pythonpath $(BIN)/python

imports: $(VENV)/dev.stamp
	$(BIN)/lint-imports

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

documents: $(VENV)/dev.stamp
	$(BIN)/python -m sim.documents
	$(BIN)/ntic schema > scenarios/.schema.part && mv scenarios/.schema.part scenarios/scenario.schema.json
	$(BIN)/ntic schema --designs > scenarios/.schema.part && mv scenarios/.schema.part experiments/designs/design.schema.json

check: lint types imports test slow bounds plain

setup: $(VENV)/dev.stamp

# A stamp is written last, so a set-up that was interrupted is done again. It is also
# done again when a lock file or pyproject.toml changes.
$(VENV)/run.stamp: requirements.lock pyproject.toml
	$(call install,requirements.lock)
	@touch $@

# The larger lock covers the smaller one.
$(VENV)/dev.stamp: requirements-dev.lock requirements.lock pyproject.toml
	$(call install,requirements-dev.lock)
	@touch $(VENV)/run.stamp $@

define install
@sh .ci/venv '$(PYTHON)' '$(VENV)'
@echo 'Installing $(1) into $(VENV) (the first time takes a minute or two)'
@$(PIP) install --progress-bar off --require-hashes -r $(1)
@$(PIP) install --progress-bar off --no-deps --no-build-isolation -e .
endef

LOCK := uv pip compile pyproject.toml --group build --universal --generate-hashes \
	--python-version 3.11 --custom-compile-command 'make lock' --quiet

lock:
	$(LOCK) -o requirements.lock
	$(LOCK) --extra dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) build *.egg-info .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find sim calibration experiments tests benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true
