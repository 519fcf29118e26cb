# 门：常用命令都从这里进。The doors; each recipe is a script in scripts/.
# make run PORT=8001 · make test ARGS="tests/unit -k majority" · PYTHON=python3.12 make run

ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help run test check cover bench

help:
	@sh scripts/help.sh

run:
	@sh scripts/run.sh $(ARGS)

test:
	@sh scripts/test.sh $(ARGS)

check:
	@sh scripts/check.sh

cover:
	@sh scripts/cover.sh $(ARGS)

bench:
	@sh scripts/bench.sh $(ARGS)
