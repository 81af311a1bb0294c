#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# with_mysql.sh BINARY: runs the tests with MySQL 9 as the server; status 77 (skipped) without one.
if [ -n "$SLUICE_NO_MYSQL" ] || [ ! -e build/mysql/root ]; then
  echo "skipped: there is no MySQL 9 in build/mysql (./run test tries to get it)"
  exit 77
fi
SLUICE_TEST_ENGINE=mysql exec "$@"
