#!/usr/bin/env bash
# What a first visit downloads, in bytes as sent (brotli; fonts as they are), against its budget.
# usage: tools/size-budget.sh [SITE_ROOT]
# FIRST_VISIT_FONTS is a regular expression of the font files a quiz page fetches (it is set in two weights, `--bold` in
# quiz.css; end2end/tests/weight.spec.mjs counts what a browser really loads).
set -euo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

site=${1:-$TARGET_DIR/site}
# The goals of the design. Room for the page itself is kept below.
wasm_budget=100000
total_budget=150000
page_allowance=10000

[ -d "$site" ] || die "no site at $site: build it first"

sent() { # bytes of FILE on the wire
    case $1 in
    *.woff2) stat -c %s "$1" ;;
    *)
        if [ -f "$1.br" ]; then
            stat -c %s "$1.br"
        else
            node -e 'process.stdout.write(String(require("zlib").brotliCompressSync(require("fs").readFileSync(process.argv[1])).length))' "$1"
        fi
        ;;
    esac
}

sum=0
add() { # KIND, then paths on stdin
    local kind=$1 f raw size
    sum=0
    while IFS= read -r f; do
        raw=$(stat -c %s "$f")
        size=$(sent "$f")
        sum=$((sum + size))
        printf '  %-5s %9d %9d  %s\n' "$kind" "$raw" "$size" "${f#"$site"/}"
    done
}

list() { find "$site" -type f -name "$1" | sort; }

printf '  %-5s %9s %9s  %s\n' kind raw sent file
add wasm < <(list '*.wasm')
wasm=$sum
add js < <(list '*.js')
js=$sum
add css < <(list '*.css' | grep -v '/kiosk\.css$') # loaded by kiosks alone
css=$sum
add font < <(list '*.woff2' | { grep -E -- "${FIRST_VISIT_FONTS:--(400|600)\.woff2$}" || true; })
font=$sum
total=$((wasm + js + css + font + page_allowance))

[ "$wasm" -gt 0 ] || die "no .wasm file in $site"
[ "$css" -gt 0 ] || die "no .css file in $site"

rc=0
row() { # NAME BYTES BUDGET
    local verdict=ok
    if [ "$2" -gt "$3" ]; then
        verdict='TOO BIG'
        rc=1
    fi
    printf '%-34s %9d of %9d  %s\n' "$1" "$2" "$3" "$verdict"
}
echo
row 'WebAssembly' "$wasm" "$wasm_budget"
row "first visit, $page_allowance for the page" "$total" "$total_budget"
exit $rc
