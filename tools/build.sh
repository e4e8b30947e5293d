#!/usr/bin/env bash
# Builds the release: target/dist/hoithi, which carries the files of the site. Does nothing if no source changed.
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

built=$TARGET_DIR/release/hoithi
binary=$TARGET_DIR/dist/hoithi
site=$TARGET_DIR/site
stamp=$TARGET_DIR/.hoithi-release

sources=()
for s in Cargo.toml Cargo.lock rust-toolchain.toml .cargo app server frontend crates style contests migrations; do
    [ ! -e "$s" ] || sources+=("$s")
done

fresh() {
    [ -x "$binary" ] && [ -f "$stamp" ] || return 1
    [ -z "$(find "${sources[@]}" -type f -newer "$stamp" -print -quit)" ]
}

if fresh; then
    say "the release is up to date"
    exit
fi

say "building the release (the first time takes a while: everything is compiled)"
mkdir -p "$TARGET_DIR/release"
started=$(mktemp "$TARGET_DIR/.hoithi-build.XXXXXX") # as old as the start: an edit meanwhile counts
trap 'rm -f "$started"' EXIT
LEPTOS_SITE_ROOT=$site cargo leptos build --release --precompress
[ -x "$built" ] || die "cargo leptos made no $built"
"$built" pack --site "$site" --to "$binary"
mv -f "$started" "$stamp"
