#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run docs [FOLDER]: writes errors.md from the error table, and the list of sql.md from the known
# disagreements of tests/corpus, into docs or FOLDER.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need build

folder=${1:-docs}
mkdir -p build/tools "$folder"
g++ -std=c++20 -O0 -I. tools/errors_doc.cc common/base/error.cc -o build/tools/errors_doc
build/tools/errors_doc >"$folder/errors.md"

# What stands above the mark is written by hand.
{
  sed '/^<!-- generated/q' docs/sql.md
  awk -f tools/sql_doc.awk tests/corpus/disagreements.tsv
} >build/tools/sql.md
mv build/tools/sql.md "$folder/sql.md"
say "wrote $folder/errors.md and $folder/sql.md"
