#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run bench [point|memory ...]: builds the gateway and runs the benchmarks named, or all; the results
# go into docs/benchmarks.md. SLUICE_BINARY names another binary than this tree's, which is then not
# built.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

suites=("$@")
[ $# -gt 0 ] || suites=(point memory)
for suite in "${suites[@]}"; do
  case $suite in
    point | memory) ;;
    *) fail "there is no benchmark '$suite'; choose point or memory" ;;
  esac
done

need build server bench
[ -n "${SLUICE_BINARY:-}" ] || bash tools/build.sh release sluice
for suite in "${suites[@]}"; do
  case $suite in
    point) bash tests/bench/point_select.sh ;;
    memory) bash tests/bench/memory.sh ;;
  esac
done
