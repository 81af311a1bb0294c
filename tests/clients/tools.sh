# SPDX-License-Identifier: Apache-2.0
# Graphical tools, in the form of clients.sh: the statements that they send, and the metadata calls that they are
# made of (docs/clients.md). They come behind the ORMs. Sourced by clients.sh.
# shellcheck shell=bash disable=SC2034,SC2154
tools="
workbench     SQL  python3-pymysql
dbeaver       SQL  python3-pymysql
jdbc-show     Java @26.10.0 ecj default-jre-headless
jdbc-schema   Java @26.10.0 ecj default-jre-headless
jdbc-mariadb  Java @4.0.0 ecj default-jre-headless
"

run_workbench() { /usr/bin/python3 $here/tools/statements.py $here/tools/workbench.sql "$@"; }
run_dbeaver() { /usr/bin/python3 $here/tools/statements.py $here/tools/dbeaver.sql "$@"; }
run_metadata() {  # JAR OPTIONS URL_PREFIX ARGUMENT...
  /usr/bin/java -Xmx512m "-Doptions=$2" -cp "$compiled/java:$1" Metadata "${@:3}"
}
mysql_options="sslMode=DISABLED&allowPublicKeyRetrieval=true"
run_jdbc-show() { run_metadata "$registry/mysql-connector-j-26.10.0.jar" "$mysql_options" jdbc:mysql:// "$@"; }
run_jdbc-schema() {
  run_metadata "$registry/mysql-connector-j-26.10.0.jar" "$mysql_options&useInformationSchema=true" jdbc:mysql:// "$@"
}
run_jdbc-mariadb() {
  run_metadata "$registry/mariadb-java-client-4.0.0.jar" "sslMode=disable&allowPublicKeyRetrieval=true" jdbc:mariadb:// "$@"
}
fetch_jdbc-show() { fetch_jar com/mysql/mysql-connector-j "$1"; }
fetch_jdbc-schema() { fetch_jar com/mysql/mysql-connector-j "$1"; }
fetch_jdbc-mariadb() { fetch_jar org/mariadb/jdbc/mariadb-java-client "$1"; }
build_metadata() {
  /usr/bin/ecj -17 -encoding UTF-8 -nowarn -proc:none -d $compiled/java $here/tools/Metadata.java
}
build_jdbc-show() { build_metadata; }
build_jdbc-schema() { build_metadata; }
build_jdbc-mariadb() { build_metadata; }

is_tool() { grep -q "^$1 " <<<"$tools"; }  # NAME
tool_checks() {  # NAME
  case $1 in
    jdbc-*) sed -nE 's/^ *(check|describe)\("([A-Za-z_]+)".*/\2/p' $here/tools/Metadata.java ;;
    *) sed -nE 's/^# ([a-z_]+)( columns)?$/\1/p' "$here/tools/$1.sql" ;;
  esac
}
