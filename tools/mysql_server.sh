# SPDX-License-Identifier: Apache-2.0
# MySQL 9 servers in folders of their own, out of build/mysql/root: the counterpart of mariadb.sh, behind
# which this is sourced, and mysql.sh.
# shellcheck shell=bash disable=SC2034,SC2154

# install_mysql_server FOLDER: a data folder in FOLDER/data, unless there is one.
install_mysql_server() {
  local folder=$1
  [ ! -d "$folder/data" ] || return 0
  rm -rf "$folder/unfinished"
  mkdir -p "$folder"
  mysql_program "$mysql_dir/root" mysqld --no-defaults "${server_user[@]}" --initialize-insecure \
    --basedir="$mysql_dir/root/usr" --datadir="$folder/unfinished" --innodb-redo-log-capacity=32M \
    --secure-file-priv= >"$folder/install.log" 2>&1 ||
    fail "mysqld --initialize-insecure failed, see $folder/install.log"
  mv "$folder/unfinished" "$folder/data"
}

# start_mysql_server FOLDER PORT DATABASES [OPTION...]: as start_server.
start_mysql_server() {
  local folder=$1 port=$2 databases=$3 tree=$mysql_dir/root
  shift 3
  write_init_file "$folder/init.sql" "$databases"
  mkdir -p "$folder/tmp"
  start_child "$folder/server.log" "$tree/loader" --library-path \
    "$tree/libraries:$tree/libraries/mysql/private" "$tree/usr/sbin/mysqld" --no-defaults \
    "${server_user[@]}" --basedir="$tree/usr" --datadir="$folder/data" --tmpdir="$folder/tmp" \
    --init-file="$folder/init.sql" --port="$port" --bind-address=127.0.0.1 --socket=server.sock --pid-file=server.pid \
    --skip-name-resolve --innodb-redo-log-capacity=32M --innodb-flush-log-at-trx-commit=2 \
    --performance-schema=off --mysqlx=0 --secure-file-priv= --skip-log-bin --max-connections=500 \
    --character-set-server=utf8mb4 --collation-server=utf8mb4_general_ci "$@"
}
