# The browser of the tests: Debian's Chromium where there is apt, else Playwright's own. Sourced by test.sh.

# The shell without windows takes 0.6 of the time; Playwright's driver needs libatomic1, pages need Chinese type.
PACKAGES="chromium-headless-shell libatomic1 fonts-noto-cjk"

is_debian() {
    command -v apt-get >/dev/null 2>&1 && grep -q '^ID=debian' /etc/os-release 2>/dev/null
}

missing_packages() {
    for package in $PACKAGES; do
        dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
    done
}

# as_root COMMAND…: run it as root, if we are root or may become root without a password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

may_be_root() {
    [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null
}

install_packages() {
    say "用 apt 安装：$*（约 200 MB，约一分钟）" "installing with apt: about 200 MB, about a minute"
    # shellcheck disable=SC2086  # a list of words
    { as_root apt-get update -qq &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"; } \
        > "$VENV/apt.log" 2>&1 </dev/null && return 0
    tail -n 20 "$VENV/apt.log" >&2
    has_chromium || fail "apt 安装未完成：$*" "apt did not finish; the whole log: .venv/apt.log"
    say "apt 安装未完成，用已有的浏览器" "apt did not finish; the browser that is there will do"
}

has_chromium() {
    command -v chromium-headless-shell >/dev/null 2>&1 || command -v chromium >/dev/null 2>&1
}

# Playwright fetches a Chromium of its own into the user's cache; a second call finds it there.
download_browser() {
    say "下载 Playwright 的 Chromium" "downloading Playwright's Chromium"
    "$VENV/bin/python" -m playwright install chromium ||
        fail "没有可用的浏览器。请安装 Chromium 后重试，或用 CHROMIUM=路径 指明" \
            "no browser: install Chromium, or name one with CHROMIUM=/path/to/chromium"
}

install_browser() {
    [ -z "${CHROMIUM:-}" ] || return 0
    if ! is_debian; then
        has_chromium || download_browser
        return 0
    fi
    missing=$(missing_packages)
    [ -n "$missing" ] || return 0
    if may_be_root; then
        # shellcheck disable=SC2086  # a list of words
        install_packages $missing
    elif has_chromium; then
        say "缺少 ${missing}（需要 root），测试照常运行" "missing without root: ${missing}"
    else
        say "需要 root 才能执行：apt-get install $missing" "root is needed for apt"
        download_browser
    fi
}
