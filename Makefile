# Two commands are enough: `make run` and `make test`. The work is done by tools/ (standard library only).
PYTHON ?= python3
VENV := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help setup run node worker test test-unit check fix migrate messages protocol-docs requirements bundle python

help: ## print this help
	@echo "make run    starts everything with demo data; make test  runs everything"
	@echo
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

# A shell's own words when even Python is missing.
python:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
	  echo "lianpin: $(PYTHON) is not installed: sudo apt-get install python3 python3-venv" >&2; exit 1; }

setup: python ## create .venv, install packages, build what is built
	@$(PYTHON) -m tools setup

run: python ## set up, migrate, load demo data and start web, media and worker
	@$(PYTHON) -m tools run

node: python ## start the media node alone
	@$(PYTHON) -m tools node

worker: python ## start the background worker alone
	@$(PYTHON) -m tools worker

test: python ## every check and every test; installs what it needs
	@$(PYTHON) -m tools test

test-unit: python ## tests without browsers, on SQLite: make test-unit ARGS="tests/fairs -k clash"
	@$(PYTHON) -m tools test --unit $(ARGS)

check: python ## linters, types, import rules, dead code, templates, translations
	@$(PYTHON) -m tools check

fix: ## let ruff repair and format what it can
	@$(VENV)/ruff check --fix --exit-zero .
	@$(VENV)/ruff format .

migrate: ## bring the database to the newest schema
	@$(PYTHON) -m tools migrate

messages: ## merge and compile translations; refuses one that lacks its Chinese
	@$(VENV)/python -m server.core.messages check
	@$(VENV)/python -m server.core.messages build

protocol-docs: ## write docs/realtime.md from the declared commands and facts
	@LIANPIN_DEMO=true $(VENV)/python -m server.core.realtime_docs > .setup/realtime.md && mv .setup/realtime.md docs/realtime.md

requirements: ## compile requirements/*.in to pinned, hashed files
	@$(PYTHON) -m tools requirements

bundle: python ## an offline archive in dist/ for machines without a package registry
	@$(PYTHON) -m tools bundle
