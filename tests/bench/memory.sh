#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Streams a result of 1 GiB through one shard and through an ORDER BY merge of two, to a reader that
# stalls for a while: how far does the gateway's memory grow, and are the servers held back meanwhile?
# Fails when memory grows by more than the limit, when a server goes on sending during the stall, or when
# bytes are missing.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
. tests/bench/cluster.sh

row_bytes=1048576
rows=${SLUICE_BENCH_ROWS:-1024}
stall_after=$((64 * row_bytes))
limit_kib=$((64 * 1024))
failed=no

# Rows are made by the server while it sends them, so 1 GiB needs no disk.
query="SELECT id, REPEAT('x', $row_bytes) FROM t_big ORDER BY id"

load() {
  local target values
  values=$(seq -f '(%.0f)' -s ',' 1 "$rows")
  for target in one two; do
    target_client "$target" -e "DROP TABLE IF EXISTS t_big; CREATE TABLE t_big (id INT PRIMARY KEY);
      INSERT INTO t_big (id) VALUES $values" || fail "creating t_big failed ($target)"
  done
}

bytes_sent() {
  local port sum=0
  for port in "${server_ports[@]}"; do
    sum=$((sum + $(client "$port" sluice sluice -N -e "SHOW GLOBAL STATUS LIKE 'Bytes_sent'" | cut -f 2)))
  done
  echo $sum
}

# Reads some, stalls, notes what the servers send meanwhile, then reads the rest.
stalling_reader() {
  local first
  first=$(dd bs=$row_bytes count=$((stall_after / row_bytes)) iflag=fullblock 2>/dev/null | wc -c)
  sleep 2  # until every buffer on the way is full
  bytes_sent >"$bench/sent_before"
  sleep 3
  bytes_sent >"$bench/sent_after"
  memory_kib VmRSS >"$bench/stalled_kib"
  echo $((first + $(wc -c))) >"$bench/bytes_read"
}

measure() {  # target, title
  local before peak sent bytes expected verdict=ok started
  target_client "$1" -e 'SELECT 1' >/dev/null
  echo 5 >"/proc/$gateway_pid/clear_refs"  # resets VmHWM, the peak
  before=$(memory_kib VmRSS)
  started=$EPOCHREALTIME
  target_client "$1" --quick --batch --raw --skip-column-names -e "$query" | stalling_reader ||
    verdict="the query failed"
  peak=$(memory_kib VmHWM)
  sent=$(($(cat "$bench/sent_after") - $(cat "$bench/sent_before")))
  bytes=$(cat "$bench/bytes_read")
  expected=$((rows * row_bytes))
  [ "$bytes" -gt "$expected" ] || verdict="bytes are missing"
  [ $((peak - before)) -le $limit_kib ] || verdict="memory grew too far"
  [ "$sent" -lt $row_bytes ] || verdict="the servers were not held back"
  [ "$verdict" = ok ] || failed=yes
  awk -v title="$2" -v bytes="$bytes" -v before="$before" -v peak="$peak" -v sent="$sent" \
    -v seconds="$(awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { print b - a - 5 }')" -v verdict="$verdict" '
    BEGIN { printf "| %s | %.0f MiB | %.1f MiB | %.1f MiB | %.0f KiB | %.0f MiB/s | %s |\n", title,
      bytes / 1048576, before / 1024, (peak - before) / 1024, sent / 1024, bytes / 1048576 / seconds, verdict }'
}

report() {
  echo
  echo "$(date -u +%Y-%m-%d), commit $(git rev-parse --short=10 HEAD), $(machine)."
  echo
  echo "| result | read | memory before | growth at the peak | sent by servers in 3 s of stall | rate without the stall | |"
  echo "|---|---:|---:|---:|---:|---:|---|"
  measure one "one shard, relayed"
  measure two "two shards, merged in order"
  echo
}

start_cluster
load
say "streaming $rows rows of 1 MiB through one shard and through two, with a stalling reader"
report >"$bench/memory.md"
cat "$bench/memory.md"
replace_results memory "$bench/memory.md"
[ $failed = no ] || fail "see the last column above"
