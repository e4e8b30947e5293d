# Two commands matter: `make run` and `make test`. Both install what is missing, inside the project.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test setup check fmt screenshots clean-data

help: ## say what there is
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## set up, build, migrate, load the demo, serve on http://127.0.0.1:3000
	@tools/run.sh

test: ## set up, then every check; only some with STAGES="fmt clippy"
	@tools/test.sh $(STAGES)

setup: ## only install what is missing
	@tools/setup.sh

check: ## the quick look while writing: format and cargo check, server and browser
	cargo fmt --all --check
	LEPTOS_OUTPUT_NAME=hoithi cargo check --workspace --exclude frontend --all-targets
	LEPTOS_OUTPUT_NAME=hoithi cargo check -p frontend --target wasm32-unknown-unknown

fmt: ## format the Rust code
	cargo fmt --all

screenshots: ## copy the pictures of the last browser tests to docs/screenshots
	@tools/screenshots.sh

clean-data: ## throw away the local database of make run (asks first)
	@tools/clean-data.sh
