#!/bin/sh
# Install, set up, load the demo once, serve.
. "$(dirname "$0")/common.sh"
install_product

if [ -n "${PORT:-}" ]; then
    export EXPERT_PANEL_PORT="$PORT"
    export EXPERT_PANEL_BASE_URL="${EXPERT_PANEL_BASE_URL:-http://127.0.0.1:$PORT}"
fi
say "准备数据库" "preparing the database"
"$VENV/bin/python" -m panel init
say "装入演示数据（只在第一次）" "loading the demo (the first time only)"
"$VENV/bin/python" -m panel demo
say "启动；按 Ctrl-C 停止" "serving; Ctrl-C stops it"
exec "$VENV/bin/python" -m panel serve "$@"
