# The project's commands. `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
PORT   ?= 8080
VAR    ?= var
DECISIONS ?= 1000
SEED   ?= 7
BIN    := .venv/bin
GATE   := $(BIN)/gate

.PHONY: help setup run demo test admissions check policy openapi cases docs bench format clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: .venv/dev.stamp .tools/opa.stamp .tools/postgres.stamp .tools/strace.stamp ## install everything: .venv, OPA for policy work, PostgreSQL and strace for tests

.venv/run.stamp: requirements.lock pyproject.toml scripts/venv.sh
	@PYTHON=$(PYTHON) scripts/venv.sh requirements.lock && touch $@

.venv/dev.stamp: requirements-dev.lock .venv/run.stamp
	@PYTHON=$(PYTHON) scripts/venv.sh requirements-dev.lock && touch $@

.tools/opa.stamp: scripts/opa.sh
	@scripts/opa.sh && touch $@

.tools/postgres.stamp: scripts/postgres.sh
	@mkdir -p .tools && scripts/postgres.sh && touch $@

.tools/strace.stamp: scripts/strace.sh
	@mkdir -p .tools && scripts/strace.sh && touch $@

run: .venv/run.stamp ## set up and start the service on 127.0.0.1:8080 (PORT=, VAR=)
	@$(BIN)/python scripts/run.py --port $(PORT) --var $(VAR)

demo: VAR = var/demo
demo: .venv/run.stamp ## fill an empty gate with a believable year (DECISIONS=1000, SEED=7, VAR=var/demo)
	@$(BIN)/python -m bench.history --decisions $(DECISIONS) --seed $(SEED) --var $(VAR)

test: setup ## set up and run every test
	@$(BIN)/python -m pytest
	@$(BIN)/python fixtures/inputs.py --out build/inputs
	@$(BIN)/python fixtures/inputs.py --out build/stopped --stopped
	@$(GATE) policy test --inputs build/inputs --admissions build/stopped --share 8

admissions: setup ## leave out of denied sample cases whatever can be left out
	@$(BIN)/python fixtures/inputs.py --out build/stopped --stopped
	@$(GATE) policy test --quick --admissions build/stopped

check: setup ## formatting, lint, types, import contracts, policy checks
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/hadolint Dockerfile
	@scripts/policy-check.sh
	@$(BIN)/python scripts/openapi.py --check
	@$(BIN)/python fixtures/derive.py --check
	@$(BIN)/python scripts/docs.py --check

policy: setup ## rebuild the committed release from policies/
	@$(GATE) policy build --shipped

openapi: setup ## write openapi/gate.v1.json from the code
	@$(BIN)/python scripts/openapi.py

cases: setup ## write the requests of sample cases that a change.json describes
	@$(BIN)/python fixtures/derive.py

docs: setup ## write docs/controls, coverage.md and admissions.md from policies and cases
	@$(BIN)/python scripts/docs.py

bench: setup ## print the benchmarks side by side with a bare OPA server
	@$(BIN)/python -m bench

format: setup ## format the code
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
	@.tools/bin/opa fmt --write policies

clean: ## remove what setup and tests made (never var/)
	@rm -rf .venv .tools build .pytest_cache .mypy_cache .ruff_cache
