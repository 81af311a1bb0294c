#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run test [SUITE ...]: builds what the suites need and runs them, the fastest first. Exit status 0
# means that every suite ran at least one test and none failed. Logs: build/<preset>/Testing.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. tools/children.sh
. tools/mysql.sh
. tools/mariadb_plugins.sh

# suite, build preset, ctest labels, tests at once
suites="
unit         release  unit                 $jobs
fuzz         release  fuzz                 $jobs
component    release  component            1
integration  release  integration          1
clients      release  -                    1
page         release  -                    1
demo         release  -                    1
asan         asan     unit,fuzz,component  $jobs
tsan         tsan     component            1
clang        clang    unit,fuzz            $jobs
"
results=()
failed=0

suite_field() { awk -v s="$1" -v f="$2" '$1 == s { print $f }' <<<"$suites"; }

record() {  # suite, result, detail, seconds
  results+=("$(printf '%-18s %-7s %-46s %6d s' "$1" "$2" "$3" "$4")")
  [ "$2" != FAILED ] || failed=1
}

build_suite() {  # suite
  local preset labels targets started=$SECONDS
  preset=$(suite_field "$1" 2) labels=$(suite_field "$1" 3)
  IFS=, read -r -a targets <<<"$labels"
  targets=("${targets[@]/#/suite_}")
  [ "$labels" != - ] || targets=(sluice)
  if bash tools/build.sh "$preset" "${targets[@]}"; then
    record "build $1" ok "build/$preset" $((SECONDS - started))
  else
    record "build $1" FAILED "build/$preset" $((SECONDS - started))
    return 1
  fi
}

# Sums ctest's tests and the doctest cases inside them, from the logs of the run that just ended.
count_tests() {
  local log=$1/Testing/Temporary/LastTest.log
  awk '/^[0-9]+\/[0-9]+ Testing: / { tests++ }
    /^\[doctest\] test cases:/ { cases += $4; failed += $9; skipped += $12 }
    /^replayed [0-9]+ files/ { files += $2 }
    END {
      printf "%d tests", tests
      if (cases) printf ", %d cases", cases
      if (failed) printf ", %d failed", failed
      if (skipped) printf ", %d skipped", skipped
      if (files) printf ", %d inputs", files
    }' "$log"
}

run_ctest() {  # suite
  local preset labels at_once started status=0 detail
  preset=$(suite_field "$1" 2) labels=$(suite_field "$1" 3) at_once=$(suite_field "$1" 4)
  say "suite $1"
  started=$SECONDS
  ctest --test-dir "build/$preset" -L "^(${labels//,/|})$" --output-on-failure --no-tests=error \
    -j "$at_once" || status=$?
  detail=$(count_tests "build/$preset")
  if [ $status -eq 0 ]; then
    record "$1" ok "$detail" $((SECONDS - started))
  else
    record "$1" FAILED "$detail; see build/$preset/Testing/Temporary" $((SECONDS - started))
  fi
}

run_demo() {
  local started=$SECONDS data
  say "suite demo"
  data=$(mktemp -d)
  if bash tools/demo.sh --once --port "$(free_port 3307)" --data "$data/demo"; then
    record demo ok "guided tour, every answer as the reference's" $((SECONDS - started))
  else
    record demo FAILED "the tour's output is above" $((SECONDS - started))
  fi
  rm -rf "$data"
}

run_clients() {  # suite, engine
  local started=$SECONDS log=build/release/$1.log
  say "suite $1"
  if [ "$2" = mysql ] && [ ! -e build/mysql/root ]; then
    record "$1" skipped "there is no MySQL 9 in build/mysql" 0
  elif SLUICE_TEST_ENGINE=$2 bash tests/clients/run.sh 2>&1 | tee "$log"; then
    record "$1" ok "$(tail -n 2 "$log" | paste -s -d ';' | sed 's/;/; /')" $((SECONDS - started))
  else
    record "$1" FAILED "$(tail -n 1 "$log"); see build/clients/$2" $((SECONDS - started))
  fi
}

run_page() {
  local started=$SECONDS log=build/release/page.log
  say "suite page"
  if bash tests/page/run.sh 2>&1 | tee "$log"; then
    record page ok "$(grep -c '^ok ' "$log") checks in Chromium" $((SECONDS - started))
  else
    record page FAILED "see $log" $((SECONDS - started))
  fi
}

run_suite() {
  if ! build_suite "$1"; then
    record "$1" FAILED "not run: its build failed" 0
  elif [ "$1" = demo ]; then
    run_demo
  elif [ "$1" = page ]; then
    run_page
  elif [ "$1" = clients ]; then
    run_clients clients mariadb
    run_clients clients_mysql mysql
  else
    run_ctest "$1"
  fi
}

summary() {
  printf '\n%s%-18s %-7s %-46s %8s%s\n' "$bold" suite result detail time "$plain"
  local line
  for line in "${results[@]}"; do
    case $line in
      *FAILED*) printf '%s%s%s\n' "$red" "$line" "$plain" ;;
      *) printf '%s\n' "$line" ;;
    esac
  done
  printf '%-18s %-7s %-46s %6d s\n' total "" "" "$SECONDS"
}

# Every suite but clang; integration once its folder has tests, clients and demo once there is a binary.
default_suites() {
  echo unit fuzz component
  [ ! -f tests/integration/CMakeLists.txt ] || echo integration
  [ ! -f frontend/main.cc ] || echo clients page demo
  echo asan tsan
}

wanted=("$@")
# shellcheck disable=SC2207  # words without blanks
[ $# -gt 0 ] || wanted=($(default_suites))
for suite in "${wanted[@]}"; do
  [ -n "$(suite_field "$suite" 1)" ] ||
    fail "there is no suite '$suite'; choose from:$(awk '{ printf " %s", $1 }' <<<"$suites")"
done

need build server
# Without it these suites say so and go on with MariaDB alone.
[[ ! " ${wanted[*]} " =~ " "(integration|component|clients)" " ]] || need_mysql || true
[[ " ${wanted[*]} " != *" integration "* ]] || need_mariadb_plugins || true
for suite in "${wanted[@]}"; do
  run_suite "$suite"
done
summary
exit $failed
