#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run format: clang-format over every C++ source.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need format
git ls-files -z --cached --others --exclude-standard '*.h' '*.cc' |
  xargs -0 -r -n 8 -P "$jobs" clang-format-14 -i
say "formatted"
