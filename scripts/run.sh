#!/usr/bin/env bash
# The app in a browser: builds it, starts a Consul agent where none runs and one can be had, starts the app, says
# where both are, and stops both on Ctrl-C, on SIGTERM, or when either ends.
# PORT or MINIBLOG__SERVER__PORT chooses the port, MINIBLOG__CONSUL__ENABLED=false leaves Consul out.
set -euo pipefail
caller=${1:-$PPID}
# shellcheck source=scripts/lib.sh
. "$(dirname "$0")/lib.sh"

# Ctrl-C goes to a terminal's whole foreground job. make, as a part of it, would report an error after a perfectly
# good stop; so what follows becomes a job of its own. Only in the foreground: a terminal isn't to be taken.
if (($# == 0)) && [[ -t 0 && $(cat "/proc/$PPID/comm" 2>/dev/null) == make ]]; then
  read -r _ _ _ group _ _ foreground _ < <(sed 's/^.*) /_ /' /proc/$$/stat)
  if [[ $group == "$foreground" ]]; then
    set -m
    status=0
    scripts/run.sh "$PPID" || status=$?
    exit "$status"
  fi
fi

# --- What is asked for ------------------------------------------------------------------------------------------

port=${PORT:-${MINIBLOG__SERVER__PORT:-8000}}
if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || ((port > 65535)); then die "PORT=$port: expected a number from 1 to 65535"; fi
host=${MINIBLOG__SERVER__HOST:-127.0.0.1}
case $host in 0.0.0.0 | ::) reach=127.0.0.1 ;; *) reach=$host ;; esac
case $reach in *:*) url=http://[$reach]:$port ;; *) url=http://$reach:$port ;; esac
! in_use "$reach" "$port" || die "Port $port is already in use: stop what listens there, or choose another (make run PORT=$((port % 65535 + 1)))"
unset PORT
export MINIBLOG__SERVER__PORT=$port

# --- Starting and stopping --------------------------------------------------------------------------------------

stop=0
trap 'stop=$((stop + 1))' INT TERM HUP

# A pipe that nothing is ever written to: reading it with a time-out is a pause that a signal ends and that leaves no
# process behind.
exec {never}<> <(:)
pause() { read -r -t "$1" -u "$never" || true; }
alive() { [[ -n ${1-} ]] && kill -0 "$1" 2>/dev/null; }

# start COMMAND…: in the background, its process id in $started. In a session of its own, so that Ctrl-C reaches this
# script only and the order of stopping is ours; and should this script be killed outright, the kernel tells it.
launcher=()
! has setsid || launcher+=(setsid)
! setpriv --pdeathsig TERM true 2>/dev/null || launcher+=(setpriv --pdeathsig TERM)
start() {
  "${launcher[@]}" "$@" </dev/null {never}<&- &
  started=$!
}

# end PID SECONDS: asks it to stop, and its children if SECONDS have passed or somebody asks once more.
end() {
  alive "${1-}" || return 0
  local asked=$stop steps=$(($2 * 5))
  kill -TERM "$1" 2>/dev/null || true
  while alive "$1"; do
    if ((steps-- == 0 || stop > asked)); then kill -KILL -- "-$1" 2>/dev/null || kill -KILL "$1" 2>/dev/null || true; fi
    pause 0.2
  done
}

