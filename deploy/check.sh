#!/usr/bin/env bash
# Checks everything in this folder with the programs that will read it, and says which of these are missing here.
# Exit code 1 when something is wrong; a missing program is none.
#   Debian: apt-get install haproxy nginx-light prometheus
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 1

PATH=$PATH:/usr/sbin:/sbin # where Debian keeps haproxy and nginx
wrong=0
missing=()
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT

have() { command -v "$1" >/dev/null 2>&1; }

# Runs a check quietly; what it said is shown when it fails.
try() { # name command...
    local name=$1
    shift
    if "$@" >"$temp/said" 2>&1; then
        printf 'ok       %s\n' "$name"
    else
        printf 'WRONG    %s\n' "$name"
        sed 's/^/         /' "$temp/said"
        wrong=$((wrong + 1))
    fi
}

lacks() { # program, what it would have checked
    printf 'missing  %s: %s not checked\n' "$1" "$2"
    missing+=("$1")
}

certificate() { # one of our own, for a minute
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=thi.example \
        -keyout "$temp/tls.key" -out "$temp/tls.crt" >/dev/null 2>&1 &&
        cat "$temp/tls.crt" "$temp/tls.key" >"$temp/tls.pem"
}

haproxy_file() {
    HOITHI_TLS_PEM=$temp/tls.pem haproxy -c -q -f haproxy/haproxy.cfg
}

haproxy_in_container() {
    HOITHI_CONTAINER=1 HOITHI_NODE1=172.31.77.11:3000 HOITHI_NODE2=172.31.77.12:3000 \
        HOITHI_TLS_PEM=$temp/tls.pem haproxy -c -q -f haproxy/haproxy.cfg
}

nginx_file() { # as conf.d/hoithi.conf of a main file
    sed -e "s#/etc/nginx/hoithi.crt#$temp/tls.crt#; s#/etc/nginx/hoithi.key#$temp/tls.key#" \
        -e "s#/var/log/nginx/#$temp/#" nginx/hoithi.conf >"$temp/hoithi.conf"
    cat >"$temp/nginx.conf" <<MAIN
pid $temp/nginx.pid;
error_log $temp/error.log;
events {}
http {
    client_body_temp_path $temp/body;
    proxy_temp_path $temp/proxy;
    fastcgi_temp_path $temp/fastcgi;
    uwsgi_temp_path $temp/uwsgi;
    scgi_temp_path $temp/scgi;
    include $temp/hoithi.conf;
}
MAIN
    nginx -t -q -c "$temp/nginx.conf"
}

# What people read while no node answers: who only looked is brought back, a kiosk to its start; who sent something is not,
# for asking for the page again would drop it.
speaks() { # address
    local page n=0
    # The balancer finds out first that its nodes are gone.
    until page=$(curl -ks "$1/bang") && grep -q 'refresh content' <<<"$page"; do
        n=$((n + 1))
        [ $n -lt 50 ] || {
            echo "a page that is looked at: $page"
            return 1
        }
        sleep 0.2
    done
    grep -q 'Thử lại</a>' <<<"$page" && ! grep -q /kiosk <<<"$page" || {
        echo "a page that is looked at: $page"
        return 1
    }
    page=$(curl -ks -b '__Host-kiosk=1' "$1/bang")
    grep -q "5;url=/kiosk'" <<<"$page" && [ "$(grep -o '<a href=[^>]*>' <<<"$page")" = "<a href='/kiosk'>" ] || {
        echo "a page on a kiosk: $page"
        return 1
    }
    page=$(curl -ks -d chon=1 "$1/bang")
    grep -q 'quay lại trang trước' <<<"${page,,}" && ! grep -qE 'refresh|<a ' <<<"$page" || {
        echo "after something was sent: $page"
        return 1
    }
}

port=$((20000 + $$ % 10000))

haproxy_speaks() {
    sed -e "s/bind :80\$/bind 127.0.0.1:$port/; s/bind :443/bind 127.0.0.1:$((port + 1))/" \
        -e 's/maxconn [0-9]*/maxconn 100/' haproxy/haproxy.cfg >"$temp/haproxy.cfg"
    local said
    HOITHI_TLS_PEM=$temp/tls.pem HOITHI_NODE1=127.0.0.1:9 HOITHI_NODE2=127.0.0.1:9 haproxy -db -f "$temp/haproxy.cfg" \
        >"$temp/haproxy.log" 2>&1 &
    speaks "https://127.0.0.1:$((port + 1))"
    said=$?
    kill %% && wait %% 2>/dev/null
    [ $said = 0 ] || tail -n 3 "$temp/haproxy.log"
    return $said
}

nginx_speaks() {
    sed -i -e "s/listen 80;/listen 127.0.0.1:$((port + 2));/; s/listen 443/listen 127.0.0.1:$((port + 3))/" \
        -e 's/10\.0\.0\.1[12]:3000/127.0.0.1:9/' "$temp/hoithi.conf"
    local said
    nginx -c "$temp/nginx.conf" -g 'daemon off;' >"$temp/nginx.log" 2>&1 &
    speaks "https://127.0.0.1:$((port + 3))"
    said=$?
    kill %% && wait %% 2>/dev/null
    [ $said = 0 ] || tail -n 3 "$temp/nginx.log" "$temp/error.log"
    return $said
}

