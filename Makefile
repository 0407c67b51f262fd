# Each target is one command that a machine without make can type: see the README.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
PYTEST := -m pytest --dist loadscope --numprocesses

.PHONY: report test test-browser-full bench bench-pages lint serve notebooks corrupt hostile mutate bench-gate picture sentences lock reference release lowest clean

report: $(READY)  ## check every return, run the chapters, build the site
	$(BIN)/trustbook report

test: $(READY)  ## unit tests with the branches that they run, integration and browser tests, then nbval over the notebooks
	rm -rf _build/coverage
	$(BIN)/python -m coverage run $(PYTEST) logical --durations 20 tests/unit
	$(BIN)/python -m coverage combine --quiet
	$(BIN)/python tests/coverage_by_room.py
	$(BIN)/python $(PYTEST) auto --no-loadscope-reorder --durations 40 --ignore tests/unit
	$(BIN)/python $(PYTEST) logical --nbval --nbval-current-env --nbval-sanitize-with tests/nbval.cfg notebooks

test-browser-full: $(READY)  ## every page of two editions, at three widths, light and dark, with and without scripts
	TRUSTBOOK_BROWSER=required TRUSTBOOK_PAGES=every $(BIN)/python -m pytest tests/browser

bench: $(READY)  ## how fast a report is beside plain tools on the same work (five rounds take hours; it can be stopped)
	$(BIN)/python benchmarks/speed.py

bench-pages: $(READY)  ## weight, first paint and accessibility beside plain Jupyter Book (after make report)
	$(BIN)/python benchmarks/pages.py

lint: $(READY)  ## style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

serve: $(READY)  ## the site on localhost
	$(BIN)/trustbook serve

notebooks: $(READY)  ## refresh the committed outputs for the newest period
	$(BIN)/trustbook notebooks

corrupt: $(READY)  ## make the true returns wrong in every way and see what the gate misses (hours)
	$(BIN)/python tests/corruption

hostile: $(READY)  ## plant 150 hostile texts in every text field and look for what they do (hours; it can be stopped)
	$(BIN)/python tests/hostile

mutate: $(READY)  ## change checks, claims and analyses in small ways and see what the unit tests notice (half an hour)
	$(BIN)/python tests/mutation

bench-gate: $(READY)  ## the gate's time and memory beside pandera and plain Great Expectations
	$(BIN)/python -m pip install --quiet 'pandera>=0.24,<1'
	$(BIN)/python benchmarks/gate.py

picture: $(READY)  ## draw the front page for the README and the first screens in docs/pictures (needs Chromium)
	$(BIN)/python docs/picture.py

sentences: $(READY)  ## one page with every sentence template and examples of three bodies, to be read at one sitting
	$(BIN)/python tests/sentences

lock:  ## compile requirements.txt anew from pyproject.toml, for all Python versions at once
	$(PYTHON) -m venv _build/lock
	_build/lock/bin/python -m pip install --quiet uv
	_build/lock/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --quiet --upgrade --output-file requirements.txt
	_build/lock/bin/uv pip compile --group release --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --quiet --upgrade --output-file requirements-release.txt

reference: $(READY)  ## write docs/reference from the code, and build it as a book in _build/reference
	$(BIN)/python docs/reference_book.py --build

release:  ## wheel, source distribution, list of parts, licences and audit in _build/release: see docs/releasing.md
	$(PYTHON) -m venv _build/release/tools
	_build/release/tools/bin/python -m pip install --quiet --require-hashes -r requirements-release.txt
	_build/release/tools/bin/python docs/release.py

lowest:  ## the unit tests once on the lowest versions that pyproject.toml allows (some ten minutes)
	rm -rf _build/lowest
	$(PYTHON) -m venv _build/lowest
	_build/lowest/bin/python -m pip install --quiet uv
	_build/lowest/bin/uv pip compile pyproject.toml --extra dev --resolution lowest-direct \
	  --python _build/lowest/bin/python --no-header --no-annotate --no-emit-index-url --quiet --output-file _build/lowest/requirements.txt
	_build/lowest/bin/uv pip install --quiet --python _build/lowest/bin/python -r _build/lowest/requirements.txt
	_build/lowest/bin/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	_build/lowest/bin/python $(PYTEST) logical tests/unit

clean:  ## delete everything that was made, the environment too
	rm -rf _build $(VENV)

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(None if (3, 11) <= v <= (3, 14) else "trustbook needs Python 3.11 to 3.14, and this is %d.%d. Name another: make PYTHON=python3.12" % v)'
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make virtual environments. On Debian or Ubuntu: sudo apt install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV): a minute or two, once."
	$(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
