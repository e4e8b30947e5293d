#!/usr/bin/env bash
# make run: set up, build, migrate, load the demo, serve.
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

export HOITHI_ADDR=${HOITHI_ADDR:-127.0.0.1:3000}
# The program says so too, but only once it is built.
if (: <"/dev/tcp/${HOITHI_ADDR%:*}/${HOITHI_ADDR##*:}") 2>/dev/null; then
    die "địa chỉ $HOITHI_ADDR đang có chương trình khác dùng. Dừng chương trình đó, hoặc đặt HOITHI_ADDR, thí dụ HOITHI_ADDR=127.0.0.1:3001 make run"
fi

tools/setup.sh build
tools/build.sh

hoithi=$TARGET_DIR/dist/hoithi
umask 077
mkdir -p data # the default database and keys live here
exec "$hoithi" demo --serve
