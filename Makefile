# Each command sets up all it needs: `make serve` shows the built site, `make check` is the minute for every change,
# `make test` checks everything.
# Needs make, Python 3.11 or newer with venv, and Node 20 or newer.

PORT ?= 8000
# python3 if it is new enough, else the newest that is there.
PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,\
  $(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
BIN = .venv/bin
# Two processes share the tests, a file at a time: what a file's tests share is made once. (loadgroup would split them:
# pytest-xdist 3.8 writes the groups where pytest 9.2 doesn't look.)
WORKERS = --numprocesses 2 --dist loadfile --no-loadscope-reorder

# Which commit the site is made from, for its foot and for the dates inside its files; none where a file differs from it.
COMMIT := $(shell test -z "$$(git status --porcelain 2>&1)" && git rev-parse HEAD)
ifneq ($(COMMIT),)
export SOURCE_COMMIT := $(COMMIT)
export SOURCE_DATE_EPOCH := $(shell git log -1 --format=%ct)
endif

export NO_MKDOCS_2_WARNING = 1
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# A run reuses what the one before it compiled, even where Python may write no bytecode of its own.
export PYTHONDONTWRITEBYTECODE =

.PHONY: serve preview page check test site setup lock bench quality fuzz properties patterns mutate urls fresh package release verify audit engines

# Instant navigation works only where the site was built for the address that it has.
serve: export SITE_URL = http://127.0.0.1:$(PORT)/
serve: site
	@$(BIN)/python -m tools.serve --port $(PORT) site

# The pages as they look, with live reload, while you write them. Needs no Node.js: the checker stays out.
preview: .venv/ready
	PREVIEW=1 $(BIN)/mkdocs serve --dev-addr 127.0.0.1:$(PORT)

# The skeleton of a new page: make page CODE=5.7.69
page: .venv/ready
	@$(BIN)/python -m tools.new_page "$(CODE)"

# The minute for every change: lint, types, the package and the pages. Needs no Node.js, no browser and no built site, and
# leaves the long tests to `make test`.
check: .venv/ready
	@$(BIN)/python -m pytest $(WORKERS) -m "not node and not long" tests/code tests/package tests/pages

# Every check there is, or those of TESTS. MATRIX=whole tries all of what is otherwise sampled.
TESTS ?= tests
export MATRIX
test: setup
	@$(BIN)/python -m tools.browsers
	@$(BIN)/python -m pytest $(WORKERS) $(TESTS)

site: setup
	$(BIN)/mkdocs build --strict

# Write down the addresses that are new: what has been published once keeps working.
urls: site
	$(BIN)/python -m tools.urls_lock site docs/urls.lock

# Which pages have to be reviewed again.
fresh:
	@PYTHONPATH=checker $(PYTHON) -m tools.freshness

# What pip installs: the wheel and the sdist, in the folder dist.
package: .venv/ready
	@$(BIN)/python -m tools.package dist

# The site as an archive, what pip installs, the bill of materials, and their checksums.
release: site
	$(BIN)/python -m tools.release site dist

# The published site against this commit, byte by byte: make verify SITE_URL=https://contoso.github.io/ndr/
verify: site
	$(BIN)/python -m tools.verify "$(SITE_URL)" site

# Whether a locked package has a known hole or a wrong signature; asks the registries, so it has no place in the tests.
audit: .cache/audit/ready node_modules/ready
	.cache/audit/bin/pip-audit --strict --require-hashes --disable-pip $(foreach lock,$(wildcard requirements/*.txt),--requirement $(lock))
	npm audit
	npm audit signatures

.cache/audit/ready: requirements/audit.txt
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/pip install -qq --require-hashes --only-binary :all: --requirement $<
	@touch $@

# Takes minutes; measures on a machine that does nothing else. The page is published: read what it says before you commit.
bench: setup .cache/bench/ready
	@$(BIN)/python -m tools.browsers
	$(BIN)/python -m tools.benchmarks --page docs/about/benchmarks.md

# Every page before the Nu HTML checker, and Lighthouse: the median of five, in turns with the plain theme.
quality: setup .cache/quality/ready
	$(BIN)/python -m tools.quality

# Long: each target for FUZZ_SECONDS, then what the grammar makes, then how the cost grows with the size.
FUZZ_SECONDS ?= 60
fuzz: .venv/ready .cache/fuzz/ready
	PYTHONPATH=.cache/fuzz/python $(BIN)/python -m tools.fuzz --seconds $(FUZZ_SECONDS)
	$(BIN)/python -m tools.fuzz.grammar 10000
	$(BIN)/python -m tools.fuzz.growth

# Long: each property on 20,000 inputs that are new each time.
properties: .venv/ready
	HYPOTHESIS_PROFILE=nightly $(BIN)/python -m pytest --timeout 0 $(wildcard tests/package/test_properties*.py)

# Long: asks recheck about every pattern again, and writes tests/data/patterns.lock.
patterns: setup
	$(BIN)/python -m tests.package.test_regexes

# The programs of the page about clusters on two workers each; one of them is killed. Takes minutes.
engines: .venv/ready .cache/engines/ready
	$(BIN)/python -m tools.engines

# Breaks the core a thousand ways and says which of them no test notices. mutmut takes a package for what stands in src.
mutate: .venv/ready .cache/fuzz/ready
	rm -rf .cache/mutate && mkdir -p .cache/mutate/src
	cp -R checker/ndr_checker .cache/mutate/src && cp -R checker docs tests tools sitebuild pyproject.toml .cache/mutate
	cd .cache/mutate && PYTHONPATH=../fuzz/python ../../$(BIN)/python -m mutmut run
	cd .cache/mutate && PYTHONPATH=../fuzz/python ../../$(BIN)/python -m mutmut results

setup: .venv/ready node_modules/ready .cache/pyodide-build/ready

.venv/ready: .venv/locked pyproject.toml
	$(BIN)/pip install -qq --no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q checker/ndr_checker # where Python may write no bytecode of its own
	@touch $@

.venv/locked: requirements/dev.txt
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found: install one, or name it: make PYTHON=/path/to/python" >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install -qq --require-hashes --only-binary :all: --requirement $<
	@touch $@

# pyodide-build asks for Python 3.12, but only its compiler runs, inside Pyodide: see requirements/pyodide-build.in.
.cache/pyodide-build/ready: requirements/pyodide-build.txt .venv/locked
	rm -rf $(@D)
	$(BIN)/pip install -qq --require-hashes --only-binary :all: --no-deps --ignore-requires-python --target $(@D) --requirement $<
	@touch $@

node_modules/ready: package-lock.json package.json .npmrc
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "No Node.js 20 or newer found: install one" >&2; exit 1; }
	npm ci --no-progress --loglevel=error
	@touch $@

# What the checker is measured against; re2 beside it stands in for a package that would be compiled.
.cache/bench/ready: requirements/bench.txt requirements/bench-browser.txt tools/benchmarks/package.json tools/benchmarks/package-lock.json tools/benchmarks/re2/index.js .npmrc .venv/locked
	rm -rf $(@D) && mkdir -p $(@D)
	$(BIN)/pip install -qq --require-hashes --no-deps --only-binary :all: --target $(@D)/python --requirement $<
	$(BIN)/pip download -qq --require-hashes --no-deps --only-binary :all: --python-version 3.14 --dest $(@D)/wheels --requirement requirements/bench-browser.txt
	cp -R tools/benchmarks/package.json tools/benchmarks/package-lock.json tools/benchmarks/re2 .npmrc $(@D)
	cd $(@D) && npm ci --no-progress --loglevel=error
	@touch $@

.cache/quality/ready: tools/quality/package.json tools/quality/package-lock.json .npmrc
	@command -v java >/dev/null || { echo "No Java 17 or newer found: install it; Debian's package is default-jre-headless" >&2; exit 1; }
	rm -rf $(@D) && mkdir -p $(@D)
	cp tools/quality/package.json tools/quality/package-lock.json .npmrc $(@D)
	cd $(@D) && npm ci --no-progress --loglevel=error
	@touch $@

.cache/fuzz/ready: requirements/fuzz.txt .venv/locked
	rm -rf $(@D)/python
	$(BIN)/pip install -qq --require-hashes --no-deps --only-binary :all: --target $(@D)/python --requirement $<
	@touch $@

# Spark is published as source only: the one package that runs code of its own here while it is installed.
.cache/engines/ready: requirements/engines.txt requirements/spark.txt
	@command -v java >/dev/null || { echo "No Java 17 found: install it; Debian's package is openjdk-17-jre-headless" >&2; exit 1; }
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/pip install -qq --require-hashes --only-binary :all: --requirement requirements/engines.txt
	$(@D)/bin/pip install -qq --require-hashes --no-deps --no-build-isolation --requirement requirements/spark.txt
	@touch $@

.cache/lock/ready: requirements/lock.txt
	$(PYTHON) -m venv --clear $(@D)
	$(@D)/bin/pip install -qq --require-hashes --only-binary :all: --requirement $<
	@touch $@

# A lock of the newest versions that requirements/$(1).in allows, for Python $(2) and later.
compile = cd requirements && ../.cache/lock/bin/uv pip compile --quiet --upgrade $(3) --universal --python-version $(2) --generate-hashes --no-emit-index-url --output-file $(1).txt $(1).in

# The newest versions that requirements/*.in and each package.json allow.
lock: .cache/lock/ready .cache/bench/ready .cache/quality/ready
	$(call compile,dev,3.11)
	$(call compile,pyodide-build,3.12,--no-deps)
	$(call compile,bench,3.11)
	$(call compile,fuzz,3.11)
	$(call compile,bench-browser,3.14,--no-deps)
	$(call compile,audit,3.11)
	$(call compile,engines,3.11)
	$(call compile,spark,3.11,--no-deps)
	$(call compile,lock,3.11)
	npm update --package-lock-only
	cd .cache/bench && npm update --package-lock-only && cp package-lock.json ../../tools/benchmarks/
	cd .cache/quality && npm update --package-lock-only && cp package-lock.json ../../tools/quality/
