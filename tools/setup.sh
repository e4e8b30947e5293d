#!/usr/bin/env bash
# Installs what is missing, in pinned versions, inside the project (.tools/, end2end/node_modules).
# usage: tools/setup.sh [build|test]     build: what `make run` needs; test (default): everything
#        tools/setup.sh chromium         print the path of the browser the tests drive
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

missing=()

# What a person has to install because we cannot (or must not) do it here.
tell() {
    missing+=("$1")
    printf 'missing: %s\n' "$1" >&2
}

apt_install() { # package...
    [ "$(id -u)" = 0 ] && have apt-get || return 1
    say "apt-get install $*"
    apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# Is PROGRAM there, and does `PROGRAM ARGS` print VERSION?
is_version() { # version program args...
    local want=$1 said
    shift
    have "$1" && said=$("$@" 2>/dev/null) && grep -qE "(^|[^0-9.])${want//./\\.}([^0-9.]|\$)" <<<"$said"
}

# Compiles a tool once. Tools share one build folder, so what they have in common is compiled once,
# and an interrupted installation goes on where it stopped. Not optimised: they run briefly.
cargo_tool() { # crate version [cargo install arguments...]
    local crate=$1 version=$2
    shift 2
    say "compiling $crate $version (once)"
    CARGO_TARGET_DIR=$TOOLS_DIR/build \
        CARGO_PROFILE_RELEASE_LTO=off \
        CARGO_PROFILE_RELEASE_OPT_LEVEL="${opt_level:-0}" \
        CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
        CARGO_PROFILE_RELEASE_DEBUG=0 \
        cargo install "$crate@$version" --root "$TOOLS_DIR/cargo" --force "$@"
}

basics() {
    have git || tell "git (Debian: apt-get install git)"
    have cc || tell "a C compiler (Debian: apt-get install build-essential)"
    if ! have cargo; then
        tell "Rust by rustup (https://rustup.rs)"
    elif ! cargo --version >/dev/null 2>&1; then
        tell "the Rust toolchain of rust-toolchain.toml (rustup toolchain install)"
    fi
    if ! have node || [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
        tell "Node.js 20 or newer, with npm"
    fi
    [ ${#missing[@]} = 0 ] || stop
}

# A full disk fails in the middle of a link, with a message about something else.
disk_space() { # GB needed where the build goes
    local folder=$TARGET_DIR free
    until [ -d "$folder" ]; do folder=$(dirname "$folder"); done
    free=$(df --output=avail -BG "$folder" 2>/dev/null | tail -n 1 | tr -dc 0-9)
    # a build that is there already has its room
    if [ ! -d "$TARGET_DIR/debug/deps" ] && [ "${free:-$1}" -lt "$1" ]; then
        tell "disk space: $folder has $free GB free, the build takes up to $1 GB"
        stop
    fi
}

rust_parts() { # the target and components of rust-toolchain.toml
    local sysroot
    sysroot=$(rustc --print sysroot)
    [ -d "$sysroot/lib/rustlib/wasm32-unknown-unknown/lib" ] || rustup target add wasm32-unknown-unknown
    [ -x "$sysroot/bin/rustfmt" ] || rustup component add rustfmt
    [ -x "$sysroot/bin/cargo-clippy" ] || rustup component add clippy
}

wasm_bindgen() {
    is_version "$WASM_BINDGEN_VERSION" wasm-bindgen --version && return
    # it reads and writes the whole program: a little optimisation pays
    CARGO_RESOLVER_INCOMPATIBLE_RUST_VERSIONS=fallback opt_level=1 \
        cargo_tool wasm-bindgen-cli "$WASM_BINDGEN_VERSION"
}

# The crate in Cargo.lock and the command must be the same version.
wasm_bindgen_agrees() {
    [ -f Cargo.lock ] || return 0
    local locked
    locked=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock)
    if [ -n "$locked" ] && [ "$locked" != "$WASM_BINDGEN_VERSION" ]; then
        die "Cargo.lock has wasm-bindgen $locked, tools/env.sh has $WASM_BINDGEN_VERSION: make them equal"
    fi
}

cargo_leptos() {
    is_version "$CARGO_LEPTOS_VERSION" cargo-leptos --version && return
    # most of it is a JavaScript compiler that sees one small file; only the compression has work
    cargo_tool cargo-leptos "$CARGO_LEPTOS_VERSION" --locked --features no_downloads \
        --config profile.release.package.brotli.opt-level=2 \
        --config profile.release.package.libflate.opt-level=2
}

nextest() {
    # any installed one will do: .config/nextest.toml asks for nothing new
    have cargo-nextest || cargo_tool cargo-nextest "$CARGO_NEXTEST_VERSION" --locked
}

deny() {
    is_version "$CARGO_DENY_VERSION" cargo-deny --version ||
        cargo_tool cargo-deny "$CARGO_DENY_VERSION" --locked
}

machete() {
    is_version "$CARGO_MACHETE_VERSION" cargo-machete --version ||
        cargo_tool cargo-machete "$CARGO_MACHETE_VERSION" --locked
}

node_tools() {
    local stamp=end2end/node_modules/.hoithi-stamp
    if [ ! -f "$stamp" ] || ! cmp -s "$stamp" end2end/package-lock.json; then
        say "npm ci in end2end/"
        (cd end2end && npm ci --ignore-scripts --no-audit --no-fund)
        cp end2end/package-lock.json "$stamp"
    fi
    is_version "$BINARYEN_VERSION" wasm-opt --version ||
        die "wasm-opt on PATH is not version $BINARYEN_VERSION: $(command -v wasm-opt)"
}

chromium_browser() {
    tools_chromium >/dev/null || apt_install chromium || true
    tools_chromium >/dev/null ||
        tell "Chromium (Debian: apt-get install --no-install-recommends chromium; elsewhere set HOITHI_CHROMIUM to its path)"
}

tools_chromium() {
    local c
    for c in "${HOITHI_CHROMIUM:-}" /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome; do
        if [ -n "$c" ] && [ -x "$c" ]; then
            echo "$c"
            return
        fi
    done
    return 1
}

postgres_server() {
    tools/pg.sh where >/dev/null 2>&1 || apt_install postgresql || true
    tools/pg.sh where >/dev/null 2>&1 ||
        tell "PostgreSQL server programs, initdb and pg_ctl (Debian: apt-get install postgresql; elsewhere set HOITHI_PG_BIN to their folder)"
}

stop() {
    printf '\nInstall the above, then call again.\n' >&2
    exit 1
}

main() {
    local what=${1:-test}
    case $what in
    build | test) ;;
    chromium)
        tools_chromium
        return
        ;;
    *) die "usage: tools/setup.sh [build|test|chromium]" ;;
    esac
    basics
    # everything with tests: 5 GB where nothing is kept for the next build (CI), 20 after some days of work
    case $what${CI:+-once} in
    test-once) disk_space 7 ;;
    test) disk_space 20 ;;
    *) disk_space 6 ;;
    esac
    rust_parts
    node_tools
    if [ "$what" = test ]; then
        chromium_browser
        postgres_server
    fi
    wasm_bindgen
    wasm_bindgen_agrees
    cargo_leptos
    if [ "$what" = test ]; then
        nextest
        deny
        machete
    fi
    rm -rf "$TOOLS_DIR/build"
    [ ${#missing[@]} = 0 ] || stop
}

main "$@"
