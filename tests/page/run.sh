#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh: the status page in headless Chromium, in front of the clients' cluster (tests/clients/cluster.sh).
# Screenshots: build/page. SLUICE_BINARY names another binary than build/release/sluice.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
. tools/children.sh
. tools/mariadb.sh
. tools/mysql.sh
. tools/mysql_server.sh
. tests/clients/cluster.sh

engine=mariadb
sluice=${SLUICE_BINARY:-build/release/sluice}
[ -x "$sluice" ] || fail "there is no $sluice; ./run build makes it"
need server page
folder=$(mktemp -d)
trap 'stop_cluster; rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir -p build/page
start_cluster "$folder" "$sluice"
PYTHONDONTWRITEBYTECODE=1 timeout --kill-after=5 300 python3 tests/page/page_test.py "$http_port" "$gateway_port" \
  "$(free_port 19515)" "$http_token" build/page
