# shellcheck shell=bash disable=SC2034
# Sourced by the other scripts: where things are, and which versions.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$ROOT" || exit 1

# Versions. WASM_BINDGEN must equal the `wasm-bindgen` crate in Cargo.lock.
WASM_BINDGEN_VERSION=0.2.130
CARGO_LEPTOS_VERSION=0.3.10 # 0.3.11 --locked needs a newer rustc than ours
CARGO_NEXTEST_VERSION=0.9.143
CARGO_DENY_VERSION=0.20.2
CARGO_MACHETE_VERSION=0.9.2
BINARYEN_VERSION=132

TOOLS_DIR=$ROOT/.tools
PATH=$TOOLS_DIR/cargo/bin:$ROOT/end2end/node_modules/.bin:$PATH
# rustup's own folder, for shells that did not read it yet
if ! command -v cargo >/dev/null && [ -x "$HOME/.cargo/bin/cargo" ]; then
    PATH=$PATH:$HOME/.cargo/bin
fi
export PATH

TARGET_DIR=${CARGO_TARGET_DIR:-$ROOT/target}
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1

# The values cargo-leptos gives to the compiler. LEPTOS_OUTPUT_NAME is read while compiling, so
# every cargo call must see the same one, or the Leptos crates are compiled again and again.
export LEPTOS_OUTPUT_NAME=hoithi
export LEPTOS_SITE_PKG_DIR=pkg

# A build that happens once gains nothing from the parts kept for the next one, and they are half its
# disk; the names of its functions are most of the other half (a panic says its file and line without).
[ -z "${CI:-}" ] || export CARGO_INCREMENTAL=0 CARGO_PROFILE_DEV_STRIP=symbols

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
