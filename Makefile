SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	if $$each -c '$(NEW_ENOUGH)' 2>/dev/null; then echo $$each; break; fi; done)
BIN := .venv/bin
DIR := bot/demo/threads
INSTALL := $(BIN)/python -m pip install --disable-pip-version-check -c constraints.txt
NAMES := sed -un 's/^Collecting \([^ (<>=~!;[]*\).*/  \1/p'

.PHONY: help demo run test check format bench eval example fuzz real-model clean

help:  ## what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: .venv/runs  ## play a review on this machine: no account, no key
	@$(BIN)/scripty demo

run: .venv/runs  ## run everything in one process, with the settings of the environment or .env
	@$(BIN)/scripty run

test: .venv/develops  ## run the tests
	@$(BIN)/python -m pytest -q

check: .venv/develops  ## formatter, linter, types, import rules, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q

format: .venv/develops  ## put the code in shape
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

bench: .venv/develops  ## measure, side by side; writes nothing
	@$(BIN)/python -m tests.benchmarks

eval: .venv/runs  ## score the built-in reader on labelled threads; DIR=… names a folder of your own
	@$(BIN)/scripty eval "$(DIR)"

example: .venv/develops  ## play a small production and write what is said into docs/example.md
	@WRITE_EXAMPLE=1 $(BIN)/python -m pytest -q -n 0 tests/e2e/test_production.py

fuzz: .venv/develops  ## read a million generated messages (twenty minutes and more)
	@$(BIN)/python -m tests.fuzz

real-model: .venv/serves  ## run against a real, very small model (ten minutes to build it, once)
	@$(BIN)/python -m pytest -q -s -n 0 tests/real_model

clean:  ## remove what the other targets made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

.venv/made:
	@test -n "$(PYTHON)" && $(PYTHON) -c '$(NEW_ENOUGH)' \
		|| { echo "Scripty needs Python 3.11 or newer; make PYTHON=/path/to/python says which."; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { echo "Python's venv module is missing; on Debian: apt-get install python3-venv."; exit 1; }
	@touch $@

.venv/runs: .venv/made pyproject.toml constraints.txt
	@echo "Installing Scripty (a minute or two, once):"
	@$(INSTALL) -e . | $(NAMES)
	@touch $@

.venv/develops: .venv/made pyproject.toml constraints.txt
	@echo "Installing Scripty and what its tests need (a minute or two, once):"
	@$(INSTALL) -e '.[dev]' | $(NAMES)
	@touch $@ .venv/runs

.venv/serves: .venv/develops
	@echo "Building llama.cpp and installing a model of 93 MB (about eight minutes on two cores, once):"
	@$(INSTALL) -e '.[dev,real-model]' | $(NAMES)
	@touch $@ .venv/develops .venv/runs