# Under make, its end is ours. A SIGINT to make alone isn't handed on by it, but make stops catching the signal then.
catches_int() {
  local key value
  while read -r key value; do
    [[ $key != SigCgt: ]] || break
  done 2>/dev/null <"/proc/$1/status" || return 1
  ((16#${value:-0} & 2))
}
watch=
if [[ $(cat "/proc/$caller/comm" 2>/dev/null) == make ]] && catches_int "$caller"; then watch=$caller; fi
wanted() {
  ((stop == 0)) || return 1
  [[ -z $watch ]] || catches_int "$watch"
}

app='' agent='' build=''
finish() {
  local status=$?
  trap '' PIPE
  if alive "$build"; then kill -TERM -- "-$build" 2>/dev/null || end "$build" 5; fi
  # The app first: it deregisters from the agent that goes after it.
  end "$app" 45
  end "$agent" 10
  exit "$status"
}
trap finish EXIT

# --- Building ---------------------------------------------------------------------------------------------------

need_rust
# In the background, because bash handles a signal only between two foreground commands.
start cargo build --bin miniblog
build=$started
while alive "$build"; do
  wanted || exit 0
  pause 0.2
done
wait "$build" || exit
build=
binary=${CARGO_TARGET_DIR:-target}/debug/miniblog
mkdir -p "${MINIBLOG__DATA__DIR:-data}"

# --- Consul -----------------------------------------------------------------------------------------------------

# Its status endpoint answers with an address in quotes, or with empty quotes while there is no leader.
is_consul() {
  local address=${1#http://} answer
  case $address in *://*) return 0 ;; esac # https or a socket: taken on trust
  address=${address%%/*}
  answer=$(http_get "${address%:*}" "${address##*:}" /v1/status/leader) && [[ $answer =~ ^200$'\n'\".*\"$ ]]
}

ui=
if [[ ${MINIBLOG__CONSUL__ENABLED-} == false ]]; then
  say "Consul: switched off by MINIBLOG__CONSUL__ENABLED"
else
  consul=${MINIBLOG__CONSUL__ADDRESS:-${CONSUL_HTTP_ADDR:-127.0.0.1:8500}}
  case $consul in *://*) ;; *) consul=http://$consul ;; esac
  if is_consul "$consul"; then
    ui=$consul/ui/
  elif binary_of_consul=$(scripts/consul.sh); then
    http=$(free_port 8500)
    server=$(free_port 8300 "$http")
    serf=$(free_port 8301 "$http" "$server")
    consul=http://127.0.0.1:$http
    mkdir -p .cache/consul
    start "$binary_of_consul" agent -dev -config-file=consul/agent-dev.hcl \
      -http-port="$http" -server-port="$server" -serf-lan-port="$serf" >.cache/consul/agent.log 2>&1
    agent=$started
    # Without a leader the agent would take registrations and fail everything else.
    for ((i = 0; i < 150; i++)); do
      if ! wanted; then exit 0; fi
      if ! alive "$agent"; then break; fi
      answer=$(http_get 127.0.0.1 "$http" /v1/status/leader) || answer=
      if [[ $answer == 200$'\n'\"?*\" ]]; then break; fi
      pause 0.2
    done
    if alive "$agent"; then
      ui=$consul/ui/dc1/services/${MINIBLOG__CONSUL__SERVICE_NAME:-miniblog}
    else
      say "Consul: the agent didn't start, see .cache/consul/agent.log"
      agent=
    fi
  fi
  if [[ -n $ui ]]; then
    export MINIBLOG__CONSUL__ADDRESS=$consul
  else
    say "Going on without Consul"
    # The app would otherwise look for it, and complain, for as long as it runs.
    export MINIBLOG__CONSUL__ENABLED=false
  fi
fi

# --- The app ----------------------------------------------------------------------------------------------------

wanted || exit 0
start "$binary" serve
app=$started
ready=0
for ((i = 0; i < 600; i++)); do
  wanted || exit 0
  alive "$app" || break
  answer=$(http_get "$reach" "$port" /health/ready) || answer=
  if [[ ${answer%%$'\n'*} == 200 ]]; then
    ready=1
    break
  fi
  pause 0.1
done
if ! alive "$app"; then
  status=0
  wait "$app" || status=$?
  say "miniblog ended before it was ready (exit status $status)"
  exit $((status ? status : 1))
fi
((ready)) || die "miniblog isn't ready after a minute: $url/health/ready answers ${answer:-nothing}"

say ""
say "  miniblog   $url/"
[[ -z $ui ]] || say "  Consul UI  $ui"
say ""
if [[ -n $agent ]]; then say "  Ctrl-C stops both."; else say "  Ctrl-C stops it."; fi
say ""

while wanted; do
  if ! alive "$app"; then
    status=0
    wait "$app" || status=$?
    say "miniblog has ended (exit status $status)"
    exit "$status"
  fi
  if [[ -n $agent ]] && ! alive "$agent"; then
    say "The Consul agent has ended, see .cache/consul/agent.log"
    exit 1
  fi
  pause 1
done
