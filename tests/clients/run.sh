#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# run.sh [CLIENT ...]: every client library (clients.sh) runs the scenario of docs/clients.md on a plain
# server and through the gateway over two shards, ORMs (orms.sh) and tools (tools.sh) theirs; each check must give the
# same line on both.
# Clients' output and logs: build/clients. SLUICE_BINARY names another binary than build/release/sluice.
# SLUICE_TEST_ENGINE=mysql: the servers are MySQL 9 (out of build/mysql) instead of MariaDB.
# Exit status 0: no check differs or fails, and at least $fewest clients ran.
. "$(dirname "${BASH_SOURCE[0]}")/../../tools/lib.sh"
. tools/children.sh
. tools/mariadb.sh
. tools/mysql.sh
. tools/mysql_server.sh
. tests/clients/clients.sh
. tests/clients/cluster.sh
. tests/clients/dump.sh

fewest=12
client_checks="connect types null unicode affected generated_key auto_increment prepared commit rollback
  duplicate syntax many large order group join charset database"
engine=${SLUICE_TEST_ENGINE:-mariadb}
output=build/clients/$engine
passed=0 failed=0 skipped=0 known=0 clients_run=0 others_run=0 languages_run=" "

# Packages that no mirror has must not stop the others: those of a client at a time, behind all at once.
install_clients() {
  (need build server clients) && return
  local name language packages
  while read -r name language packages; do
    [[ $packages != @* ]] || packages=${packages#* }
    # shellcheck disable=SC2034  # read by need
    (packages_one=$packages && need one) || say "$name: its packages could not be installed"
  done <<<"$clients"
}

missing_package() {  # PACKAGE...: the first that is not installed, on stdout
  local package
  for package in "$@"; do
    if [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" != installed ]; then
      echo "$package"
      return
    fi
  done
}

report_line() { printf '%-14s %-12s %-24s %s\n' "$@"; }

skip_client() {  # NAME LANGUAGE REASON
  skipped=$((skipped + 1))
  report_line "$1" "$2" "-" "skipped: $3"
}

is_known() { grep -qE "^$1 $2 (any|$engine) " tests/clients/known.txt; }  # CLIENT CHECK

# What each side printed, check by check. Sets $differences, $same, $left_out and $expected.
compare() {  # NAME
  local check plain sharded
  differences=() same=0 left_out=() expected=()
  for check in $(checks_of "$1"); do
    plain=$(grep -aE "^(not ok|ok|skip) $check: " "$output/$1.plain" | head -n 1 || true)
    sharded=$(grep -aE "^(not ok|ok|skip) $check: " "$output/$1.sluice" | head -n 1 || true)
    if [ -n "$plain" ] && [ "$plain" = "$sharded" ] && [[ $plain == ok\ * ]]; then
      same=$((same + 1))
      ! is_known "$1" "$check" || differences+=("$check" "no longer differs" "take it out of known.txt")
    elif [[ $plain == skip\ * && $plain == "$sharded" ]]; then
      left_out+=("$check")
    elif [[ $plain == ok\ * && -n $sharded ]] && is_known "$1" "$check"; then
      expected+=("$check")
    else
      differences+=("$check" "plain server: ${plain:-printed nothing}" "gateway:      ${sharded:-printed nothing}")
    fi
  done
}

run_side() {  # NAME SIDE PORT
  local status=0
  timeout --kill-after=5 60 bash tests/clients/clients.sh "$1" 127.0.0.1 "$3" sluice sluice shop \
    >"$output/$1.$2" 2>"$output/$1.$2.err" </dev/null || status=$?
  echo $status >"$output/$1.$2.status"
}

run_client() {  # NAME LANGUAGE [@VERSION] PACKAGES...
  local name=$1 language=$2 missing version='' started=$SECONDS
  shift 2
  if [[ $1 == @* ]]; then
    version=${1#@}
    shift
  fi
  missing=$(missing_package "$@")
  if [ -n "$missing" ]; then
    skip_client "$name" "$language" "no package $missing"
    return
  fi
  if [ -n "$version" ] && ! "fetch_$name" "$version" >"$output/$name.fetch" 2>&1; then
    skip_client "$name" "$language" "not to be had from its registry, see $output/$name.fetch"
    return
  fi
  build_client "$name"
  reset_tables
  run_side "$name" plain "$plain_port" &
  local plain_side=$!
  run_side "$name" sluice "$gateway_port"
  wait $plain_side
  if ! grep -aq '^ok ' "$output/$name.plain" && [ "$engine" = mysql ]; then
    skip_client "$name" "$language" "cannot log in to MySQL 9 itself"
    return
  fi
  compare "$name"
  local result=ok side
  [ -n "$version" ] || version=$(dpkg-query -W -f '${Version}' "$1")
  for side in plain sluice; do
    if [ "$(cat "$output/$name.$side.status")" != 0 ]; then
      differences+=("its end" "$side: exit status $(cat "$output/$name.$side.status")"
        "$(tail -n 3 "$output/$name.$side.err")")
    fi
  done
  if is_orm "$name" || is_tool "$name"; then
    others_run=$((others_run + 1))
  else
    clients_run=$((clients_run + 1))
  fi
  [[ $languages_run == *" $language "* ]] || languages_run+="$language "
  passed=$((passed + same))
  skipped=$((skipped + ${#left_out[@]}))
  known=$((known + ${#expected[@]}))
  failed=$((failed + ${#differences[@]} / 3))
  [ ${#differences[@]} -eq 0 ] || result="$red$((${#differences[@]} / 3)) differ$plain"
  [ ${#left_out[@]} -eq 0 ] || result+="; cannot: ${left_out[*]}"
  [ ${#expected[@]} -eq 0 ] || result+="; known to differ: ${expected[*]}"
  report_line "$name" "$language" "${version:0:24}" "$same same, $result ($((SECONDS - started)) s)"
  if [ ${#differences[@]} -gt 0 ]; then
    printf '    %s\n        %.600s\n        %.600s\n' "${differences[@]}"
  fi
}

build_client() {  # NAME: what it needs compiled; a failure shows as the client's own
  declare -F "build_$1" >/dev/null || return 0
  "build_$1" >"$output/$1.build" 2>&1 || say "$1: not built, see $output/$1.build"
}

install_clients
sluice=${SLUICE_BINARY:-build/release/sluice}
[ -x "$sluice" ] || fail "there is no $sluice; ./run build makes it"
folder=$(mktemp -d)
trap 'stop_cluster; rm -rf "$folder"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
mkdir -p "$output"
start_cluster "$folder" "$sluice"
report_line client language "version" result
while read -r name language packages <&3; do
  [ -n "$name" ] || continue
  [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
  # shellcheck disable=SC2086  # a list of packages
  run_client "$name" "$language" $packages
done 3<<<"$clients"
if [ $# -eq 0 ] || [[ " $* " == *" mariadb-dump "* ]]; then run_dump; fi
if [ $# -eq 0 ] && [ $clients_run -lt $fewest ]; then
  echo "only $clients_run clients ran; at least $fewest must"
  failed=$((failed + 1))
fi
echo "$clients_run clients and $others_run ORMs and tools in $(wc -w <<<"$languages_run") languages, $known known differences"
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ] && [ $passed -gt 0 ]
