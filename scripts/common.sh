# What the scripts share: where we are, how we speak, and the virtual environment. Sourced, not run.
set -eu
cd "$(dirname "$0")/.."
ROOT=$(pwd -P)
VENV=$ROOT/.venv
PYTHON=${PYTHON:-python3}

# say 中文 English: announce a step.
say() {
    printf '==> %s\n' "$1"
    [ -z "${2:-}" ] || printf '    %s\n' "$2"
}

# fail 中文 English: end with a clear word.
fail() {
    printf '\n错误：%s\n' "$1" >&2
    [ -z "${2:-}" ] || printf 'Error: %s\n' "$2" >&2
    exit 1
}

require_python() {
    command -v "$PYTHON" >/dev/null 2>&1 ||
        fail "找不到 $PYTHON。Debian：apt-get install python3 python3-pip" "$PYTHON was not found"
    "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "需要 Python 3.11 或更高版本，现为 $("$PYTHON" --version 2>&1)" "Python 3.11 or later is needed"
    "$PYTHON" -m pip --version >/dev/null 2>&1 ||
        fail "$PYTHON 没有 pip。Debian：apt-get install python3-pip" "$PYTHON has no pip"
}

# is_venv_sound: made by this kind of Python, in this place, and still able to run.
is_venv_sound() {
    probe='import os, sys, sysconfig
print(sys.implementation.cache_tag, os.path.isdir(sysconfig.get_path("purelib")) and os.path.realpath(sys.prefix))'
    made=$("$VENV/bin/python" -c "$probe" 2>/dev/null) || return 1
    [ "$made" = "$("$PYTHON" -c 'import sys; print(sys.implementation.cache_tag)') $VENV" ] || return 1
    for stamp in "$VENV"/.installed-*; do
        [ ! -f "$stamp" ] || [ "$(sed -n 2p "$stamp")" = "$ROOT" ] || return 1
    done
}

# Debian packs ensurepip apart, so the environment is made without pip and filled by the system's pip.
make_venv() {
    if [ -e "$VENV" ] || [ -L "$VENV" ]; then
        is_venv_sound && return
        say "虚拟环境 .venv 已损坏、被移动过或属于另一版 Python，重新建立" \
            ".venv is broken, was moved or belongs to another Python: making it again"
        rm -rf "$VENV"
    else
        say "建立虚拟环境 .venv（$("$PYTHON" --version 2>&1)）" "making the virtual environment"
    fi
    "$PYTHON" -m venv --without-pip "$VENV"
}

# is_installed NAME: installed from this pyproject.toml, and still there.
is_installed() {
    [ -f "$VENV/.installed-$1" ] || return 1
    [ "$(sed -n 1p "$VENV/.installed-$1")" = "$(cksum < pyproject.toml)" ] || return 1
    "$VENV/bin/python" -c 'import sys
from importlib.util import find_spec
sys.exit(not all(find_spec(name) for name in ("panel", "flask", "sqlalchemy")))' 2>/dev/null
}

stamp() {
    { cksum < pyproject.toml; printf '%s\n' "$ROOT"; } > "$VENV/.installed-$1"
}

pip_install() {
    "$PYTHON" -m pip --python "$VENV/bin/python" install --quiet --disable-pip-version-check --no-input "$@" ||
        fail "安装未完成，请检查网络或软件源后重试" "the installation did not finish; check the network or the package index"
}

# install_product: what `make run` needs.
install_product() {
    require_python
    make_venv
    is_installed test && return
    is_installed product && return
    say "安装本系统及其依赖（首次约一分钟）" "installing the product and its dependencies (about a minute the first time)"
    pip_install --editable .
    stamp product
}

# install_for_tests: the product and what its tests and checks need.
install_for_tests() {
    require_python
    make_venv
    is_installed test && return
    say "安装本系统、测试与检查工具（首次约两分钟）" "installing the product, test and check tools (about two minutes the first time)"
    pip_install --editable '.[test]'
    stamp test
}
