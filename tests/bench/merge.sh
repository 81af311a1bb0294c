#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What merging costs: ORDER BY over 2 million rows, a GROUP BY with 100,000 groups and LIMIT 10 OFFSET 100,000, over two and
# four servers, and by one server that holds all the rows, read without the gateway. SLUICE_BENCH_MERGE_ROWS: how many
# rows. Fails when an answer differs or the gateway's memory grows beyond the limit.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
. tests/bench/cluster.sh

rows=${SLUICE_BENCH_MERGE_ROWS:-2000000}
groups=$((rows / 20))
rounds=3
limit_kib=$((64 * 1024))

order_query="SELECT id, g, v, pad FROM t_merge ORDER BY v, id"
group_query="SELECT g, COUNT(*), SUM(v), MAX(pad) FROM t_merge GROUP BY g ORDER BY g"
limit_query="SELECT id, v FROM t_merge ORDER BY v, id LIMIT 10 OFFSET 100000"

# Rows with id modulo COUNT = REST: what INLINE puts there. v, g and the order are spread by multiplication with a prime.
fill() { # server, database, count, rest
  local port=${server_ports[$1]}
  [ "$(client "$port" sluice sluice "$2" -N -e "SELECT COUNT(*) FROM t_merge" 2>/dev/null)" != \
    $(((rows - 1 - $4) / $3 + 1)) ] || return 0
  client "$port" sluice sluice "$2" -e "DROP TABLE IF EXISTS t_merge;
    CREATE TABLE t_merge (id INT PRIMARY KEY, g INT NOT NULL, v DECIMAL(10,2) NOT NULL, pad CHAR(40) NOT NULL, KEY (v, id),
      KEY (g)) DEFAULT CHARSET utf8mb4;
    INSERT INTO t_merge SELECT seq, seq * 7919 % $groups, seq * 104729 % 1000003 / 100, CONCAT('row ', seq) FROM seq_0_to_$((rows - 1))
      WHERE seq % $3 = $4;
    ANALYZE TABLE t_merge" >/dev/null || fail "server $1 could not be filled"
}

fill_servers() {
  local i
  say "filling four servers with $rows rows, unless they hold them"
  fill 0 merge_one 1 0
  for i in 0 1; do fill $i merge_two 2 $i; done
  for i in 0 1 2 3; do fill $i merge_four 4 $i; done
}

write_database() { # file, database, count
  local i
  {
    echo "databaseName: $2"
    echo "dataSources:"
    for ((i = 0; i < $3; i++)); do data_source "$i" "$2"; done
    cat <<YAML
rules:
  - !SHARDING
    tables:
      t_merge: {actualDataNodes: "ds_\${0..$(($3 - 1))}.t_merge"}
    defaultDatabaseStrategy:
      standard: {shardingColumn: id, shardingAlgorithmName: by_id}
    shardingAlgorithms:
      by_id: {type: INLINE, props: {algorithm-expression: "ds_\${id % $3}"}}
YAML
  } >"$1"
}

ask() { # port, database, query
  MYSQL_PWD=sluice mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --port="$1" --user=sluice --quick --batch \
    --skip-column-names "$2" -e "$3"
}

# "seconds cpu growth checksum" of one run; CPU and memory are the gateway's.
run_once() { # port, database, query
  local before ticks started sum
  echo 5 >"/proc/$gateway_pid/clear_refs" # resets VmHWM, the peak
  before=$(memory_kib VmRSS)
  ticks=$(cpu_ticks "$gateway_pid")
  started=$EPOCHREALTIME
  sum=$(ask "$1" "$2" "$3" | md5sum | cut -d ' ' -f 1)
  awk -v a="$started" -v b="$EPOCHREALTIME" -v ticks=$(($(cpu_ticks "$gateway_pid") - ticks)) \
    -v hz="$(getconf CLK_TCK)" -v growth=$(($(memory_kib VmHWM) - before)) -v sum="$sum" 'BEGIN { print b - a, ticks / hz, growth, sum }'
}

# One line of the table: the fastest of the rounds, the greatest growth.
measure() { # title, rows read, port, database, query
  local round verdict=ok
  for ((round = 0; round < rounds; round++)); do run_once "$3" "$4" "$5"; done | sort -n >"$bench/rounds"
  [ "$4" != merge_one ] || cut -d ' ' -f 4 "$bench/rounds" | head -n 1 >"$bench/expected"
  [ "$(cut -d ' ' -f 4 "$bench/rounds" | sort -u)" = "$(cat "$bench/expected")" ] || verdict="another answer"
  [ "$(cut -d ' ' -f 3 "$bench/rounds" | sort -n | tail -n 1)" -le $limit_kib ] || verdict="memory grew too far"
  [ "$verdict" = ok ] || touch "$bench/merge_failed"
  awk -v title="$1" -v rows="$2" -v direct="$([ "$4" != merge_one ] || echo yes)" -v verdict="$verdict" '
    NR == 1 { seconds = $1; cpu = $2 }
    $3 > growth { growth = $3 }
    END {
      printf "| %s | %.2f s | %.2f million | ", title, seconds, rows / seconds / 1e6
      if (direct) printf " | | %s |\n", verdict
      else printf "%.2f µs | %.1f MiB | %s |\n", cpu / rows * 1e6, growth / 1024, verdict
    }' "$bench/rounds"
}

measure_all() { # name, rows read, query
  measure "$1, one server without the gateway" "$2" "${server_ports[0]}" merge_one "$3"
  measure "$1, two servers" "$2" "$gateway_port" merge_two "$3"
  measure "$1, four servers" "$2" "$gateway_port" merge_four "$3"
}

report() {
  echo
  echo "$(date -u +%Y-%m-%d), commit $(git rev-parse --short=10 HEAD), $(machine)."
  echo "$rows rows; the fastest of $rounds rounds, the greatest growth."
  echo
  echo "| query | time | rows read per second | gateway CPU per row read | its growth at the peak | |"
  echo "|---|---:|---:|---:|---:|---|"
  measure_all "ORDER BY, all rows" "$rows" "$order_query"
  measure_all "GROUP BY, $groups groups" "$rows" "$group_query"
  measure_all "LIMIT 10 OFFSET 100,000" 100010 "$limit_query"
  echo
}

start_servers 4 merge "merge_one merge_two merge_four" --innodb-buffer-pool-size=512M
fill_servers
gateway_port=$(free_port 14706)
write_global "$bench/merge"
write_database "$bench/merge/database-two.yaml" merge_two 2
write_database "$bench/merge/database-four.yaml" merge_four 4
start_gateway_with "$bench/merge" merge_two
rm -f "$bench/merge_failed"
report >"$bench/merge.md"
cat "$bench/merge.md"
replace_results merge "$bench/merge.md"
[ ! -e "$bench/merge_failed" ] || fail "an answer differs or memory grew beyond $limit_kib KiB"
