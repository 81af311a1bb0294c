#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run lint: every tools/check_* in turn; all of them run, and the exit status tells whether one found
# something.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need build format

failed=()
for check in tools/check_*; do
  say "${check#tools/}"
  bash "$check" || failed+=("${check#tools/}")
done
[ ${#failed[@]} -eq 0 ] || fail "lint found problems in: ${failed[*]}"
say "lint is clean"
