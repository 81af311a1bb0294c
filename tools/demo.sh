#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run demo [--shards N] [--port P] [--data DIR] [--once]: an embedded cluster, a sharded shop, the
# gateway in front of it and a guided tour of statements. Stays up until Ctrl-C; with --once it ends
# behind the tour, with status 1 if a step was wrong. SLUICE_BINARY names another binary than this
# tree's, which is then not built.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. tools/children.sh
. tools/mariadb.sh
. tools/demo/config.sh
. tools/demo/shop.sh
. tools/demo/tour.sh

shards=2 port=3307 data=demo-data once=no
while [ $# -gt 0 ]; do
  case $1 in
    --shards | --port | --data)
      [ $# -ge 2 ] || fail "$1 needs a value"
      printf -v "${1#--}" '%s' "$2"
      shift
      ;;
    --once) once=yes ;;
    *) fail "demo does not know '$1'; it takes --shards N, --port P, --data DIR and --once" ;;
  esac
  shift
done
[[ $shards =~ ^[1-9][0-9]?$ ]] || fail "--shards takes a number from 1 to 99, not '$shards'"
[[ $port =~ ^[1-9][0-9]{0,4}$ && $port -le 65535 ]] || fail "--port takes a TCP port, not '$port'"

server_pids=()
server_ports=()
gateway_pid=
http_port=
admin_port=

gateway() { client "$port" root root shop "$@"; }
# shellcheck disable=SC2120  # called by way of a variable, too
reference() { client "${server_ports[0]}" sluice sluice shop_reference "$@"; }

stop_all() {
  trap '' INT TERM
  [ -z "$gateway_pid" ] || stop_child "$gateway_pid" 20
  local pid
  for pid in "${server_pids[@]}"; do
    kill -TERM "$pid" 2>/dev/null || true
  done
  for pid in "${server_pids[@]}"; do
    stop_child "$pid" 30
  done
}
trap stop_all EXIT
trap 'echo; say "stopping"; exit 130' INT
trap 'exit 143' TERM HUP

# Takes the folder for this demo alone and sees that it is one of ours, made for as many shards.
open_folder() {
  local marker=$data/.sluice-demo made_for
  umask 077  # the configuration holds passwords
  mkdir -p "$data" || fail "cannot create $data; choose another folder with --data"
  data=$(cd "$data" && pwd)
  marker=$data/.sluice-demo
  if [ ! -e "$marker" ] && [ -n "$(ls -A "$data")" ]; then
    fail "$data is not empty and not a demo's folder; choose another with --data"
  fi
  exec 9>>"$marker"
  flock -n 9 || fail "another demo is using $data; stop it or choose another folder with --data"
  made_for=$(cat "$marker")
  if [ -n "$made_for" ] && [ "$made_for" != "$shards" ]; then
    fail "$data was made for $made_for shards; start with --shards $made_for, choose another folder" \
      "with --data, or delete it"
  fi
  [ -n "$made_for" ] || echo "$shards" >"$marker"
}

start_servers() {
  local i folder server_port=13306 databases
  say "starting $shards MariaDB servers in $data"
  for ((i = 0; i < shards; i++)); do
    folder=$data/server_$i
    install_server "$folder"
    server_port=$(free_port $server_port)
    databases=shop
    [ $i -gt 0 ] || databases="shop shop_reference"
    start_server "$folder" "$server_port" "$databases" --innodb-buffer-pool-size=64M
    server_pids+=("$child")
    server_ports+=("$server_port")
    server_port=$((server_port + 1))
  done
  for ((i = 0; i < shards; i++)); do
    wait_until_ready "${server_pids[$i]}" "$data/server_$i/server.log" "MariaDB server $i" \
      client "${server_ports[$i]}" sluice sluice -e 'SELECT 1'
    printf '    ds_%d  127.0.0.1:%d\n' $i "${server_ports[$i]}"
  done
}

start_gateway() {
  say "starting the gateway on port $port with $data/config"
  http_port=$(free_port 8307)
  admin_port=$(free_port 3308)
  write_config "$data/config" "$port" "$http_port" "$admin_port" "${server_ports[@]}"
  start_child "$data/gateway.log" "$sluice" serve --config "$data/config"
  gateway_pid=$child
  wait_until_ready "$gateway_pid" "$data/gateway.log" "the gateway" gateway -e 'SELECT 1'
}

load_once() {
  local i
  if [ -e "$data/loaded" ]; then
    say "the shop is loaded already"
    return
  fi
  for ((i = 0; i < shards; i++)); do  # an interrupted load begins anew
    client "${server_ports[$i]}" sluice sluice -e "DROP DATABASE shop; CREATE DATABASE shop"
  done
  client "${server_ports[0]}" sluice sluice \
    -e "DROP DATABASE shop_reference; CREATE DATABASE shop_reference"
  start_gateway
  say "creating the shop through the gateway and loading $shop_orders orders"
  load_shop
  touch "$data/loaded"
}

say_goodbye() {
  cat <<TEXT

${bold}The demo is up.${plain} Connect to it with any MySQL client (password: root):

    mariadb --host=127.0.0.1 --port=$port --user=root --password=root shop

  status page    http://127.0.0.1:$http_port/
  admin SQL      the same client with --port=$admin_port, e.g. SELECT * FROM sessions
  configuration  $data/config
  gateway's log  $data/gateway.log
  servers        $(printf '127.0.0.1:%s ' "${server_ports[@]}")(user sluice, password sluice)
  reference      database shop_reference on 127.0.0.1:${server_ports[0]}

Ctrl-C stops everything; the data stays in $data.
TEXT
}

need server
port_is_busy "$port" && fail "port $port is in use; choose another with --port"
open_folder
sluice=${SLUICE_BINARY:-build/release/sluice}
[ -n "${SLUICE_BINARY:-}" ] || bash tools/build.sh release sluice
start_servers
load_once
[ -n "$gateway_pid" ] || start_gateway
right=yes
run_tour tools/demo/tour.sql || right=no
if [ $once = yes ]; then
  [ $right = yes ] || exit 1
  exit 0
fi
say_goodbye
wait "$gateway_pid" || true
tail -n 20 "$data/gateway.log" >&2
gateway_pid=
fail "the gateway ended by itself; the end of $data/gateway.log is above"
