# Everything that a fresh machine with Python 3.11, pip, git and make needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint types docs wheel playground bench clean

# Set up, then the main job on a small data set that the repository holds.
demo: $(READY)
	@$(BIN)/python docs/demo.py

# Set up, then every test.
test: $(READY)
	$(BIN)/python -m pytest

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/shellcheck .ci/run .ci/engines .ci/system_packages docs/*.sh integrations/*/*.sh
	$(BIN)/zizmor --offline --quiet action.yml .github/workflows

types: $(READY)
	$(BIN)/mypy
	$(BIN)/pyright

# Write the generated parts of SPEC.md, README.md and docs/ anew.
docs: $(READY)
	$(BIN)/python docs/generate.py

# Build the wheel and test it with the sources removed.
wheel: $(READY)
	PYTHON=$(abspath $(BIN)/python) bash docs/test_wheel.sh

# Build the checker as a page for the browser (docs/playground.md); needs npm, too.
playground: $(READY)
	$(BIN)/python playground/build.py

# Measure against peers, which get an environment of their own.
bench: $(READY)
	$(PYTHON) -m venv .venv-bench
	.venv-bench/bin/python -m pip install --quiet --upgrade "pip>=25.1"
	.venv-bench/bin/python -m pip install --quiet ".[all]" --group bench
	.venv-bench/bin/python benchmarks/startup.py
	.venv-bench/bin/python benchmarks/checking.py
	.venv-bench/bin/python benchmarks/catalogue.py
	.venv-bench/bin/python benchmarks/files.py
	.venv-bench/bin/python benchmarks/inventories.py
	.venv-bench/bin/python benchmarks/proofs.py
	.venv-bench/bin/python benchmarks/domains.py
	.venv-bench/bin/python benchmarks/engines.py

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable ".[all]" --group dev
	@touch $@

clean:
	rm -rf $(VENV) .venv-bench build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
