#!/bin/sh
# Run the benchmarks; arguments go to them.
. "$(dirname "$0")/common.sh"
install_for_tests

say "运行性能基准" "running the benchmarks"
exec "$VENV/bin/python" -m benchmarks "$@"
