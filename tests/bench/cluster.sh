# SPDX-License-Identifier: Apache-2.0
# What the benchmarks run against: two MariaDB servers, HAProxy in front of the first, and the gateway in
# front of both, all on loopback and started by the script that sources this. Data stays in build/bench.
# shellcheck shell=bash disable=SC2034,SC2154

. tools/children.sh
. tools/mariadb.sh

bench=$root/build/bench
server_pids=()
server_ports=()
haproxy_pid='' haproxy_port=''
gateway_pid='' gateway_port=''

# The targets are direct, haproxy, one (the gateway, one server) and two (the gateway, two servers).
target_port() {
  case $1 in
    direct) echo "${server_ports[0]}" ;;
    haproxy) echo "$haproxy_port" ;;
    one | two) echo "$gateway_port" ;;
  esac
}
target_database() { if [ "$1" = two ]; then echo bench_two; else echo bench_one; fi; }
target_pid() {
  case $1 in
    direct) echo "" ;;
    haproxy) echo "$haproxy_pid" ;;
    one | two) echo "$gateway_pid" ;;
  esac
}
target_client() {
  local target=$1
  shift
  client "$(target_port "$target")" sluice sluice "$(target_database "$target")" "$@"
}

stop_cluster() {
  local pid
  for pid in $gateway_pid $haproxy_pid "${server_pids[@]}"; do
    stop_child "$pid" 20
  done
}

# start_servers COUNT NAME DATABASES [OPTION...]: MariaDB servers in $bench/NAME_0 and up, ready; what they held
# before they hold still.
start_servers() {
  local count=$1 name=$2 databases=$3 i port=14606
  shift 3
  trap stop_cluster EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  mkdir -p "$bench"
  exec 9>>"$bench/.lock"
  flock -n 9 || fail "another benchmark is running in $bench"
  for ((i = 0; i < count; i++)); do
    install_server "$bench/${name}_$i"
    port=$(free_port $port)
    start_server "$bench/${name}_$i" "$port" "$databases" --skip-log-bin "$@"
    server_pids+=("$child")
    server_ports+=("$port")
    port=$((port + 1))
  done
  for ((i = 0; i < count; i++)); do
    wait_until_ready "${server_pids[$i]}" "$bench/${name}_$i/server.log" "MariaDB server $i" \
      client "${server_ports[$i]}" sluice sluice -e 'SELECT 1'
  done
}

start_cluster() {
  say "starting two MariaDB servers, HAProxy and the gateway in $bench"
  # Everything stays in memory: the proxies are measured, not the disk.
  start_servers 2 server "bench_one bench_two" --innodb-buffer-pool-size=256M --max-allowed-packet=64M
  start_haproxy
  start_gateway
}

start_haproxy() {
  haproxy_port=$(free_port 14406)
  cat >"$bench/haproxy.cfg" <<CFG
global
  nbthread $(nproc)
defaults
  mode tcp
  timeout connect 5s
  timeout client 1h
  timeout server 1h
listen mysql
  bind 127.0.0.1:$haproxy_port
  server first 127.0.0.1:${server_ports[0]}
CFG
  start_child "$bench/haproxy.log" haproxy -db -f "$bench/haproxy.cfg"
  haproxy_pid=$child
  wait_until_ready "$haproxy_pid" "$bench/haproxy.log" HAProxy target_client haproxy -e 'SELECT 1'
}

data_source() {  # number, database
  cat <<YAML
  ds_$1:
    url: jdbc:mysql://127.0.0.1:${server_ports[$1]}/$2?useSSL=false
    username: sluice
    password: sluice
    maxPoolSize: 200
YAML
}

write_global() {
  mkdir -p "$1"
  cat >"$1/global.yaml" <<YAML
authority:
  users:
    - user: sluice@%
      password: sluice
  privilege:
    type: ALL_PERMITTED
props:
  proxy-default-port: $gateway_port
sluice:
  bind-address: 127.0.0.1
  http: {enabled: false}
YAML
}

write_config() {
  write_global "$1"
  cat >"$1/database-one.yaml" <<YAML
databaseName: bench_one
dataSources:
$(data_source 0 bench_one)
rules:
  - !SINGLE
    tables:
      - ds_0.*
YAML
  cat >"$1/database-two.yaml" <<YAML
databaseName: bench_two
dataSources:
$(data_source 0 bench_two)
$(data_source 1 bench_two)
rules:
  - !SHARDING
    tables:
      sbtest1:
        actualDataNodes: ds_\${0..1}.sbtest1
      t_big:
        actualDataNodes: ds_\${0..1}.t_big
      t_load:
        actualDataNodes: ds_\${0..1}.t_load
    defaultDatabaseStrategy:
      standard:
        shardingColumn: id
        shardingAlgorithmName: by_id
    shardingAlgorithms:
      by_id:
        type: INLINE
        props:
          algorithm-expression: ds_\${id % 2}
YAML
}

start_gateway() {
  gateway_port=$(free_port 14506)
  write_config "$bench/config"
  start_gateway_with "$bench/config" bench_one
}

# start_gateway_with FOLDER DATABASE: with a configuration that was written with $gateway_port.
start_gateway_with() {
  start_child "$bench/gateway.log" "${SLUICE_BINARY:-build/release/sluice}" serve --config "$1"
  gateway_pid=$child
  wait_until_ready "$gateway_pid" "$bench/gateway.log" "the gateway" \
    client "$gateway_port" sluice sluice "$2" -e 'SELECT 1'
}

# User and system time of a process in clock ticks; 0 without a process.
cpu_ticks() {
  [ -n "$1" ] || { echo 0; return; }
  sed 's/.*) //' "/proc/$1/stat" | awk '{ print $12 + $13 }'
}
memory_kib() { sed -n "s/^$1:[^0-9]*\([0-9]*\) kB/\1/p" "/proc/$gateway_pid/status"; }

# replace_results NAME FILE: puts FILE between the markers of NAME in docs/benchmarks.md.
replace_results() {
  awk -v name="$1" -v file="$2" '
    $0 == "<!-- results: " name " -->" {
      print
      while ((getline line < file) > 0) print line
      skip = 1
    }
    $0 == "<!-- end: " name " -->" { skip = 0 }
    !skip { print }
  ' docs/benchmarks.md >"$bench/benchmarks.md"
  awk -v name="$1" '$0 == "<!-- results: " name " -->" { found = 1 } END { exit !found }' \
    docs/benchmarks.md || fail "docs/benchmarks.md has no place for the results of $1"
  cp "$bench/benchmarks.md" docs/benchmarks.md
  say "wrote the results into docs/benchmarks.md"
}

# The machine, as far as it matters for reading the figures.
machine() {
  printf '%s, %d cores, Linux %s, MariaDB %s' \
    "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1 | tr -s ' ')" "$(nproc)" \
    "$(uname -r | cut -d - -f 1)" \
    "$(client "${server_ports[0]}" sluice sluice -N -e 'SELECT VERSION()' | cut -d - -f 1)"
}
