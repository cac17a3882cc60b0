# `make` alone lists what can be done.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-dev
PERIOD ?= 2025-Q4
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types unit bench gallery docs clean adventureworks setup setup-test

help: ## list what can be done
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

$(STAMP): pyproject.toml scripts/setup.sh
	@bash scripts/setup.sh run "$(PYTHON)" "$(VENV)"
	@touch $@

$(TEST_STAMP): pyproject.toml scripts/setup.sh
	@bash scripts/setup.sh test "$(PYTHON)" "$(VENV)"
	@touch $@ $(STAMP)

setup: $(STAMP) ## install what a run needs (virtual environment, Pango, fonts)

setup-test: $(TEST_STAMP) ## install what the tests need as well

demo: $(STAMP) ## build the demo company's reports and say where to look
	@$(BIN)/python scripts/demo.py --period $(PERIOD) --jobs $(JOBS)

adventureworks: $(STAMP) ## build reports of AdventureWorks: make adventureworks SOURCE=<folder with its tables>
	@test -n "$(SOURCE)" || { echo "make adventureworks SOURCE=<folder with the AdventureWorks tables>"; exit 2; }
	@$(BIN)/python datasets/adventureworks/build.py "$(SOURCE)" output/adventureworks-dataset
	@$(BIN)/reportgen run output/adventureworks-dataset --period 2013-Q3 --locale en --out output

test: $(TEST_STAMP) ## run every test (set ADVENTUREWORKS=<folder> to include the AdventureWorks runs)
	@REPORTGEN_ADVENTUREWORKS="$(ADVENTUREWORKS)" $(BIN)/python -m pytest -n $(JOBS) --dist loadfile

check: lint types unit ## lint, types and fast tests

lint: $(TEST_STAMP) ## ruff
	@$(BIN)/ruff check reportgen tests datasets benchmarks scripts

types: $(TEST_STAMP) ## mypy
	@$(BIN)/mypy

unit: $(TEST_STAMP) ## fast tests only
	@$(BIN)/python -m pytest -n $(JOBS) -m "not e2e"

bench: $(TEST_STAMP) ## measure speed and memory against named alternatives
	@$(BIN)/python -m benchmarks

gallery: $(TEST_STAMP) ## draw every report in both languages as pictures into docs/gallery
	@$(BIN)/python scripts/gallery.py

docs: $(TEST_STAMP) ## write the generated pages of docs/
	@$(BIN)/python scripts/docs.py

clean: ## remove the virtual environment, caches and output
	@rm -rf $(VENV) output/* .pytest_cache .mypy_cache .ruff_cache dist build
