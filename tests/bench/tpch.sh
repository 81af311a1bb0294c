#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The 22 queries of TPC-H (tests/integration/tpch) over two shards, next to one server that holds all the rows and is asked
# without the gateway. SLUICE_BENCH_TPCH_SCALE: thousandths of scale factor 1, 100 unless set. Fails when an answer
# differs.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
. tests/bench/cluster.sh

scale=${SLUICE_BENCH_TPCH_SCALE:-100}
rounds=3

write_tpch() {
  write_global "$1"
  {
    echo "databaseName: tpch"
    echo "dataSources:"
    for i in 0 1; do data_source $i tpch; done
    cat <<'YAML'
rules:
  - !SHARDING
    tables:
      customer: {actualDataNodes: "ds_${0..1}.customer", databaseStrategy: {standard: {shardingColumn: c_custkey, shardingAlgorithmName: by_key}}}
      orders: {actualDataNodes: "ds_${0..1}.orders", databaseStrategy: {standard: {shardingColumn: o_orderkey, shardingAlgorithmName: by_key}}}
      lineitem: {actualDataNodes: "ds_${0..1}.lineitem", databaseStrategy: {standard: {shardingColumn: l_orderkey, shardingAlgorithmName: by_key}}}
    bindingTables: ["orders,lineitem"]
    shardingAlgorithms:
      by_key: {type: MOD, props: {sharding-count: 2}}
  - !BROADCAST
    tables: [nation, region, supplier, part, partsupp]
YAML
  } >"$1/database-tpch.yaml"
}

fill() { # port, database
  build/release/tests/bench/tpch/bench_tpch "$scale" | client "$1" sluice sluice "$2" ||
    fail "the tables could not be filled"
}

analyze() { # port
  client "$1" sluice sluice tpch -e "ANALYZE TABLE customer, orders, lineitem, part, partsupp, supplier" >/dev/null
}

# The queries, a file each: q01.sql and up.
split_queries() {
  rm -rf "$bench/tpch_queries"
  mkdir -p "$bench/tpch_queries"
  awk -v folder="$bench/tpch_queries" '
    /^#/ { next }
    /;$/ { print >(folder sprintf("/q%02d.sql", ++n + 0)); next }
    { print >(folder sprintf("/q%02d.sql", n + 1)) }' tests/integration/tpch/queries.test
}

# Milliseconds of the fastest round; the answer's checksum goes to FILE.
fastest() { # port, database, query file, checksum file
  local round started
  for ((round = 0; round < rounds; round++)); do
    started=$EPOCHREALTIME
    client "$1" sluice sluice "$2" --batch <"$3" | md5sum >"$4"
    awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.0f\n", (b - a) * 1000 }'
  done | sort -n | head -n 1
}

plan_kind() { # query file
  client "$gateway_port" sluice sluice tpch -e "PREVIEW $(cat "$1")" >"$bench/preview"
  if grep -q sluice_gather "$bench/preview"; then echo gathered; else echo pushed down; fi
}

report() {
  local file name alone through verdict
  echo
  echo "$(date -u +%Y-%m-%d), commit $(git rev-parse --short=10 HEAD), $(machine)."
  echo "Scale factor $(awk -v scale="$scale" 'BEGIN { print scale / 1000 }'); the fastest of $rounds rounds."
  echo
  echo "| query | plan | one server | two shards | ratio | |"
  echo "|---|---|---:|---:|---:|---|"
  for file in "$bench"/tpch_queries/q*.sql; do
    name=$(basename "$file" .sql)
    alone=$(fastest "${server_ports[2]}" tpch "$file" "$bench/alone.md5")
    through=$(fastest "$gateway_port" tpch "$file" "$bench/through.md5")
    verdict=ok
    cmp -s "$bench/alone.md5" "$bench/through.md5" || verdict="another answer"
    [ "$verdict" = ok ] || touch "$bench/tpch_failed"
    awk -v name="${name^^}" -v plan="$(plan_kind "$file")" -v a="$alone" -v b="$through" -v verdict="$verdict" \
      'BEGIN { printf "| %s | %s | %d ms | %d ms | %.1f | %s |\n", name, plan, a, b, b / (a ? a : 1), verdict }'
  done
  echo
}

bash tools/build.sh release bench_tpch
start_servers 3 tpch tpch --innodb-buffer-pool-size=512M
gateway_port=$(free_port 14706)
write_tpch "$bench/tpch"
start_gateway_with "$bench/tpch" tpch
say "filling one server and the shards with TPC-H at $scale thousandths"
fill "${server_ports[2]}" tpch
fill "$gateway_port" tpch
for port in "${server_ports[@]}"; do analyze "$port"; done
split_queries
rm -f "$bench/tpch_failed"
report >"$bench/tpch.md"
cat "$bench/tpch.md"
replace_results tpch "$bench/tpch.md"
[ ! -e "$bench/tpch_failed" ] || fail "an answer differs from one server's"
