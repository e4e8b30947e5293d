#!/usr/bin/env bash
# House rules that a search can hold. Each prints file:line and the rule it breaks.
#   tools/house-lints.sh              look at every file that is, or could be, committed
#   tools/house-lints.sh --self-test  plant an offence against each rule and see it caught
# Lines that are only a comment are not looked at in Rust and JavaScript.
set -euo pipefail
shopt -s lastpipe # so that the last part of a pipe can set "failed"
export LC_ALL=C.UTF-8

self=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/$(basename "${BASH_SOURCE[0]}")
failed=0

# files REGEX [EXCEPT]: committed and new files whose path matches, one per line
files() {
    git ls-files --cached --others --exclude-standard |
        { grep -E -- "$1" || true; } |
        { grep -vE -- "${2:-^\$}" || true; } |
        { grep -vE '(^|/)tools/house-lints\.sh$' || true; } |
        while IFS= read -r f; do [ ! -f "$f" ] || printf '%s\n' "$f"; done
}

# offences NAME MESSAGE: reads `file:line:text`; says what is wrong if there is any
offences() {
    local name=$1 message=$2 found
    found=$(cat)
    [ -n "$found" ] || return 0
    failed=1
    printf '\n[%s] %s\n' "$name" "$message"
    printf '%s\n' "$found" | cut -c1-200
}

# search PATTERN: reads paths, prints file:line:text
search() { xargs -r -d '\n' grep -InHE -e "$1" -- || true; }

no_comments() { grep -vE '^[^:]+:[0-9]+:[[:space:]]*(//|/\*|\*)' || true; }

