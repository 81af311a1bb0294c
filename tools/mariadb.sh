# SPDX-License-Identifier: Apache-2.0
# MariaDB servers in folders of their own, for demo and bench: account sluice/sluice over TCP on
# loopback. Sourced behind lib.sh and children.sh.
# shellcheck shell=bash disable=SC2034,SC2154

# Root may only run the server when it says so.
server_user=()
[ "$(id -u)" -ne 0 ] || server_user=(--user=root)

# install_server FOLDER: a data folder in FOLDER/data, unless there is one.
install_server() {
  local folder=$1
  [ ! -d "$folder/data" ] || return 0
  rm -rf "$folder/unfinished"
  mkdir -p "$folder"
  mariadb-install-db --no-defaults "${server_user[@]}" --datadir="$folder/unfinished" \
    --skip-test-db --innodb-log-file-size=32M --innodb-flush-log-at-trx-commit=0 \
    >"$folder/install.log" 2>&1 ||
    fail "mariadb-install-db failed, see $folder/install.log"
  mv "$folder/unfinished" "$folder/data"
}

# start_server FOLDER PORT DATABASES [OPTION...]: sets $child; returns before the server is ready.
# The databases (a list of words) and the account are made at each start if they are missing.
start_server() {
  local folder=$1 port=$2 databases=$3
  shift 3
  write_init_file "$folder/init.sql" "$databases"
  # Of its own: a server that starts removes the temporary tables of all servers with the same folder for them.
  mkdir -p "$folder/tmp"
  # The socket is relative to the data folder: an absolute path may be too long for a socket.
  start_child "$folder/server.log" mariadbd --no-defaults "${server_user[@]}" \
    --datadir="$folder/data" --tmpdir="$folder/tmp" --init-file="$folder/init.sql" --port="$port" \
    --bind-address=127.0.0.1 --socket=server.sock --pid-file=server.pid --skip-name-resolve \
    --innodb-log-file-size=32M --innodb-flush-log-at-trx-commit=2 --performance-schema=off \
    --max-connections=500 --character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci \
    "$@"
}

write_init_file() {  # FILE DATABASES
  local name
  {
    echo "CREATE USER IF NOT EXISTS sluice@'127.0.0.1' IDENTIFIED BY 'sluice';"
    echo "GRANT ALL PRIVILEGES ON *.* TO sluice@'127.0.0.1';"
    for name in $2; do
      echo "CREATE DATABASE IF NOT EXISTS $name;"
    done
  } >"$1"
}

# wait_until_ready PID LOG WHAT COMMAND...: until COMMAND succeeds; fails when the process ends first.
wait_until_ready() {
  local pid=$1 log=$2 what=$3 tenths=600
  shift 3
  while ! "$@" >/dev/null 2>&1; do
    if ! kill -0 "$pid" 2>/dev/null || [ $((tenths -= 1)) -eq 0 ]; then
      tail -n 20 "$log" >&2
      fail "$what did not start; the end of $log is above"
    fi
    sleep 0.1
  done
}

# client PORT USER PASSWORD [OPTION...]: the command-line client without the user's own settings. Five
# minutes are more than any statement here takes; a hanging server must not hang the script.
client() {
  local port=$1 user=$2 password=$3
  shift 3
  MYSQL_PWD=$password timeout --foreground 300 mariadb --no-defaults --protocol=tcp --host=127.0.0.1 --port="$port" \
    --user="$user" --default-character-set=utf8mb4 "$@"
}
