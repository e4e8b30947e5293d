#!/usr/bin/env bash
# Removes ./data, the database and keys of `make run`. YES=1 does not ask.
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

[ -d data ] || exit 0
if [ "${YES:-}" != 1 ]; then
    read -rp "Remove $ROOT/data and everything in it? [y/N] " answer
    [ "$answer" = y ] || exit 1
fi
rm -rf data
