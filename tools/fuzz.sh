#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run fuzz [TARGET [SECONDS]]: libFuzzer with ASan and UBSan on one target, or on each in turn.
# New inputs stay in build/fuzz/corpus/<target>; a crash is kept in tests/fuzz/old_crashes/<target>,
# where ./run test replays it from then on.
# ./run fuzz sql-verdict [SECONDS [SEED]]: the parser against real servers, see tests/verdicts. Exit
# status 1: a disagreement that tests/corpus/disagreements.tsv does not list.
# ./run fuzz sql [SECONDS [SEED]]: random statements on the gateway and on one server, seed after seed;
# ends at the first that have different answers.
# ./run fuzz xa [CYCLES]: crashes of gateway and servers under a bank's transfers, 1000 unless given.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

if [ "${1:-}" = xa ]; then
  need build server
  bash tools/build.sh release integration
  SLUICE_XA_CYCLES=${2:-1000} exec build/release/tests/integration/integration -tc='XA: a bank*'
fi
seconds=${2:-20}
[[ $seconds =~ ^[1-9][0-9]*$ ]] || fail "the time '$seconds' is not a number of seconds"
if [ "${1:-}" = sql-verdict ]; then
  . tools/mysql.sh
  need build server
  need_mysql || true
  bash tools/build.sh release corpus_servers
  exec build/release/tests/verdicts/corpus_servers fuzz "$seconds" ${3:+"$3"}
fi
if [ "${1:-}" = sql ]; then
  need build server
  bash tools/build.sh release integration
  seed=${3:-$(date +%s)}
  until [ $SECONDS -ge "$seconds" ]; do
    say "seed $seed"
    SLUICE_SQL_SEED=$seed build/release/tests/integration/integration -tc='random statements*' ||
      fail "statements of seed $seed differ, see above"
    seed=$((seed + 1))
  done
  exit 0
fi
mapfile -t known < <(find tests/fuzz -maxdepth 1 -name 'fuzz_*.cc' -printf '%f\n' |
  sed 's/^fuzz_//; s/\.cc$//' | sort)
targets=("${known[@]}")
if [ -n "${1:-}" ] && [ "$1" != all ]; then
  [ -f "tests/fuzz/fuzz_$1.cc" ] || fail "there is no fuzz target '$1'; there are: ${known[*]}"
  targets=("$1")
fi
[ ${#targets[@]} -gt 0 ] || fail "there are no fuzz targets in tests/fuzz"

bash tools/build.sh fuzz "${targets[@]/#/libfuzzer_}"

crashed=()
for target in "${targets[@]}"; do
  say "fuzzing $target for $seconds s"
  corpus=build/fuzz/corpus/$target
  crashes=tests/fuzz/old_crashes/$target
  mkdir -p "$corpus" "$crashes"
  seeds=()
  [ ! -d "tests/fuzz/corpus/$target" ] || seeds=("tests/fuzz/corpus/$target")
  dictionary=()
  [ ! -f "tests/fuzz/$target.dict" ] || dictionary=("-dict=tests/fuzz/$target.dict")
  log=build/fuzz/$target.log
  if "build/fuzz/tests/fuzz/libfuzzer_$target" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -print_final_stats=1 -artifact_prefix="$crashes/" "${dictionary[@]}" \
    "$corpus" "${seeds[@]}" >"$log" 2>&1; then
    grep -E 'number_of_executed_units|new_units_added|peak_rss_mb' "$log" | sed 's/^stat:*:/   /'
  else
    crashed+=("$target")
    grep -m 1 -A 25 -E '^==[0-9]+==|runtime error' "$log" >&2 || tail -n 25 "$log" >&2
  fi
  rmdir --ignore-fail-on-non-empty "$crashes"
done
[ ${#crashed[@]} -eq 0 ] ||
  fail "found a crash in: ${crashed[*]}; the inputs are in tests/fuzz/old_crashes, logs in build/fuzz"
say "no crash in ${#targets[@]} targets"
