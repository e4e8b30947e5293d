#!/usr/bin/env bash
# make test: every check, in stages. A failed stage fails the whole, the others still run where
# they can. Times stand beside their budgets and are never a reason to fail.
#   tools/test.sh                all stages
#   tools/test.sh fmt clippy     only these
# The output of each stage is kept in target/test-logs/.
set -uo pipefail
# shellcheck source=tools/env.sh
. "$(dirname "${BASH_SOURCE[0]}")/env.sh"

# One profile (dev) for clippy, the tests and the server the browser tests drive: the dependencies
# are compiled once. One package selection as well, because it decides the features.
server_side=(--workspace --exclude frontend)
browser_side=(-p frontend --target wasm32-unknown-unknown)
# Not the site `make run` serves: a check must not pull it away from under a running server.
test_site=$TARGET_DIR/test-site
server_binary=$TARGET_DIR/debug/hoithi

all_stages='tools fmt lints deps clippy compile tests browser end2end'
declare -A budget=(
    [tools]=720 [fmt]=20 [lints]=20 [deps]=60 [clippy]=340 [compile]=420
    [tests]=520 [browser]=220 [end2end]=980
)
declare -A what=(
    [tools]='install what is missing'
    [fmt]='cargo fmt --check'
    [lints]='house lints and their self test; what deploy/ holds'
    [deps]='licences, sources, unused crates, what the browser crate sees'
    [clippy]='clippy, server and browser'
    [compile]='compile the tests, the server and the fuzz targets'
    [tests]='unit, integration (SQLite and PostgreSQL) and doc tests; a surge with the server killed'
    [browser]='browser build and size budget'
    [end2end]='browser tests'
)

stage_tools() { tools/setup.sh test; }

stage_fmt() { cargo fmt --all --check; }

stage_lints() {
    tools/house-lints.sh --self-test
    tools/house-lints.sh
    # says which programs it would need are not there
    deploy/check.sh
}

# Crates the browser must never see: the database, the answer key, the server.
forbidden_in_browser='^(hoithi-)?(sqlx[a-z-]*|libsqlite3-sys|scoring|store|services|exchange|papers|server|tokio|axum) v'

stage_deps() {
    local seen # --locked: Cargo.lock must be current
    # before the check, the proof that its search finds what it looks for
    seen=$(cargo tree -p server -e normal --prefix none --locked)
    grep -qE "$forbidden_in_browser" <<<"$seen" ||
        die "the check of the browser's crates finds nothing even in the server: it is broken"
    seen=$(cargo tree "${browser_side[@]}" -e normal,no-proc-macro --prefix none --locked)
    if seen=$(grep -E "$forbidden_in_browser" <<<"$seen" | sort -u); then
        printf 'the browser crate must not see:\n%s\n' "$seen"
        return 1
    fi
    echo "the browser crate sees none of: sqlx, scoring, store, services, tokio"
    # the mistakes that tests plant are in no program; before it, the proof that the search finds them
    local features='{p} {f}'
    seen=$(cargo tree -p services -e normal,dev --prefix none --format "$features" --locked)
    grep -q '^services .*planted-bugs' <<<"$seen" || die "the check of planted mistakes does not even find the tests' own"
    seen=$(cargo tree -p server --features planted-bugs -e normal --prefix none --format "$features" --locked)
    grep -q '^store .*planted-bugs' <<<"$seen" || die "the check of planted mistakes does not find the control program's"
    seen=$(cargo tree -p server -p loadtest -e normal --prefix none --format "$features" --locked)
    ! grep -F planted-bugs <<<"$seen" || die "a program is built with planted mistakes"
    cargo deny --log-level error check bans licenses sources
    cargo machete
}

stage_clippy() {
    cargo clippy "${server_side[@]}" --all-targets -- -D warnings
    cargo clippy "${browser_side[@]}" -- -D warnings
}

stage_compile() {
    cargo build "${server_side[@]}" --bins --tests
    # the fuzz targets are a workspace of their own; how to run them stands there
    cargo check --locked --no-default-features --target-dir "$TARGET_DIR" \
        --manifest-path crates/exchange/fuzz/Cargo.toml
    [ -x "$server_binary" ] || die "no $server_binary"
}

