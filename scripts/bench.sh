#!/usr/bin/env bash
# Measures the release build on loopback: start-up, idle memory, requests per second. docs/benchmarks.md says what each
# line means. SECONDS_EACH=10 measures each page longer than the usual 5 s.
set -euo pipefail
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

seconds=${SECONDS_EACH:-5}
if ! [[ $seconds =~ ^[1-9][0-9]?$ ]]; then die "SECONDS_EACH=$seconds: expected a number from 1 to 99"; fi
starts=7 idle=5 threads=2 connections=16 rounds=2
# What is promised: milliseconds from exec to the first answer, and kB of resident memory (40 MB) when idle.
target_ms=500 target_kb=40960

# A figure with a comma in it would be another figure.
export LC_ALL=C
# Nothing that a developer's shell happens to hold may decide what is measured.
unset PORT CONSUL_HTTP_ADDR CONSUL_HTTP_TOKEN MALLOC_ARENA_MAX RUST_LOG "${!MINIBLOG_@}"

missing=()
has wrk || missing+=(wrk)
has curl || missing+=(curl)
has setpriv || missing+=(util-linux)
((${#missing[@]} == 0)) || apt_install "${missing[@]}"
need_rust
# Not in one call: with an example, Cargo gives the dependencies what the tests' dependencies ask of them, too, and the
# binary wouldn't be the one that is shipped.
cargo build --release --example fixed_response
cargo build --release --bin miniblog
built=${CARGO_TARGET_DIR:-target}/release
# An absolute path: what is measured mustn't depend on where it is started.
[[ $built == /* ]] || built=$PWD/$built

# --- Starting and stopping --------------------------------------------------------------------------------------

work=$(mktemp -d)
running=()
# A pipe that nothing is ever written to: reading it with a time-out is a pause without a process.
exec {never}<> <(:)
pause() { read -r -t "$1" -u "$never" || true; }
alive() { kill -0 "$1" 2>/dev/null; }

# start LOG COMMAND…: in the background, its process id in $started. It dies with this script, even a killed one.
start() {
  local log=$1
  shift
  setpriv --pdeathsig KILL -- "$@" </dev/null >>"$log" 2>&1 {never}<&- &
  started=$!
  running+=("$started")
}

# end PID: in good order, or after ten seconds anyhow.
end() {
  local steps=100
  kill -TERM "$1" 2>/dev/null || true
  while alive "$1"; do
    if ((steps-- == 0)); then
      say "process $1 didn't end within 10 s of SIGTERM"
      kill -KILL "$1" 2>/dev/null || true
    fi
    pause 0.1
  done
}

# shellcheck disable=SC2317 # the trap calls it
finish() {
  local status=$? pid
  for pid in "${running[@]}"; do ! alive "$pid" || kill -KILL "$pid" 2>/dev/null || true; done
  wait 2>/dev/null || true
  rm -rf "$work"
  exit "$status"
}
trap finish EXIT
trap 'exit 130' INT TERM HUP

# answers PORT PATH: with 200? In this very shell: a process for each try would be measured, too.
answers() {
  local status=''
  { exec 3<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
  printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$2" "$1" >&3
  IFS=' ' read -r -t 3 _ status _ <&3 || true
  exec 3>&-
  [[ $status == 200* ]]
}

# wait_for PID PORT PATH LOG: until it answers, for 30 s at most.
wait_for() {
  local deadline=$((SECONDS + 30))
  until answers "$2" "$3"; do
    if ! alive "$1" || ((SECONDS > deadline)); then
      tail -n 20 "$4" >&2
      die "http://127.0.0.1:$2$3 doesn't answer with 200"
    fi
    pause 0.001
  done
}

# --- The database -----------------------------------------------------------------------------------------------

workers=$(nproc)
port=$(free_port 18100)
fixed_port=$(free_port 18200 "$port")
url=http://127.0.0.1:$port
export MINIBLOG_ENV=development MINIBLOG__DATA__DIR=$work/data MINIBLOG__SERVER__PORT=$port MINIBLOG__SERVER__WORKERS=$workers
export MINIBLOG__LOG__LEVEL=warn MINIBLOG__CONSUL__ENABLED=false MINIBLOG__RATE_LIMIT__ENABLED=false MINIBLOG__AUTH__BCRYPT_COST=4

# So many that every list fills its page.
seeded=$(timeout --foreground 60 "$built/miniblog" seed --users 50 --posts 2000)
password=${seeded##*password: }

read -r load _ </proc/loadavg
printf '%s, %s, %s cores, load %s before the first measurement\n' \
  "$("$built/miniblog" --version)" "$(date -u +%F)" "$workers" "$load"

# --- Start-up ---------------------------------------------------------------------------------------------------

printf '\nStart-up, from exec to the first answer of /health/ready, %s starts\n' "$starts"
server='' times=()
for ((i = 0; i < starts; i++)); do
  [[ -z $server ]] || end "$server"
  begun=${EPOCHREALTIME/./}
  start "$work/miniblog.log" "$built/miniblog" serve
  server=$started
  wait_for "$server" "$port" /health/ready "$work/miniblog.log"
  times+=($((${EPOCHREALTIME/./} - begun)))
done

# judge VALUE LIMIT
judge() { if (($1 <= $2)); then echo met; else echo MISSED; fi; }
ms() { printf '%d.%d ms' $(($1 / 1000)) $(($1 % 1000 / 100)); }
mapfile -t times < <(printf '%s\n' "${times[@]}" | sort -n)
median=${times[starts / 2]}
printf '  median %s, fastest %s, slowest %s; target %s ms: %s\n' \
  "$(ms "$median")" "$(ms "${times[0]}")" "$(ms "${times[-1]}")" "$target_ms" "$(judge "$median" $((target_ms * 1000)))"

# --- Memory -----------------------------------------------------------------------------------------------------

# fetch PATH [OPTION…]: a page's body.
fetch() {
  local path=$1
  shift
  curl --silent --show-error --fail --max-time 10 "$@" "$url$path"
}

# memory WHEN [judged]: after a moment of idleness; the resident set, now and at its highest.
memory() {
  local key value rss=0 peak=0 verdict=''
  pause "$idle"
  while read -r key value _; do
    case $key in VmRSS:) rss=$value ;; VmHWM:) peak=$value ;; esac
  done <"/proc/$server/status"
  [[ -z ${2-} ]] || verdict="; target $((target_kb / 1024)) MB: $(judge "$rss" "$target_kb")"
  printf '  %-32s VmRSS %3d.%d MB, VmHWM %3d.%d MB%s\n' "$1" \
    $((rss / 1024)) $((rss % 1024 * 10 / 1024)) $((peak / 1024)) $((peak % 1024 * 10 / 1024)) "$verdict"
}

printf '\nMemory of the idle process, %s s after the last request\n' "$idle"
memory "started"

jar=$work/cookies
fetch /auth/login -o "$work/answer" -H "Origin: $url" --cookie-jar "$jar" \
  --data-urlencode identifier=mika --data-urlencode "password=$password"
cookie=$(awk '$6 == "session" { print $6 "=" $7 }' "$jar")
fetch / -o "$work/public"
fetch / -o "$work/home" -H "Cookie: $cookie"
permalink=$(grep -om1 '/posts/[0-9][0-9]*' "$work/public" | head -n 1)
fetch "$permalink" -o "$work/permalink"
grep -q /auth/logout "$work/home" || die "The home page isn't a signed-in person's: the sign-in didn't work"
for path in /explore /explore?lang=zh-CN /users/mika /auth/register; do
  fetch "$path" -o "$work/answer" --compressed
done
memory "after a sign-in and 7 pages" judged

# The words that a new password is compared with are only loaded by then.
fetch /auth/register -o "$work/answer" -H "Origin: $url" --data-urlencode email=bench@example.org \
  --data-urlencode username=bench --data-urlencode 'password=seven grey herons at dusk'
memory "after a registration, too" judged

# --- Requests per second ----------------------------------------------------------------------------------------

tick=$(getconf CLK_TCK)
# The process's ticks of CPU time, its own and the kernel's for it.
ticks() {
  local stat
  stat=$(<"/proc/$1/stat")
  read -ra stat <<<"${stat##*) }"
  echo $((stat[11] + stat[12]))
}

# load SECONDS URL HEADER: wrk's report.
load() {
  timeout --foreground $(($1 + 10)) wrk --threads "$threads" --connections "$connections" --duration "$1s" --latency \
    --header "$3" "$2" || die "wrk failed at $2"
}

# measure NAME PID URL HEADER: one line of figures, and requests per second in $rate, CPU time of each in $cost.
measure() {
  local before report figures requests p50 p99
  before=$(ticks "$2")
  report=$(load "$seconds" "$3" "$4")
  if grep -qE 'Socket errors|Non-2xx' <<<"$report"; then die "Not every request to $3 was answered with 200: $report"; fi
  figures=$(awk '
    function ms(time) { return time ~ /us$/ ? time / 1000 : time ~ /ms$/ ? time + 0 : time * 1000 }
    $1 == "50%" { p50 = ms($2) }
    $1 == "99%" { p99 = ms($2) }
    $2 == "requests" { requests = $1 }
    $1 == "Requests/sec:" { rate = $2 }
    END { printf "%d %.1f %.2f %.2f", requests, rate, p50, p99 }' <<<"$report")
  read -r requests rate p50 p99 <<<"$figures"
  cost=$((($(ticks "$2") - before) * 1000000 / tick / (requests ? requests : 1)))
  printf '  %-6s %10s requests/s   p50 %7s ms   p99 %7s ms   %5s us of CPU each\n' "$1" "$rate" "$p50" "$p99" "$cost"
}

# compare TITLE FILE PATH [COOKIE]: the page and a fixed string of its size, in turns, so that a drift of the machine
# shows and hits both.
compare() {
  local header="Cookie: ${4:-none=}" pairs=() page_rate page_cost fixed i
  start "$work/fixed.log" "$built/examples/fixed_response" "$fixed_port" "$workers" "$2"
  fixed=$started
  wait_for "$fixed" "$fixed_port" / "$work/fixed.log"
  printf '\n%s, %s bytes\n' "$1" "$(wc -c <"$2")"
  load 1 "$url$3" "$header" >/dev/null
  load 1 "http://127.0.0.1:$fixed_port$3" "$header" >/dev/null
  for ((i = 0; i < rounds; i++)); do
    measure page "$server" "$url$3" "$header"
    page_rate=$rate page_cost=$cost
    measure fixed "$fixed" "http://127.0.0.1:$fixed_port$3" "$header"
    pairs+=("$page_rate $rate $page_cost $cost")
  done
  end "$fixed"
  printf '%s\n' "${pairs[@]}" | awk '
    { page += $1; fixed += $2; page_cost += $3; fixed_cost += $4; each = each sprintf(" %.3f", $1 / $2) }
    END { printf "  ratio  %10.3f of the fixed string (pair by pair:%s), at %.0f times its CPU\n",
      page / fixed, each, page_cost / (fixed_cost ? fixed_cost : 1) }'
}

printf '\nRequests/s, wrk with %s threads and %s connections, %s s each\n' "$threads" "$connections" "$seconds"
compare "Public page, signed out" "$work/public" /
compare "Home, signed in" "$work/home" / "$cookie"
compare "Permalink, signed out" "$work/permalink" "$permalink"

printf '\nMemory after that\n'
memory "after all requests above"
end "$server"
[[ ! -s $work/miniblog.log ]] || { say "The server had something to say:"; tail -n 20 "$work/miniblog.log" >&2; }
