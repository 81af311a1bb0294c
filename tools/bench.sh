#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run bench [SUITE ...]: builds the gateway and runs the benchmarks named; the results go into docs/benchmarks.md.
# Suites: point, memory and load (these three unless named otherwise), merge, tpch, catalogue, parser.
# SLUICE_BINARY names another binary than this tree's, which is then not built.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

suites=("$@")
[ $# -gt 0 ] || suites=(point memory load)
for suite in "${suites[@]}"; do
  case $suite in
    point | memory | load | merge | tpch | catalogue | parser) ;;
    *) fail "there is no benchmark '$suite'; choose point, memory, load, merge, tpch, catalogue or parser" ;;
  esac
done

need build server bench
if [ "${suites[*]}" != parser ] && [ -z "${SLUICE_BINARY:-}" ]; then bash tools/build.sh release sluice; fi
for suite in "${suites[@]}"; do
  case $suite in
    point) bash tests/bench/point_select.sh ;;
    *) bash "tests/bench/$suite.sh" ;;
  esac
done
