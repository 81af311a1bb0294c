# SPDX-License-Identifier: Apache-2.0
# The ORMs of the matrix, in the form of clients.sh and registry.sh: each reflects the sharded schema, migrates
# it, works with its rows and migrates back (docs/clients.md). They come behind the clients. Sourced by clients.sh.
# shellcheck shell=bash disable=SC2034,SC2154
orm_checks="connect tables columns keys create alter insert query update single delete drop"
orms="
sqlalchemy   Python      python3-sqlalchemy alembic python3-pymysql
django       Python      python3-django python3-mysqldb
activerecord Ruby        ruby-activerecord ruby-mysql2
sequelize    JavaScript  @6.37.8 nodejs
gorm         Go          @1.25.12 golang-go
hibernate    Java        @6.6.4.Final ecj default-jre-headless
"

run_sqlalchemy() { /usr/bin/python3 $here/orm/sqlalchemy_orm.py "$@"; }
run_django() { /usr/bin/python3 $here/orm/django_orm.py "$@"; }
run_activerecord() { /usr/bin/ruby $here/orm/active_record.rb "$@"; }
run_sequelize() { NODE_PATH=$registry/sequelize/node_modules /usr/bin/node $here/orm/sequelize_orm.js "$@"; }
run_gorm() { $compiled/gorm "$@"; }
run_hibernate() { /usr/bin/java -Xmx512m -cp "$compiled/java:$(hibernate_path)" Hibernate "$@"; }

fetch_sequelize() {
  [ ! -e "$registry/sequelize/node_modules/sequelize" ] || return 0
  mkdir -p "$registry/sequelize"
  timeout 120 npm install --silent --no-save --no-package-lock --ignore-scripts --prefix "$registry/sequelize" \
    "sequelize@$1" mysql2@3.24.6
}
# The newest that Debian 12's Go compiles.
fetch_gorm() {
  mkdir -p "$registry/gorm"
  cp $here/orm/gorm.go "$registry/gorm/main.go"
  printf 'module client\n\ngo 1.18\n\nrequire (\n\tgorm.io/gorm v%s\n\tgorm.io/driver/mysql v1.5.7\n)\n' "$1" >"$registry/gorm/go.mod"
  in_gorm timeout 200 /usr/bin/go mod tidy
}
in_gorm() { (cd "$registry/gorm" && GOFLAGS=-mod=mod GOPATH=$PWD/path GOCACHE=$PWD/cache "$@"); }
build_gorm() { in_gorm /usr/bin/go build -o ../../gorm .; }

hibernate_jars="jakarta/persistence/jakarta.persistence-api 3.1.0
jakarta/transaction/jakarta.transaction-api 2.0.1
jakarta/inject/jakarta.inject-api 2.0.1
jakarta/xml/bind/jakarta.xml.bind-api 4.0.0
jakarta/activation/jakarta.activation-api 2.1.0
org/glassfish/jaxb/jaxb-runtime 4.0.2
org/glassfish/jaxb/jaxb-core 4.0.2
org/jboss/logging/jboss-logging 3.5.0.Final
org/hibernate/common/hibernate-commons-annotations 7.0.3.Final
io/smallrye/jandex 3.2.0
com/fasterxml/classmate 1.5.1
net/bytebuddy/byte-buddy 1.15.11
org/antlr/antlr4-runtime 4.13.0
com/mysql/mysql-connector-j 26.10.0"
fetch_hibernate() {
  local jar version
  fetch_jar org/hibernate/orm/hibernate-core "$1" || return
  while read -r jar version; do
    fetch_jar "$jar" "$version" || return
  done <<<"$hibernate_jars"
}
hibernate_path() {
  local jar version
  printf '%s' "$(ls $registry/hibernate-core-*.jar)"
  while read -r jar version; do
    printf ':%s' "$registry/${jar##*/}-$version.jar"
  done <<<"$hibernate_jars"
}
build_hibernate() {
  /usr/bin/ecj -17 -encoding UTF-8 -nowarn -proc:none -cp "$(hibernate_path)" -d $compiled/java $here/orm/Hibernate.java
}

is_orm() { grep -q "^$1 " <<<"$orms"; }  # NAME

# Which checks the program of a client prints.
checks_of() {  # NAME
  if is_orm "$1"; then
    echo "$orm_checks"
  elif is_tool "$1"; then
    tool_checks "$1"
  else
    echo "$client_checks"
  fi
}
