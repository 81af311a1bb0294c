#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run help
cat <<'TEXT'
./run COMMAND [ARGUMENTS]      on Debian 12; each command installs the packages that it lacks

  demo     [--shards N] [--port P] [--data DIR] [--once]
           an embedded cluster, a sharded shop and a guided tour of statements, then stays up
  test     [SUITE ...]         unit component integration clients page fuzz asan tsan demo clang; none
                               named: all but clang
  build    [release|debug|asan|tsan|clang] [TARGET ...]     into build/<name>; default: release
  bench    [point|memory|load|catalogue|parser ..]  against a direct connection and HAProxy; the parser alone
  fuzz     [TARGET [SECONDS]]  libFuzzer, default: every target for 20 s; crashes go to
                               tests/fuzz/old_crashes/
  fuzz     sql-verdict [SECONDS [SEED]]  changed statements of the corpus: the parser's verdict
                               against MariaDB's and MySQL's
  fuzz     sql [SECONDS [SEED]]  random statements on the gateway and on one server
  corpus   label|ask|report|accept the statements of tests/corpus: ask real servers, show where the
                               parser differs, take the differences into the list of known ones
  format                       clang-format over all sources
  lint                         include direction, format, sizes, text, shell, generated documents
  docs                         writes docs/errors.md and the list in docs/sql.md
  package                      build/sluice_<version>_<arch>.deb with a systemd unit
  clean                        removes build/
  help                         this text

Environment: SLUICE_NO_MYSQL=1 tests without MySQL 9 (else it is unpacked into build/mysql);
SLUICE_NO_CCACHE=1 builds without ccache; SLUICE_JOBS=N sets the number of compile and
test jobs (default: the number of cores); NO_COLOR=1 turns colours off.
TEXT
