#!/usr/bin/env bash
# Copies the README's pictures (end2end/tests/pictures.spec.mjs took them with many others) to docs/screenshots.
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

from=end2end/output/screenshots
to=docs/screenshots
largest=170000 # bytes of a picture; the repository keeps every version of it
shopt -s nullglob
pictures=("$from"/*-readme*.png)
[ ${#pictures[@]} -gt 0 ] ||
    die "no pictures in $from: run make test STAGES=\"compile browser end2end\" first"
rm -f "$to"/*.png
mkdir -p "$to"
for picture in "${pictures[@]}"; do
    [ "$(wc -c <"$picture")" -le "$largest" ] || die "$picture has more than $largest bytes"
    name=${picture##*/}
    cp "$picture" "$to/${name%-readme*}.png"
done
echo "${#pictures[@]} pictures in $to"
