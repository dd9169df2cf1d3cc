# `make run` and `make test` do everything on a machine with Python 3.11 or newer; all names: `make help`.

VENV := .venv
PY := $(VENV)/bin/python
INSTALLED := $(HOME)/.local/lib/fractal-desktop
OFFSCREEN := QT_QPA_PLATFORM=offscreen
PYTHON ?=
export PYTHON

.DEFAULT_GOAL := help
.PHONY: help run demo test lint types bench screenshots dist install uninstall lock clean environment tools libraries

help: ## list what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

run: environment libraries ## open the program (FILE=path opens that file)
	@$(PY) -m fractal_desktop $(if $(FILE),"$(FILE)") $(ARGS)

demo: environment libraries ## open the program on sample data; your own files and settings stay as they are
	@$(PY) -m scripts.demo $(ARGS)

test: tools libraries lint types ## check style, types and layers, then run all tests without a window
	$(OFFSCREEN) $(PY) -m pytest --ignore=tests/benchmarks --numprocesses=auto --maxprocesses=4 --dist=worksteal --cov --cov-report=term $(ARGS)

lint: tools
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

types: tools
	$(PY) -m mypy

bench: tools libraries ## measure what docs/performance.md promises
	$(OFFSCREEN) $(PY) -m pytest tests/benchmarks --benchmark-columns=min,median,max --benchmark-sort=name $(ARGS)

screenshots: tools libraries ## draw docs/images anew
	@fc-list 2>/dev/null | grep -q /Inter || scripts/debian_packages.sh fonts-inter || true
	$(OFFSCREEN) $(PY) -m scripts.screenshots docs/images $(ARGS)

dist: tools ## build the wheel into dist
	@rm -rf dist
	$(PY) -m hatchling build --target wheel

install: ## put the program into your desktop's menu
	@scripts/environment.sh "$(INSTALLED)" run build
	@scripts/qt_libraries.sh "$(INSTALLED)"
	@"$(INSTALLED)/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --force-reinstall .
	@"$(INSTALLED)/bin/python" scripts/menu_entry.py install

uninstall: ## take it out again; your data stays
	@if [ -x "$(INSTALLED)/bin/python" ]; then "$(INSTALLED)/bin/python" scripts/menu_entry.py uninstall; fi
	@rm -rf "$(INSTALLED)"

lock: tools ## choose the newest versions of all packages within pyproject.toml's bounds
	@$(PY) -m pip install --quiet --disable-pip-version-check uv
	@scripts/lock.sh $(PY)

clean: ## remove all that was built
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks .import_linter_cache .coverage htmlcov

environment:
	@scripts/environment.sh $(VENV) run

tools:
	@scripts/environment.sh $(VENV) dev

libraries:
	@scripts/qt_libraries.sh $(VENV)
