#!/usr/bin/env bash
# make run: set up, build, migrate, load the demo, serve.
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

tools/setup.sh build
tools/build.sh

hoithi=$TARGET_DIR/dist/hoithi
export HOITHI_ADDR=${HOITHI_ADDR:-127.0.0.1:3000}
umask 077
mkdir -p data # the default database and keys live here
exec "$hoithi" demo --serve
