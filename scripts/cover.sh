#!/bin/sh
# Branch coverage of the rules by the tests that show them; less than 100 % fails.
. "$(dirname "$0")/common.sh"
install_for_tests

say "运行规则测试并统计分支覆盖率" "running the tests of the rules with branch coverage"
[ $# -gt 0 ] || set -- tests/unit tests/property tests/scenarios
"$VENV/bin/python" -m coverage run -m pytest -q "$@"
"$VENV/bin/python" -m coverage report
