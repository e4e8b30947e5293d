#!/usr/bin/env bash
# Copies the pictures the browser tests took (end2end/output/screenshots) to docs/screenshots.
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

from=end2end/output/screenshots
to=docs/screenshots
[ -n "$(find "$from" -name '*.png' -print -quit 2>/dev/null)" ] ||
    die "no pictures in $from: run make test STAGES=\"compile browser end2end\" first"
mkdir -p "$to"
cp -R "$from/." "$to/"
echo "$(find "$to" -name '*.png' | wc -l) pictures in $to"
