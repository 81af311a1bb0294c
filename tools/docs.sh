#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run docs [FOLDER]: writes errors.md from the error table, the list of sql.md from the known
# disagreements of tests/corpus, and the metrics of operations.md from their table, into docs or FOLDER.
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
g++ -std=c++20 -O0 -I. tools/metrics_doc.cc common/telemetry/metric_table.cc -o build/tools/metrics_doc
{
  sed '/^<!-- generated/q' docs/operations.md
  build/tools/metrics_doc
} >build/tools/operations.md
mv build/tools/operations.md "$folder/operations.md"
say "wrote $folder/errors.md, sql.md and operations.md"
