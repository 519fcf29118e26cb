#!/bin/sh
# Install what the tests need, the browser included, and run them; arguments go to pytest.
. "$(dirname "$0")/common.sh"
install_for_tests
. scripts/browser.sh
install_browser

for program in soffice pdftoppm; do
    command -v "$program" >/dev/null 2>&1 ||
        say "没有 ${program}，与它有关的文书版面测试将跳过" "no $program: the tests of document layout that need it are skipped"
done

cores=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
[ "$cores" -le 8 ] || cores=8
say "运行测试（$cores 个进程）" "running the tests in $cores processes"
export REQUIRE_BROWSER=1
exec "$VENV/bin/python" -m pytest -n "$cores" --dist worksteal "$@"
