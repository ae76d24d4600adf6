# Every recipe only names a script; scripts/ is where the work is.
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

.PHONY: help run test lint fmt bench enumeration seed image image-test consul clean

help: ## print this help
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: ## the app in a browser, with Consul beside it (PORT=8001 for another port)
	@scripts/run.sh

test: ## every test (T=name: only those; DB=postgres or DB=mariadb; ARGS=… for nextest)
	@scripts/test.sh

lint: ## formatting, clippy, licences and advisories, docs, shellcheck
	@scripts/lint.sh

fmt: ## format the code
	@cargo fmt --all

bench: ## start-up, memory and requests/s of the release build, in two minutes
	@scripts/bench.sh

enumeration: ## whether the time of an answer tells who has an account (TRIES=200)
	@scripts/enumeration.sh

seed: ## demo data (ARGS="--users 50 --posts 1000")
	@cargo run -- seed $(ARGS)

image: ## the container image miniblog:latest (IMAGE=… for another name)
	@scripts/image.sh

image-test: ## build the image from bases made here by debootstrap, and start it (root, buildah)
	@scripts/image-test.sh

consul: ## fetch Consul into .cache/ and print where it is
	@scripts/consul.sh

clean: ## remove what was built and fetched; data/ stays
	@cargo clean
	@rm -rf .cache
