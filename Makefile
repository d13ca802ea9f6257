# What a newcomer runs: make demo, make test. The rest is for those who change the suite.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check
PUBLISHED ?= ../shared/data/dfe

.PHONY: demo test fuzz browser lint types docs bench lab locks carried clean

demo: $(VENV)/.core
	$(BIN)/csc-metrics demo

test: $(VENV)/.dev browser
	$(BIN)/python -m pytest -n auto --dist worksteal

# MINUTES of drawn and spoilt files, another each time; what fails is laid down in fuzz_finds/ with how to try it again.
MINUTES ?= 60
fuzz: $(VENV)/.dev
	FUZZ_MINUTES=$(MINUTES) $(BIN)/python -m pytest -n 0 --log-cli-level=INFO tests/property -k fuzz

# What browser tests open pages with. Root on Debian gets Debian's; anybody else Playwright's, in their own home.
# Without one those tests are left out, but in CI they are not.
browser: $(VENV)/.dev
	@if command -v chromium >/dev/null; then exit 0; fi; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium fonts-liberation && exit 0; fi; \
	$(BIN)/playwright install chromium && exit 0; \
	echo "make: no browser could be installed; tests that open pages in one do not run." >&2; test -z "$$CI"

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/.dev
	$(BIN)/python tests/write_documents.py

# BENCH=--write puts the tables into benchmarks/README.md; BENCH=--help lists what else can be asked.
bench: $(VENV)/.dev
	$(BIN)/python -m benchmarks $(BENCH)

lab: $(VENV)/.lab
	$(BIN)/jupyter lab notebooks

# Two steps: pip takes no editable project in hash mode.
$(VENV)/.core: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.lab: requirements-lab.lock $(VENV)/.core
	$(PIP) install --quiet --require-hashes -r requirements-lab.lock
	touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.core
	$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  (echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.11"; exit 1)
	$(PYTHON) -m venv $(VENV)

# Pins for every platform, with hashes and without naming an index; needs uv.
UV_COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header
locks:
	$(UV_COMPILE) pyproject.toml --extra build -o requirements.lock
	$(UV_COMPILE) pyproject.toml --extra build --extra lab -c requirements.lock -o requirements-lab.lock
	$(UV_COMPILE) pyproject.toml --all-extras -c requirements-lab.lock -o requirements-dev.lock

# The package's own small table of published facts, written anew from DfE's files.
carried: $(VENV)/.core
	$(BIN)/python -m csc_metrics.cli.carry --published $(PUBLISHED)

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache reports/demo
