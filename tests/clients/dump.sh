# SPDX-License-Identifier: Apache-2.0
# mariadb-dump of the sharded database into a plain server, and of the plain server through the gateway.
# Sourced by run.sh while its cluster runs.
# shellcheck shell=bash disable=SC2154

# The rows of every table, as both sides must have them.
rows_of() {  # PORT DATABASE
  local table
  for table in t_user t_order t_type t_write t_many t_setting; do
    echo "$table"
    client "$1" sluice sluice "$2" -N -e "SELECT * FROM $table ORDER BY 1"
  done
}

check_dump() {  # NAME STATUS: a line of the report, and a failure where it is one
  if [ "$2" = 0 ]; then
    passed=$((passed + 1))
    report_line mariadb-dump Shell "$1" ok
  else
    failed=$((failed + 1))
    report_line mariadb-dump Shell "$1" "${red}differs$plain: see $output/dump.*"
  fi
}

dump_out() {  # the gateway's dump makes the same database on the plain server
  mariadb-dump --no-defaults -h 127.0.0.1 -P "$gateway_port" -usluice -psluice --single-transaction \
    --routines --triggers --events shop >"$output/dump.sluice.sql" 2>"$output/dump.err" &&
    client "$plain_port" sluice sluice -e 'CREATE DATABASE copy' &&
    client "$plain_port" sluice sluice copy <"$output/dump.sluice.sql" 2>>"$output/dump.err" &&
    rows_of "$gateway_port" shop >"$output/dump.shop" && rows_of "$plain_port" copy >"$output/dump.copy" &&
    cmp "$output/dump.shop" "$output/dump.copy"
}

dump_back() {  # the plain server's dump fills the sharded tables anew
  mariadb-dump --no-defaults -h 127.0.0.1 -P "$plain_port" -usluice -psluice copy >"$output/dump.plain.sql" \
    2>>"$output/dump.err" &&
    client "$gateway_port" sluice sluice shop <"$output/dump.plain.sql" 2>>"$output/dump.err" &&
    rows_of "$gateway_port" shop >"$output/dump.back" && cmp "$output/dump.copy" "$output/dump.back"
}

run_dump() {
  if [ "$(missing_package mariadb-client)" != "" ]; then
    report_line mariadb-dump Shell - "skipped: no package mariadb-client"
    return
  fi
  local status=0
  reset_tables
  (set +e; dump_out) || status=1
  check_dump "out of the shards" $status
  status=0
  (set +e; dump_back) || status=1
  check_dump "into the shards" $status
}
