#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run corpus label|ask|report|accept: the statements of tests/corpus. `label` asks a real MySQL 9 and a
# real MariaDB whether their parsers accept each statement and writes the answers into the files;
# `ask` shows what they and our parser say about statements from the standard input;
# `report` shows where our parser says something else; `accept` takes the differences as they are now
# into tests/corpus/disagreements.tsv (give each new one its reason) and renews docs/sql.md.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
. tools/mysql.sh

case ${1:-} in
  label | ask)
    need build server
    need_mysql || fail "labels need MySQL 9"
    program=corpus_servers
    ;;
  report | accept)
    need build
    program=corpus_report
    ;;
  *) fail "./run corpus label, ask, report or accept" ;;
esac
bash tools/build.sh release $program
build/release/tests/verdicts/$program "$1"
[ "$1" != accept ] || bash tools/docs.sh