stage_tests() {
    tools/pg.sh run cargo nextest run "${server_side[@]}" --no-tests=fail
    cargo test --doc --quiet "${server_side[@]}"
    # a short one: how often and how long is for docs/PERFORMANCE.md
    local surge=("$TARGET_DIR/debug/loadtest" kill --people 200 --times 8
        --hoithi "$server_binary" --folder "$TARGET_DIR/loadtest")
    "${surge[@]}" --database sqlite
    tools/pg.sh run "${surge[@]}" --database postgres
}

stage_browser() {
    mkdir -p "$TARGET_DIR/debug" "$test_site"
    LEPTOS_SITE_ROOT=$test_site cargo leptos build --release --precompress --frontend-only
    tools/size-budget.sh "$test_site"
}

stage_end2end() {
    HOITHI_CHROMIUM=$(tools/setup.sh chromium)
    export HOITHI_CHROMIUM HOITHI_BIN=$server_binary LEPTOS_SITE_ROOT=$test_site
    if compgen -G 'end2end/playwright.config.*' >/dev/null; then
        tools/pg.sh run env -C end2end playwright test
    elif compgen -G 'end2end/*.test.mjs' >/dev/null || compgen -G 'end2end/tests/*.test.mjs' >/dev/null; then
        tools/pg.sh run env -C end2end node --test
    else
        echo "no browser tests yet"
    fi
}

# --- running them ----------------------------------------------------------------------------

# A clean clone must stay well under an hour: what one stage gets more, another gives.
whole=0
for s in $all_stages; do whole=$((whole + budget[$s])); done
[ $whole -le 3300 ] || die "the budgets add up to $whole s, more than 3300"

stages=("$@")
[ ${#stages[@]} -gt 0 ] || read -ra stages <<<"$all_stages"
for s in "${stages[@]}"; do
    [ -n "${budget[$s]:-}" ] || die "no stage $s; there are: $all_stages"
done

logs=$TARGET_DIR/test-logs
mkdir -p "$logs"
declare -A result=() seconds=()

blocked_by() { # the failed stage without which this one makes no sense
    local need
    case $1 in
    tools) need='' ;;
    tests) need='tools compile' ;;
    end2end) need='tools compile browser' ;;
    *) need='tools' ;;
    esac
    for need in $need; do
        case ${result[$need]:-} in failed | skipped) echo "$need" && return 0 ;; esac
    done
    return 1
}

failed=0
interrupted() {
    printf '\ninterrupted\n'
    exit 130
}
trap interrupted INT TERM
for s in "${stages[@]}"; do
    if by=$(blocked_by "$s"); then
        result[$s]=skipped seconds[$s]=0
        printf '\n'
        say "$s: skipped, because $by failed" 2>&1
        continue
    fi
    printf '\n'
    say "$s: ${what[$s]}" 2>&1
    begun=$SECONDS
    (
        set -euo pipefail
        "stage_$s"
    ) 2>&1 | tee "$logs/$s.log"
    if [ "${PIPESTATUS[0]}" = 0 ]; then result[$s]=ok; else result[$s]=failed failed=1; fi
    seconds[$s]=$((SECONDS - begun))
done

printf '\n%-9s %8s %8s  %s\n' stage seconds budget result
total=0 total_budget=0
for s in "${stages[@]}"; do
    note=${result[$s]}
    [ "${seconds[$s]}" -le "${budget[$s]}" ] || note="$note, over its budget"
    printf '%-9s %8d %8d  %s\n' "$s" "${seconds[$s]}" "${budget[$s]}" "$note"
    total=$((total + seconds[$s])) total_budget=$((total_budget + budget[$s]))
done
printf '%-9s %8d %8d\n' all "$total" "$total_budget"

if [ $failed = 1 ]; then
    printf '\nFAILED'
    for s in "${stages[@]}"; do [ "${result[$s]}" != failed ] || printf '  %s (%s)' "$s" "${logs#"$ROOT"/}/$s.log"; done
    printf '\n'
    exit 1
fi
printf '\nall checks passed\n'
