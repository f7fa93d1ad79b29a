# `make run` serves Showcase; `make check` is quick; `make test` is everything. CONTRIBUTING.md says more.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TESTS ?= tests
# One more than the two cores that continuous integration has: a browser test waits for its browser and its server.
JOBS ?= 3
SOAK ?= 10
SEED ?= 1
CATALOGUES := $(wildcard showcase/translations/*/LC_MESSAGES/*.po)
FORMATTED := 'static/css/*.css' 'static/js/*.js' 'templates/**/*.js' '!**/*.min.js'
STATIC := $(shell find static -type f ! -name '*.gz' ! -name '*.br')

# Compiled modules are kept whatever the environment says: else each test process and server compiles them all again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test check checks format bench soak phone lock sbom messages access pictures clean
.NOTPARALLEL:
.DEFAULT_GOAL := run

run: $(VENV)/.installed $(CATALOGUES:.po=.mo) $(VENV)/.compressed
	@$(BIN)/flask serve --stop-with-parent

# Checks first, so that pytest's summary is the last line.
test: checks
	@tools/install-packages postgresql chromium browser-driver fonts
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(TESTS)

check: checks
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not browser and not postgres and not slow" $(TESTS)

checks: $(VENV)/.installed-dev $(CATALOGUES:.po=.mo) $(VENV)/.compressed
	@tools/checks $(FORMATTED)

format: $(VENV)/.installed-dev
	@$(BIN)/ruff format --quiet .
	@$(BIN)/djlint --reformat --quiet --warn templates
	@$(BIN)/oxfmt $(FORMATTED)

# A software bill of materials (CycloneDX) of what the server installs.
sbom: $(VENV)/.installed-dev
	@mkdir -p build
	@$(BIN)/uv tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements requirements.lock \
		--output-format JSON --output-file build/sbom.json
	@echo "build/sbom.json"

bench: $(VENV)/.installed-dev $(CATALOGUES:.po=.mo) $(VENV)/.compressed
	@tools/install-packages wrk
	@$(BIN)/python -m benchmarks

# The fault tests for longer: `make soak SOAK=50 SEED=7`.
soak: $(VENV)/.installed-dev $(CATALOGUES:.po=.mo) $(VENV)/.compressed
	@tools/install-packages postgresql
	@SOAK=$(SOAK) SEED=$(SEED) $(BIN)/python -m pytest -n $(JOBS) --dist worksteal tests/faults

phone: $(VENV)/.installed-dev $(CATALOGUES:.po=.mo) $(VENV)/.compressed
	@tools/install-packages chromium browser-driver
	@$(BIN)/python -m benchmarks.slow_line

# Every package with its hashes, for every platform; the second keeps to the versions of the first.
lock: $(VENV)/.installed-dev
	@$(BIN)/uv pip compile $(COMPILE) requirements.txt --output-file requirements.lock
	@$(BIN)/uv pip compile $(COMPILE) requirements-dev.txt --constraints requirements.lock \
		--output-file requirements-dev.lock
COMPILE := --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
	--custom-compile-command "make lock"

messages: $(VENV)/.installed-dev
	@$(BIN)/python -m tools.messages

access: $(VENV)/.installed-dev
	@$(BIN)/python -m tools.access

pictures: $(VENV)/.installed-dev
	@$(BIN)/python -m tools.pictures

clean:
	rm -rf $(VENV) build .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find showcase -name '*.mo' -delete
	find static \( -name '*.gz' -o -name '*.br' \) -delete

# Stamps say to which lock file the environment was last brought; they go when it is not whole any more.
$(shell tools/environment)

$(VENV)/.installed: requirements.lock
	@PYTHON='$(PYTHON)' tools/environment $<
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock
	@PYTHON='$(PYTHON)' tools/environment $<
	@touch $(VENV)/.installed $@

%.mo: %.po | $(VENV)/.installed
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@

# Old copies go first: the server prefers them to the file that they were made from.
$(VENV)/.compressed: $(STATIC) | $(VENV)/.installed
	@find static \( -name '*.gz' -o -name '*.br' \) -delete
	@$(BIN)/python -m whitenoise.compress --quiet static
	@touch $@
