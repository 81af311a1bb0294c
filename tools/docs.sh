#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run docs [FILE]: writes docs/errors.md (or FILE) from the error table.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need build

mkdir -p build/tools
g++ -std=c++20 -O0 -I. tools/errors_doc.cc common/base/error.cc -o build/tools/errors_doc
build/tools/errors_doc >"${1:-docs/errors.md}"
say "wrote ${1:-docs/errors.md}"
