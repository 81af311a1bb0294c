#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run build [release|debug|asan|tsan|clang|fuzz] [TARGET ...]: configures and builds a preset of
# CMakePresets.json into build/<preset>.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"

preset=${1:-release}
[ $# -eq 0 ] || shift
case $preset in
  release | debug | asan | tsan) need build ;;
  clang | fuzz) need build clang ;;
  *) fail "there is no build '$preset'; choose release, debug, asan, tsan, clang or fuzz" ;;
esac

say "building $preset in build/$preset with $jobs jobs"
log=build/$preset/configure.log
mkdir -p "build/$preset"
if ! cmake --preset "$preset" >"$log" 2>&1; then
  cat "$log" >&2
  fail "cmake could not configure build/$preset; remove that folder if it belongs to an older tree"
fi
started=$SECONDS
cmake --build --preset "$preset" --parallel "$jobs" ${1:+--target "$@"} ||
  fail "the $preset build failed; the first error is above"
say "built $preset in $((SECONDS - started)) s"
