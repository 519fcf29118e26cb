#!/bin/sh
# What must hold before a commit: lint, types, direction of imports.
. "$(dirname "$0")/common.sh"
install_for_tests

say "代码规范" "ruff"
"$VENV/bin/python" -m ruff check .
say "类型" "mypy"
"$VENV/bin/python" -m mypy
say "导入方向" "import-linter"
"$VENV/bin/python" -c 'from importlinter.cli import lint_imports_command; lint_imports_command()' --no-cache
say "检查通过" "all checks passed"
