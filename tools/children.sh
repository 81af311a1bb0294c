# SPDX-License-Identifier: Apache-2.0
# Servers as children of a script: started so that they die with it whatever ends it, stopped in
# order, and the ports they listen on. Sourced by demo and bench.
# shellcheck shell=bash disable=SC2034,SC2154

# start_child LOG COMMAND...: sets $child to the process id. The death signal covers kill -9 of the
# script; a session of its own keeps Ctrl-C away, so that the script decides the order of stopping.
child=
start_child() {
  local log=$1
  shift
  setsid setpriv --pdeathsig TERM "$@" >>"$log" 2>&1 </dev/null 9>&- &
  child=$!
}

# stop_child PID SECONDS: SIGTERM, then SIGKILL. Quiet if it has gone already.
stop_child() {
  local pid=$1 tenths=$(($2 * 10))
  kill -TERM "$pid" 2>/dev/null || return 0
  while [ $tenths -gt 0 ] && kill -0 "$pid" 2>/dev/null; do
    sleep 0.1
    tenths=$((tenths - 1))
  done
  kill -KILL "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
}

# Whether any process listens on a TCP port, on whichever address.
port_is_busy() {
  local hex
  printf -v hex ':%04X' "$1"
  awk -v port="$hex" '$4 == "0A" && $2 ~ port "$" { found = 1 } END { exit !found }' \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null
}

# free_port FIRST: the first port from FIRST on that is not busy, on stdout.
free_port() {
  local port=$1
  while port_is_busy "$port"; do
    port=$((port + 1))
  done
  echo "$port"
}
