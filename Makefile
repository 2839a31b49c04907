# Each target sets up .venv by itself, from pinned versions only.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
EMULATOR := tests/emulated/node_modules/.package-lock.json

export SIGNPOST_CACHE ?= $(CURDIR)/.venv/cache
export SIGNPOST_DATA ?= $(CURDIR)/.venv/data

.PHONY: demo test test-slack bench prove clean

demo: $(READY)
	@$(BIN)/signpost demo

test: $(READY)
	@$(BIN)/signpost check
	@$(BIN)/signpost build
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/pytest -q -n 3 --dist loadscope --ignore tests/emulated

test-slack: $(READY) $(EMULATOR)
	@$(BIN)/signpost build
	@$(BIN)/pytest -q -n 2 --dist loadfile tests/emulated

prove: $(READY)
	@$(BIN)/pytest -q --hypothesis-profile=prove tests/knowledge/test_properties.py tests/test_questions.py tests/faults/test_contract.py tests/faults/test_kill_loop.py tests/slack/test_edge.py tests/slack/test_slack_faults.py tests/teams/test_mutated.py tests/teams/test_teams_faults.py
	@$(BIN)/python -m tests.faults.schedules
	@$(BIN)/python -m tests.faults.power_cuts
	@$(BIN)/python -m tests.faults.canaries --reports 1000
	@$(BIN)/python -m tests.faults.kill_loop --store sqlite --reports 10000 --kills 1000
	@$(BIN)/python -m tests.faults.kill_loop --store postgresql --processes 3 --reports 3000 --kills 400

bench: $(READY)
	@$(BIN)/python -m tests.bench
	@$(BIN)/python -m tests.bench_reports
	@$(BIN)/python -m tests.bench_slack
	@$(BIN)/python -m tests.bench_teams

$(READY): requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Signpost needs Python 3.11 or newer; set PYTHON=python3.11 or later") if sys.version_info < (3, 11) else None'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

# The third-party Slack emulator and the Node that it needs, both from npm.
$(EMULATOR): tests/emulated/package.json tests/emulated/package-lock.json
	@command -v npm >/dev/null || { echo "make test-slack needs npm, which fetches the Slack emulator and its Node" >&2; exit 1; }
	@npm ci --prefix tests/emulated --ignore-scripts --no-audit --no-fund --silent
	@touch $(EMULATOR)

clean:
	rm -rf .venv tests/emulated/node_modules
