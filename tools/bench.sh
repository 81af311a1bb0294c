#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run bench [point|memory|load|catalogue|parser ...]: builds the gateway and runs the benchmarks named, or all; the results
# go into docs/benchmarks.md. SLUICE_BINARY names another binary than this tree's, which is then not
# built.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

suites=("$@")
[ $# -gt 0 ] || suites=(point memory load)
for suite in "${suites[@]}"; do
  case $suite in
    point | memory | load | catalogue | parser) ;;
    *) fail "there is no benchmark '$suite'; choose point, memory, load, catalogue or parser" ;;
  esac
done

case " ${suites[*]} " in
  *" point "* | *" memory "* | *" load "* | *" catalogue "*) need build server bench ;;
  *) need build ;;
esac
case " ${suites[*]} " in
  *" point "* | *" memory "* | *" load "*) [ -n "${SLUICE_BINARY:-}" ] || bash tools/build.sh release sluice ;;
esac
for suite in "${suites[@]}"; do
  case $suite in
    point) bash tests/bench/point_select.sh ;;
    memory) bash tests/bench/memory.sh ;;
    load) bash tests/bench/load.sh ;;
    parser) bash tests/bench/parser.sh ;;
  esac
done
