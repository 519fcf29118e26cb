#!/bin/sh
# What must hold before a commit: lint, types, direction of imports.
. "$(dirname "$0")/common.sh"
install_for_tests

failed=
say "代码规范" "ruff"
"$VENV/bin/python" -m ruff check . || failed="$failed ruff"
say "类型" "mypy"
"$VENV/bin/python" -m mypy || failed="$failed mypy"
say "导入方向" "import-linter"
"$VENV/bin/lint-imports" --no-cache --no-logo || failed="$failed import-linter"
[ -z "$failed" ] || fail "检查未通过：$failed" "not passed:$failed"
say "检查通过" "all checks passed"