units() { # with a program that is there in the place of ours
    mkdir -p "$temp/units"
    local unit
    for unit in systemd/*.service systemd/*.timer; do
        sed 's#/opt/hoithi/current/hoithi#/bin/true#' "$unit" >"$temp/units/${unit##*/}"
    done
    # It warns of a word it does not know, and says that all is well.
    systemd-analyze verify --man=no "$temp"/units/* 2>&1 | tee "$temp/verified" && [ ! -s "$temp/verified" ]
}

exposure() { # unit, at most so many tenths
    systemd-analyze security --offline=true --no-pager --threshold="$2" "systemd/$1"
}

# What PromQL stands in the dashboard, as rules that promtool can read.
dashboard_rules() {
    python3 - grafana/hoithi.json >"$temp/dashboard.yml" <<'PY'
import json, sys

board = json.load(open(sys.argv[1], encoding="utf-8"))
ids = [panel["id"] for panel in board["panels"]]
assert len(ids) == len(set(ids)), "two panels with one id"
queries = [t["expr"] for panel in board["panels"] for t in panel.get("targets", [])]
assert queries, "no query"
rules = [
    {"record": f"dashboard:query:{n}", "expr": q.replace("$job", "hoithi").replace("$instance", ".*")}
    for n, q in enumerate(queries)
]
print(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))
PY
}

# Every metric that is named here is registered by the program.
metric_names() {
    local name bare good=0
    while read -r name; do
        bare=${name#hoithi_}
        for end in _bucket _sum _count _total _info _seconds; do bare=${bare%"$end"}; done
        grep -q "\"$bare\"" ../server/src/metrics.rs || {
            echo "$name: not in server/src/metrics.rs"
            good=1
        }
    done < <(grep -rhoE '\bhoithi_[a-z_]+' grafana/*.json prometheus/*.yml | sort -u)
    return $good
}

# Every alert leads to a heading that is there.
headings() {
    local anchor good=0
    while read -r anchor; do
        grep -qiE "^#+ $anchor\$" ../docs/OPERATIONS.md || {
            echo "docs/OPERATIONS.md has no heading for #$anchor"
            good=1
        }
    done < <(sed -n 's/.*OPERATIONS.md#\([a-z]*\).*/\1/p' prometheus/alerts.yml)
    return $good
}

# Every setting of the program is explained, and the example names no other.
settings() {
    local name good=0 known
    known=$(sed -n '/^const KNOWN/,/^];/p' ../server/src/config.rs | grep -oE '"[A-Z_]+"' | tr -d '"')
    [ -n "$known" ] || echo "server/src/config.rs: no list of settings found"
    for name in $known; do
        grep -q "\`$name\`" ../docs/OPERATIONS.md || {
            echo "docs/OPERATIONS.md does not explain $name"
            good=1
        }
    done
    while read -r name; do
        grep -qx "$name" <<<"$known" || {
            echo "systemd/hoithi.env.example: $name is no setting"
            good=1
        }
    done < <(sed -n 's/^#\{0,1\}\([A-Z_]*\)=.*/\1/p' systemd/hoithi.env.example)
    return $good
}

yaml() {
    python3 -c 'import sys, yaml; [yaml.safe_load(open(f, encoding="utf-8")) for f in sys.argv[1:]]' "$@"
}

if have openssl && certificate; then
    if have haproxy; then
        try 'haproxy: haproxy/haproxy.cfg' haproxy_file
        try 'haproxy: the same in a container' haproxy_in_container
        if have curl; then try 'haproxy: what it says without a node' haproxy_speaks; fi
    else
        lacks haproxy haproxy/haproxy.cfg
    fi
    if have nginx; then
        try 'nginx: nginx/hoithi.conf' nginx_file
        if have curl; then try 'nginx: what it says without a node' nginx_speaks; fi
    else
        lacks nginx nginx/hoithi.conf
    fi
else
    lacks openssl 'haproxy/haproxy.cfg and nginx/hoithi.conf'
fi

if have systemd-analyze; then
    try 'systemd: units' units
    try 'systemd: hoithi.service is closed off' exposure hoithi.service 15
    try 'systemd: hoithi-backup.service is closed off' exposure hoithi-backup.service 10
else
    lacks systemd-analyze 'systemd/*.service, *.timer'
fi

if have promtool; then
    try 'prometheus: prometheus/prometheus.yml' promtool check config prometheus/prometheus.yml
    try 'prometheus: prometheus/alerts.yml' promtool check rules prometheus/alerts.yml
    try 'prometheus: the alerts are raised, and only then' promtool test rules prometheus/alerts.test.yml
else
    lacks promtool 'prometheus/*.yml'
fi

if have python3; then
    try 'grafana: grafana/hoithi.json' dashboard_rules
    if have promtool; then try 'grafana: its queries' promtool check rules "$temp/dashboard.yml"; fi
    if python3 -c 'import yaml' 2>/dev/null; then
        try 'container: compose.yaml is YAML' yaml container/compose.yaml
    fi
else
    lacks python3 grafana/hoithi.json
fi

if docker compose version >/dev/null 2>&1; then
    try 'container: compose.yaml' docker compose -f container/compose.yaml config --quiet
else
    lacks 'docker compose' container/compose.yaml
fi

try 'scripts' sh -n systemd/hoithi
try 'metrics: named as the program names them' metric_names
try 'alerts: each has its heading in docs/OPERATIONS.md' headings
try 'settings: all of the program, no others' settings

[ ${#missing[@]} = 0 ] || printf '\nmissing here: %s\n' "$(printf '%s, ' "${missing[@]}" | sed 's/, $//')"
if [ "$wrong" -gt 0 ]; then
    printf '\n%d wrong\n' "$wrong"
    exit 1
fi
