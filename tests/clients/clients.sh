# SPDX-License-Identifier: Apache-2.0
# The clients of the matrix: name, language, Debian packages (the library first). build_NAME compiles what
# one needs; run as a script, `clients.sh NAME HOST PORT USER PASSWORD DATABASE` runs one. Programs are named
# with their path in the system: others of the same name may be in front of them.
# shellcheck shell=bash disable=SC2034
clients="
pymysql     Python      python3-pymysql
mysqlclient Python      python3-mysqldb
pyodbc      Python      odbc-mariadb python3-pyodbc
mysqli      PHP         php8.2-mysql php-cli php-mysql
pdo         PHP         php8.2-mysql php-cli php-mysql
dbd-mysql   Perl        libdbd-mysql-perl
dbd-mariadb Perl        libdbd-mariadb-perl
mysql2      Ruby        ruby-mysql2
mysql-js    JavaScript  node-mysql nodejs
mariadb-java Java       libmariadb-java ecj default-jre-headless
go-mysql    Go          golang-github-go-sql-driver-mysql-dev golang-go
libmariadb  C           libmariadb-dev gcc
luasql      Lua         lua-sql-mysql lua5.4
mysqltcl    Tcl         mysqltcl tcl
rmysql      R           r-cran-rmysql r-base-core
p1_mysql    Erlang      erlang-p1-mysql erlang-base
connector   C++         libmysqlcppconn-dev g++
mariadb-cli Shell       mariadb-client-core
"
compiled=build/clients
here=tests/clients
. $here/registry.sh
. $here/orms.sh
. $here/tools.sh
clients+=$registry_clients$orms$tools

run_pymysql() { /usr/bin/python3 $here/dbapi.py pymysql "$@"; }
run_mysqlclient() { /usr/bin/python3 $here/dbapi.py MySQLdb "$@"; }
run_pyodbc() { /usr/bin/python3 $here/dbapi.py pyodbc "$@"; }
run_mysqli() { /usr/bin/php -d memory_limit=1G $here/mysqli.php "$@"; }
run_pdo() { /usr/bin/php -d memory_limit=1G $here/pdo.php "$@"; }
run_dbd-mysql() { /usr/bin/perl $here/dbd.pl mysql "$@"; }
run_dbd-mariadb() { /usr/bin/perl $here/dbd.pl MariaDB "$@"; }
run_mysql2() { /usr/bin/ruby $here/mysql2.rb "$@"; }
run_mysql-js() { NODE_PATH=/usr/share/nodejs /usr/bin/node $here/mysql.js "$@"; }
run_mariadb-java() {
  /usr/bin/java -Xmx512m -cp $compiled/java:/usr/share/java/mariadb-java-client.jar Jdbc jdbc:mariadb:// "$@"
}
run_go-mysql() { $compiled/go-mysql "$@"; }
run_libmariadb() { $compiled/libmariadb "$@"; }
run_luasql() { /usr/bin/lua5.4 $here/luasql.lua "$@"; }
run_mysqltcl() { /usr/bin/tclsh $here/mysqltcl.tcl "$@"; }
run_rmysql() { LC_ALL=C.UTF-8 /usr/bin/Rscript --vanilla $here/rmysql.R "$@"; }
run_p1_mysql() { /usr/bin/escript $here/p1_mysql.escript "$@"; }
run_connector() { $compiled/connector "$@"; }
run_mariadb-cli() { bash $here/cli.sh "$@"; }

build_mariadb-java() { /usr/bin/ecj -17 -encoding UTF-8 -nowarn -proc:none -d $compiled/java $here/Jdbc.java; }
build_go-mysql() {
  GO111MODULE=off GOPATH=/usr/share/gocode GOCACHE=$PWD/$compiled/go-cache GOFLAGS='' \
    /usr/bin/go build -o $compiled/go-mysql ./$here/go
}
build_connector() {
  g++ -std=c++20 -O1 -Wall -Wextra -Werror $here/connector.cc -o $compiled/connector -lmysqlcppconn
}
build_libmariadb() {
  # shellcheck disable=SC2046  # flags are a list
  gcc -std=gnu17 -O1 -Wall -Wextra -Werror $here/libmariadb.c -o $compiled/libmariadb $(pkg-config --cflags --libs libmariadb)
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
  set -euo pipefail
  "run_$1" "${@:2}"
fi
