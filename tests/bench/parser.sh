#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run bench parser: what the parser costs, with the targets next to the figures, and what its
# generated code costs to compile. The exit status tells whether a target is missed.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"

bash tools/build.sh release bench_parser
binary=build/release/tests/bench/parser/bench_parser
missed=0
$binary start || missed=1
for part in hot parse linear threads; do
  $binary $part || missed=1
done

say "compiling the generated code (at most 90 s and 1.5 GB a file)"
ninja -C build/release -t commands sluice_grammar | grep -o 'c++ .*Sluice[A-Za-z]*Parser.cpp$' |
  while read -r command; do
    name=${command##*/}
    if [ -x /usr/bin/time ]; then
      (cd build/release && /usr/bin/time -f "  $name %U s, %M KB" bash -c "/usr/bin/$command")
    else
      (cd build/release && TIMEFORMAT="  $name %U s" && time bash -c "/usr/bin/$command")
    fi
  done
exit $missed
