# One command does it, and says what it does. PORT and DATA_DIR work with every one of them.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup run staff demo messages bench audit crash-test mail-test hostile-test erase-test test check fix content spam-trial

help:  ## list the commands
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

# The stamps hold what is installed, so that a second start needs neither network nor time.
.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit("This needs Python 3.11 or newer: PYTHON=python3.12 make run" if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing what the site needs ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing what the tests need ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

setup: .venv/installed  ## install what the site needs

run: setup  ## serve the site and its worker until Ctrl-C
	@exec $(BIN)/python manage.py serve

staff: setup  ## make a staff account
	@$(BIN)/python manage.py prepare && exec $(BIN)/python manage.py staff

demo: setup  ## fill a development database with made-up leads
	@$(BIN)/python manage.py prepare && exec $(BIN)/python manage.py demo

messages: setup  ## compile the words of other languages, after locale/ was edited
	@exec $(BIN)/pybabel compile --directory locale --domain django --statistics

bench: setup  ## print what each page and the form cost, in a folder of its own
	@exec $(BIN)/python -m tests.bench

audit: .venv/installed-dev  ## let neutral judges look at the running pages, or at a site of its own
	@exec $(BIN)/python -m tests.audit

check: .venv/installed-dev  ## formats, lint, types, imports, migrations
	@$(BIN)/python -m tests.checks

fix: .venv/installed-dev  ## put formats right
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix . && $(BIN)/python -m tests.checks --fix

# For example: make crash-test ARGS="--posts 2000 --database postgresql", or ARGS=--naive, ARGS=--full-disk,
# ARGS="--outage 600 --database postgresql", or the same with --frozen
crash-test: .venv/installed-dev  ## kill everything at random during 20,000 requests, and count what is lost
	@exec $(BIN)/python -m tests.crash $(ARGS)

# For example: make mail-test ARGS="--seconds 300 --requests 100"
mail-test: .venv/installed-dev  ## take mail away for an hour during 1,000 requests, and count what arrives afterwards
	@exec $(BIN)/python -m tests.mail $(ARGS)

# For example: make hostile-test ARGS="--bodies 5000 --over-http 1000 --images 100 --seed 7"
hostile-test: .venv/installed-dev  ## send 100,000 hostile bodies and 1,000 photos, and look for errors, tracebacks and rows that break a rule
	@exec $(BIN)/python -m tests.hostile $(ARGS)

# For example: make erase-test ARGS="--database postgresql"
erase-test: .venv/installed-dev  ## erase people from the running site, and look for them everywhere
	@exec $(BIN)/python -m tests.erasing $(ARGS)

test: .venv/installed-dev check  ## every check and test: unit, integration, browser
	@$(BIN)/python -m tests.browser
	@$(BIN)/python -m pytest -m "not browser" --cov
	@$(BIN)/python -m pytest -m browser

spam-trial: .venv/installed-dev  ## 2,000 real-looking requests among 20,000 spam posts, and how they fared
	@$(BIN)/python -m tests.spam
