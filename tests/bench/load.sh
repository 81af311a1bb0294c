#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# LOAD DATA LOCAL of one file into a table of one server, and through the gateway into a table over two: time, the
# gateway's CPU time, and how far its memory grows. The file comes out of a pipe, so that its size needs no disk.
# SLUICE_BENCH_LOAD_MIB: its size, 1024 unless set. Fails when memory grows too far or rows differ.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
. tests/bench/cluster.sh

mebibytes=${SLUICE_BENCH_LOAD_MIB:-1024}
text_bytes=1000
rows=$((mebibytes * 1048576 / (text_bytes + 10)))
limit_kib=$((64 * 1024))
failed=no


# MyISAM: what is compared is the way to the servers, not their redo logs.
make_table() {  # target
  target_client "$1" -e "DROP TABLE IF EXISTS t_load;
    CREATE TABLE t_load (id INT PRIMARY KEY, v VARCHAR($text_bytes)) ENGINE=MyISAM"
}

write_rows() {
  awk -v rows="$rows" -v bytes="$text_bytes" 'BEGIN {
    text = sprintf("%" bytes "s", ""); gsub(/ /, "x", text)
    for (i = 1; i <= rows; i++) printf "%08d\t%s\n", i, text
  }'
}

measure() {  # target, title
  local before ticks started verdict=ok found
  make_table "$1" || fail "t_load could not be made ($1)"
  mkfifo "$bench/rows"
  write_rows >"$bench/rows" &
  echo 5 >"/proc/$gateway_pid/clear_refs" # resets VmHWM, the peak
  before=$(memory_kib VmRSS)
  ticks=$(cpu_ticks "$gateway_pid")
  started=$EPOCHREALTIME
  # The whole of a large file is one statement: no limit of time here.
  MYSQL_PWD=sluice mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --port="$(target_port "$1")" --user=sluice \
    --local-infile=1 "$(target_database "$1")" -e "LOAD DATA LOCAL INFILE '$bench/rows' INTO TABLE t_load" ||
    verdict="the statement failed"
  local ended=$EPOCHREALTIME peak
  peak=$(memory_kib VmHWM)
  ticks=$(($(cpu_ticks "$gateway_pid") - ticks))
  wait $! || true
  rm -f "$bench/rows"
  found=$(target_client "$1" -N -e "SELECT COUNT(*) FROM t_load")
  [ "$found" = "$rows" ] || verdict="$found rows of $rows"
  [ $((peak - before)) -le $limit_kib ] || verdict="memory grew too far"
  [ "$verdict" = ok ] || failed=yes
  target_client "$1" -e "DROP TABLE t_load"
  awk -v title="$2" -v mib="$mebibytes" -v seconds="$(awk -v a="$started" -v b="$ended" 'BEGIN { print b - a }')" \
    -v ticks="$ticks" -v hz="$(getconf CLK_TCK)" -v growth=$((peak - before)) -v verdict="$verdict" '
    BEGIN { printf "| %s | %d MiB | %.1f s | %.0f MiB/s | %.1f s | %.1f MiB | %s |\n", title, mib, seconds,
      mib / seconds, ticks / hz, growth / 1024, verdict }'
}

report() {
  echo
  echo "$(date -u +%Y-%m-%d), commit $(git rev-parse --short=10 HEAD), $(machine)."
  echo
  echo "| into | file | time | rate | CPU time of the gateway | its growth at the peak | |"
  echo "|---|---:|---:|---:|---:|---:|---|"
  measure direct "one server, without the gateway"
  measure two "two servers, through the gateway"
  echo
}

start_cluster
rm -f "$bench/rows"
say "loading $rows rows, $mebibytes MiB, into one server and through the gateway into two"
report >"$bench/load.md"
cat "$bench/load.md"
replace_results load "$bench/load.md"
[ $failed = no ] || fail "see the last column above"
