#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# How long the gateway takes to start with thousands of sharded tables over four servers: from the process's start to the
# first answer of a query about the last table. SLUICE_BENCH_TABLES: how many, 7000 unless set. Fails above 10 s.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
. tests/bench/cluster.sh

tables=${SLUICE_BENCH_TABLES:-7000}
limit_seconds=10
servers=4

write_tables() {
  awk -v tables="$tables" 'BEGIN {
    for (i = 0; i < tables; i++)
      printf "CREATE TABLE IF NOT EXISTS t_%d (id BIGINT NOT NULL PRIMARY KEY, user_id BIGINT NOT NULL, name VARCHAR(40), amount " \
        "DECIMAL(10,2), created DATETIME(3), note TEXT, KEY (user_id)) ENGINE=MyISAM;\n", i
  }'
}

fill_servers() {
  local i
  for ((i = 0; i < servers; i++)); do
    has_tables "$i" && continue
    say "making $tables tables on server $((i + 1)) of $servers"
    write_tables | client "${server_ports[$i]}" sluice sluice catalogue
  done
}

# Making them takes minutes, so that they stay for the next time.
has_tables() {
  [ "$(client "${server_ports[$1]}" sluice sluice -N -e "SELECT COUNT(*) FROM information_schema.TABLES
    WHERE TABLE_SCHEMA = 'catalogue'")" = "$tables" ]
}

write_catalogue() {
  write_global "$1"
  {
    echo "databaseName: catalogue"
    echo "dataSources:"
    for ((i = 0; i < servers; i++)); do data_source "$i" catalogue; done
    echo "rules:"
    echo "  - !SHARDING"
    echo "    tables:"
    awk -v tables="$tables" 'BEGIN { for (i = 0; i < tables; i++)
      printf "      t_%d: {actualDataNodes: \"ds_${0..3}.t_%d\"}\n", i, i }'
    cat <<'YAML'
    defaultDatabaseStrategy:
      standard: {shardingColumn: id, shardingAlgorithmName: by_id}
    shardingAlgorithms:
      by_id: {type: INLINE, props: {algorithm-expression: "ds_${id % 4}"}}
YAML
  } >"$1/database-catalogue.yaml"
}

last_table_answers() {
  client "$gateway_port" sluice sluice catalogue -N -e "SELECT COUNT(*) FROM t_$((tables - 1)) WHERE id = 1"
}

# Answers, and the schema of every server is known.
is_ready() {
  last_table_answers >/dev/null 2>&1 && [ "$(grep -c ' schema: loaded' "$bench/gateway.log")" -ge $servers ]
}

start_once() { # sets $seconds
  local started=$EPOCHREALTIME
  : >"$bench/gateway.log"
  start_child "$bench/gateway.log" "${SLUICE_BINARY:-build/release/sluice}" serve --config "$bench/catalogue"
  gateway_pid=$child
  until is_ready; do
    kill -0 "$gateway_pid" 2>/dev/null || fail "the gateway died, see $bench/gateway.log"
    sleep 0.05
  done
  seconds=$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f", b - a }')
}

report() {
  local round seconds kib
  echo
  echo "$(date -u +%Y-%m-%d), commit $(git rev-parse --short=10 HEAD), $(machine)."
  echo
  echo "| start | tables | servers | ready | memory |"
  echo "|---|---:|---:|---:|---:|"
  for round in first second third; do
    start_once
    kib=$(sed -n 's/^VmRSS:[^0-9]*\([0-9]*\) kB/\1/p' "/proc/$gateway_pid/status")
    stop_child "$gateway_pid" 20
    echo "| $round | $tables | $servers | $seconds s | $((kib / 1024)) MiB |"
    awk -v seconds="$seconds" -v limit=$limit_seconds 'BEGIN { exit !(seconds <= limit) }' || touch "$bench/too_slow"
  done
  echo
}

start_servers $servers catalogue catalogue --table-open-cache=400
fill_servers
gateway_port=$(free_port 14706)
write_catalogue "$bench/catalogue"
rm -f "$bench/too_slow"
report >"$bench/catalogue.md"
cat "$bench/catalogue.md"
replace_results catalogue "$bench/catalogue.md"
[ ! -e "$bench/too_slow" ] || fail "it took longer than $limit_seconds s"
