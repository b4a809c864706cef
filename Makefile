# Commands of the project. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
.DEFAULT_GOAL := help
.PHONY: help setup run demo test check bench docs rights lock system-tests spark

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

setup: .venv/installed build/vendor/copied  ## environment and browser assets

.venv/bin/uv:
	@tools/need_python.sh $(PYTHON)
	@echo "· environment .venv"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv

.venv/installed: .venv/bin/uv requirements.lock pyproject.toml
	@echo "· Python packages from requirements.lock"
	@$(BIN)/uv pip sync -q --system-certs --require-hashes --python $(BIN)/python requirements.lock
	@$(BIN)/uv pip install -q --system-certs --no-deps --python $(BIN)/python -e .
	@touch $@

build/vendor/copied: package-lock.json tools/copy_vendor.mjs
	@tools/need_node.sh
	@echo "· browser assets from package-lock.json"
	@npm ci --silent
	@node tools/copy_vendor.mjs
	@touch $@

.venv/spark: .venv/installed requirements-spark.lock
	@echo "· Apache Spark from requirements-spark.lock"
	@$(BIN)/uv pip install -q --system-certs --require-hashes --python $(BIN)/python -r requirements-spark.lock
	@touch $@

spark: .venv/spark  ## the second engine, Apache Spark, for ZHIQIANG_ENGINE
	@tools/need_java.sh

run: setup  ## serve this installation on 127.0.0.1:8000
	@$(BIN)/zhiqiang serve

demo: setup  ## the example city in a browser: http://127.0.0.1:8000
	@$(BIN)/zhiqiang demo

test: setup system-tests  ## all tests, browser included
	@$(BIN)/pytest

system-tests: spark
	@tools/need_browser.sh
	@tools/need_postgres.sh

check: setup  ## format, lint, types, import contracts, migrations
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check

bench: setup  ## timings with ratios against raw baselines
	@$(BIN)/python -m bench

docs: setup  ## write docs/glossary.md from the terms
	@$(BIN)/python tools/write_glossary.py

rights: setup  ## who may open and send what, as a table for an auditor
	@$(BIN)/python tools/print_rights.py

lock: .venv/bin/uv  ## resolve requirements.lock anew
	@$(BIN)/uv pip compile -q --system-certs pyproject.toml --extra ocr --group dev --generate-hashes --no-header --no-annotate -o requirements.lock
	@echo 'pyspark~=4.3' | $(BIN)/uv pip compile -q --system-certs - --generate-hashes --no-header --no-annotate -o requirements-spark.lock
