# Two commands, each sets up all it needs: `make serve` shows the built site, `make test` checks everything.
# Needs make, Python 3.11 or newer with venv, and Node 20 or newer.

PORT ?= 8000
# python3 if it is new enough, else the newest that is there.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
  $(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
BIN = .venv/bin

export NO_MKDOCS_2_WARNING = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: serve test site setup lock bench

serve: site
	@$(BIN)/python checker/site/serve.py --port $(PORT) site

test: setup
	@$(BIN)/python tests/chrome.py
	@$(BIN)/python -m pytest

site: setup
	$(BIN)/mkdocs build --strict

# Takes minutes; measures on a machine that does nothing else. The page is published: read what it says before you commit.
bench: .venv/ready .cache/bench/ready
	$(BIN)/python -m benchmarks --page docs/about/benchmarks.md

setup: .venv/ready node_modules/ready .cache/pyodide-build/ready

.venv/ready: .venv/locked pyproject.toml
	$(BIN)/pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

.venv/locked: requirements/dev.txt
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found: install one, or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install -qq --require-hashes --requirement $<
	@touch $@

# pyodide-build asks for Python 3.12, but only its compiler runs, inside Pyodide: see requirements/pyodide-build.in.
.cache/pyodide-build/ready: requirements/pyodide-build.txt .venv/locked
	rm -rf $(@D)
	$(BIN)/pip install -qq --require-hashes --no-deps --ignore-requires-python --target $(@D) --requirement $<
	@touch $@

node_modules/ready: package-lock.json package.json .npmrc
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "No Node.js 20 or newer found: install one" >&2; exit 1; }
	npm ci --no-progress --loglevel=error
	@touch $@

# What the classifier is measured against; re2 beside it stands in for a package that would be compiled.
.cache/bench/ready: requirements/bench.txt benchmarks/package.json benchmarks/package-lock.json benchmarks/re2/index.js .npmrc .venv/locked
	rm -rf $(@D) && mkdir -p $(@D)
	$(BIN)/pip install -qq --require-hashes --no-deps --target $(@D)/python --requirement $<
	cp -R benchmarks/package.json benchmarks/package-lock.json benchmarks/re2 .npmrc $(@D)
	cd $(@D) && npm ci --no-progress --loglevel=error
	@touch $@

# The newest versions that requirements/*.in and both package.json allow.
lock: .cache/bench/ready
	$(PYTHON) -m venv .cache/lock && .cache/lock/bin/pip install -qq uv
	cd requirements && ../.cache/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --output-file dev.txt dev.in
	cd requirements && ../.cache/lock/bin/uv pip compile --quiet --upgrade --no-deps --universal --python-version 3.12 --generate-hashes --no-emit-index-url --output-file pyodide-build.txt pyodide-build.in
	cd requirements && ../.cache/lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url --output-file bench.txt bench.in
	npm update --package-lock-only
	cd .cache/bench && npm update --package-lock-only && cp package-lock.json ../../benchmarks/
