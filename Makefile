# The commands of this repository; each is one script in eng/, which says more.
.DEFAULT_GOAL := help
.PHONY: help run test lint format bench openapi quickstart stop clean

help: ## list these commands
	@sed -n 's/^\([a-z]*\):.*## /  make \1\t/p' Makefile | expand -t 16

run: ## the API with its own PostgreSQL and a demo tenant, until Ctrl-C (HR_PORT=5080)
	@eng/run.sh

test: ## everything, from nothing; the last line counts all runners
	@eng/test.sh

lint: ## formatting, analyzers, scripts, documentation
	@eng/lint.sh

format: ## apply the formatting that lint checks
	@dotnet tool restore && dotnet csharpier format .

bench: ## the benchmark against a bare server
	@eng/bench.sh

openapi: ## write the OpenAPI documents that the API serves to openapi/*.json
	@eng/openapi.sh

quickstart: ## the SDK's sample program, with the SDK as a package, against what 'make run' serves
	@eng/quickstart.sh

stop: ## end what 'make run' started, also when that was cut off
	@eng/stop.sh

clean: ## remove what this clone built and stored, the demo database included
	@eng/clean.sh
