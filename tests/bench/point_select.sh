#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# sysbench oltp_point_select over text and prepared statements: direct, through HAProxy (TCP mode) and
# through the gateway to one and to two servers. Short rounds of all targets in turn, so that whatever
# else the machine does hits them alike; medians over the rounds. Method: docs/benchmarks.md.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
. tests/bench/cluster.sh

rows=100000
seconds=${SLUICE_BENCH_SECONDS:-4}
rounds=${SLUICE_BENCH_ROUNDS:-3}
read -r -a thread_counts <<<"${SLUICE_BENCH_THREADS:-1 8 64}"
targets=(direct haproxy one two)
modes=(text prepared)

run_sysbench() {  # target, command, option...
  local target=$1 command=$2
  shift 2
  timeout --foreground 300 sysbench oltp_point_select --db-driver=mysql --mysql-host=127.0.0.1 \
    --mysql-port="$(target_port "$target")" --mysql-user=sluice --mysql-password=sluice \
    --mysql-db="$(target_database "$target")" --tables=1 --table-size=$rows --auto-inc=off \
    --rand-type=uniform "$@" "$command"
}

# Loads through the gateway, which so learns of the tables.
load() {
  local target count
  for target in one two; do
    count=$(target_client "$target" -N -e 'SELECT COUNT(*) FROM sbtest1' 2>/dev/null || true)
    [ "$count" != $rows ] || continue
    say "loading $rows rows ($target)"
    target_client "$target" -e 'DROP TABLE IF EXISTS sbtest1'
    run_sysbench "$target" prepare >"$bench/load.log" 2>&1 ||
      fail "loading failed, see $bench/load.log"
  done
}

# One round: "mode threads target qps cpu_us p95_ms" on stdout.
measure() {  # mode, threads, target
  local ps=disable pid before after output
  [ "$1" = text ] || ps=auto
  pid=$(target_pid "$3")
  before=$(cpu_ticks "$pid")
  output=$(run_sysbench "$3" run --db-ps-mode=$ps --threads="$2" --time="$seconds" --percentile=95) ||
    fail "sysbench failed against $3: $output"
  after=$(cpu_ticks "$pid")
  awk -v mode="$1" -v threads="$2" -v target="$3" -v ticks=$((after - before)) \
    -v hz="$(getconf CLK_TCK)" '
    /queries:/ && /per sec/ { queries = $2; qps = $3; sub(/\(/, "", qps) }
    /95th percentile:/ { p95 = $3 }
    END { printf "%s %d %s %.0f %.2f %.2f\n", mode, threads, target, qps, \
          queries ? ticks * 1e6 / hz / queries : 0, p95 }' <<<"$output"
}

run_rounds() {
  local mode threads round target
  : >"$bench/rounds"
  for mode in "${modes[@]}"; do
    for threads in "${thread_counts[@]}"; do
      for ((round = 1; round <= rounds; round++)); do
        for target in "${targets[@]}"; do
          measure "$mode" "$threads" "$target" | tee -a "$bench/rounds" |
            awk -v r="$round" '{ printf "    %-8s %3d threads  round %d  %-8s %8d q/s  %6.2f us CPU\n", $1, $2, r, $3, $4, $5 }'
        done
      done
    done
  done
}

# Medians of the rounds as a Markdown table.
report() {
  echo
  echo "$(date -u +%Y-%m-%d), commit $(git rev-parse --short=10 HEAD), $(machine)."
  echo "$rounds rounds of $seconds s each; medians."
  echo
  awk '
    function median(list,  values, n, i, j, v) {
      n = split(list, values, " ")
      for (i = 2; i <= n; i++) {
        v = values[i] + 0
        for (j = i - 1; j >= 1 && values[j] + 0 > v; j--) values[j + 1] = values[j]
        values[j + 1] = v
      }
      return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
    }
    BEGIN {
      name["direct"] = "direct"; name["haproxy"] = "HAProxy, TCP mode"
      name["one"] = "Sluice, one server"; name["two"] = "Sluice, two servers by id"
      print "| statements | threads | through | queries/s | of direct | proxy CPU per query | 95 % within |"
      print "|---|---:|---|---:|---:|---:|---:|"
    }
    {
      key = $1 " " $2 " " $3
      if (!(key in qps)) order[++count] = key
      qps[key] = qps[key] " " $4
      cpu[key] = cpu[key] " " $5
      p95[key] = p95[key] " " $6
    }
    END {
      for (i = 1; i <= count; i++) {
        split(order[i], part, " ")
        base = median(qps[part[1] " " part[2] " direct"])
        printf "| %s | %d | %s | %d | %.0f %% | %s | %.2f ms |\n", part[1], part[2], name[part[3]],
          median(qps[order[i]]), 100 * median(qps[order[i]]) / base,
          part[3] == "direct" ? "" : sprintf("%.1f µs", median(cpu[order[i]])), median(p95[order[i]])
      }
    }' "$bench/rounds"
  echo
}

start_cluster
load
say "measuring: ${#modes[@]} modes x ${#thread_counts[@]} thread counts x $rounds rounds x" \
  "${#targets[@]} targets, $seconds s each"
run_rounds
report >"$bench/point_select.md"
cat "$bench/point_select.md"
replace_results point "$bench/point_select.md"
