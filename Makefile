# make run and make test are all that most people need; make help lists the rest.

PORT ?= 8000
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run test check format types house bench eval docs matrix torture clean venv develop

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1|/p' $(MAKEFILE_LIST) | awk -F'|' '{printf "%-16s %s\n", $$1, $$2}'

run: venv ## set up, load the demo, serve it, print the address and the logins (PORT=8123 make run: another port)
	@exec $(BIN)/habeas demo --port $(PORT)

test: develop ## set up, install what tests need, run everything (about 20 minutes)
	@tools/test/needs.sh
	@$(BIN)/python tools/test/stages.py

check: develop ## lint, and whether everything is formatted
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: develop ## format, and mend what lint can mend by itself
	@$(BIN)/ruff check --quiet --fix . || true
	@$(BIN)/ruff format .

types: develop ## mypy --strict
	@$(BIN)/mypy

house: develop ## import contracts, and the tests about the repository itself
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/pytest -q tests/house

docs: develop ## write the generated pages of docs/ again
	@$(BIN)/python tools/write_docs.py

bench: develop ## all benchmarks; docs/figures.md keeps what was measured
	@for each in benchmarks/*.py; do echo "== $$each"; $(BIN)/python $$each || exit; done

eval: develop ## how well documents are read, against labels; writes the table of docs/reading.md
	@$(BIN)/python -m benchmarks.reading --write

matrix: develop ## every test on another Python and PostgreSQL, every page at both widths, Go
	@tools/test/needs.sh
	@$(BIN)/python tools/test/stages.py matrix go

torture: develop ## property tests with fifty times the examples (about an hour)
	@$(BIN)/python tools/test/stages.py torture

clean: ## take away what was made, but var/ with what was entered
	rm -rf .venv .venv-* build dist .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +

venv:
	@tools/venv.sh .venv run

develop:
	@tools/venv.sh .venv develop