# The part of a Rust file from its first #[cfg(test)] on; all of it under tests/.
test_code() {
    while IFS= read -r f; do
        case $f in
        tests/* | */tests/*) awk -v f="$f" '{ print f ":" FNR ":" $0 }' "$f" ;;
        *) awk -v f="$f" '/#\[cfg\(test\)\]/ { on = 1 } on { print f ":" FNR ":" $0 }' "$f" ;;
        esac
    done
}

lint_textarea() {
    files '^app/.*\.rs$' '^app/src/ui/text_area\.rs$' | search '<textarea' | no_comments |
        offences textarea 'use ui::TextArea: Leptos 0.8 does not escape the text of a plain <textarea> on the server'
}

lint_sqlx() {
    files '\.rs$' '^crates/store/' | search '\bsqlx::' | no_comments |
        offences sqlx 'only crates/store knows sqlx'
}

lint_unfinished() {
    files '\.rs$' | search '#\[ignore|\btodo!\(|\bunimplemented!\(' | no_comments |
        offences unfinished 'no ignored test and no unfinished code'
}

lint_skipped() {
    files '^end2end/.*\.(ts|tsx|js|mjs|cjs)$' |
        search '\b(test|it|describe|suite)\.(skip|only)\b|\.fixme\(|\b(skip|only|todo): *true' | no_comments |
        offences skipped 'a browser test is written or not written: none is skipped, none runs alone'
}

lint_browser_wait() {
    files '^end2end/.*\.(ts|tsx|js|mjs|cjs)$' | search 'waitForTimeout' | no_comments |
        offences browser-wait 'wait for what the page shows, not for time to pass'
}

# A loop that polls for another process may pause: say so with `// pause: why` on the line.
lint_sleep() {
    files '\.rs$' | test_code | { grep -E '\b(thread|time)::(\{[^}]*)?sleep' || true; } |
        no_comments | { grep -vE '// pause: .+' || true; } |
        offences sleep 'a test waits for an event or moves a paused clock; a polling loop says "// pause: why"'
}

lint_style_attribute() {
    files '^app/.*\.rs$' |
        search '(^|[[:space:]<"])(style=|style:[a-z-]+=)' | no_comments |
        offences style-attribute 'the content security policy refuses style attributes: write a class in style/'
}

lint_machine_path() {
    files '.' '(^|/)(Cargo\.lock|package-lock\.json)$' | search '(^|[^a-z.])/(work|farm|root)/' |
        offences machine-path 'a path of one machine: the project must build anywhere'
}

lints='textarea sqlx unfinished skipped browser_wait sleep style_attribute machine_path'

run_all() {
    local l
    for l in $lints; do "lint_$l"; done
}

# --- self test -------------------------------------------------------------------------------

# plant RULE PATH TEXT: in an otherwise clean tree this file must be caught under that rule
plant() {
    local rule=$1 path=$2 text=$3 out
    rm -rf "${tree:?}/app" "$tree/crates" "$tree/end2end" "$tree/docs"
    mkdir -p "$tree/$(dirname "$path")"
    printf '%s\n' "$text" >"$tree/$path"
    if out=$(cd "$tree" && "$self" 2>&1); then
        echo "self test: $rule did not catch: $text" >&2
        exit 1
    fi
    if [ "$(grep -c '^\[' <<<"$out")" != 1 ] || ! grep -qF "[$rule]" <<<"$out"; then
        printf 'self test: expected only [%s] for: %s\n%s\n' "$rule" "$text" "$out" >&2
        exit 1
    fi
    caught=$((caught + 1))
}

# spare PATH TEXT: this must pass
spare() {
    local path=$1 text=$2 out
    rm -rf "${tree:?}/app" "$tree/crates" "$tree/end2end" "$tree/docs"
    mkdir -p "$tree/$(dirname "$path")"
    printf '%s\n' "$text" >"$tree/$path"
    if ! out=$(cd "$tree" && "$self" 2>&1); then
        printf 'self test: should pass: %s\n%s\n' "$text" "$out" >&2
        exit 1
    fi
    spared=$((spared + 1))
}

self_test() {
    tree=$(mktemp -d)
    trap 'rm -rf "$tree"' EXIT
    git -C "$tree" init -q
    caught=0 spared=0

    plant textarea app/src/pages/essay.rs '    <textarea name="essay">{text}</textarea>'
    plant sqlx crates/services/src/quiz.rs 'use sqlx::SqlitePool;'
    plant unfinished crates/domain/src/quiz.rs '#[ignore = "slow"]'
    plant unfinished crates/domain/src/quiz.rs '    todo!("later")'
    plant unfinished crates/domain/tests/quiz.rs '    unimplemented!()'
    plant skipped end2end/tests/a.spec.ts 'test.skip("x", async () => {});'
    plant skipped end2end/tests/a.spec.ts 'test.describe.only("x", () => {});'
    plant skipped end2end/tests/a.spec.ts '  test.fixme(true);'
    plant skipped end2end/a.test.mjs 'test("x", { skip: true }, () => {});'
    plant browser-wait end2end/tests/a.spec.ts 'await page.waitForTimeout(500);'
    plant sleep server/tests/save.rs '    tokio::time::sleep(Duration::from_secs(1)).await;'
    rm -rf "$tree/server"
    plant sleep crates/store/src/writer.rs $'#[cfg(test)]\nmod tests {\n    std::thread::sleep(d);\n}'
    plant sleep crates/store/tests/writer.rs 'use tokio::time::{Duration, sleep};'
    plant style-attribute app/src/ui/bar.rs '    <div style="width: 3rem">'
    plant style-attribute app/src/ui/bar.rs '    <div class="bar" style:width=move || w.get()>'
    plant machine-path docs/install.md "see $(printf '/%s/' work)main"
    plant machine-path docs/install.md "$(printf '/%s/' root).cargo"

    spare app/src/ui/text_area.rs '    <textarea name="essay"></textarea>'
    spare app/src/pages/essay.rs '    // never a raw <textarea here'
    spare crates/store/src/quiz.rs 'use sqlx::SqlitePool;'
    spare crates/store/Cargo.toml 'sqlx.workspace = true'
    spare crates/store/src/writer.rs '    tokio::time::sleep(pause).await;'
    spare crates/store/tests/kill.rs '    std::thread::sleep(STEP); // pause: until the child has written'
    spare app/src/ui/bar.rs '    let lifestyle="x"; let style = "y"; // <link rel="stylesheet"'
    spare docs/install.md "end2end$(printf '/%s/' work) and https://example.org$(printf '/%s/' root)"
    echo "house lints: self test caught $caught of $caught offences, spared $spared of $spared"
}

if [ "${1:-}" = --self-test ]; then
    self_test
    exit
fi

run_all
if [ $failed = 1 ]; then
    printf '\nhouse lints: failed\n'
    exit 1
fi
echo "house lints: clean ($(wc -w <<<"$lints") rules, $(files . | wc -l) files)"
