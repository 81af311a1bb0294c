# SPDX-License-Identifier: Apache-2.0
# Clients of the matrix that Debian does not have (or not in these versions), from Maven Central, npm, PyPI,
# crates.io and the Go module proxy: name, language, @version, Debian packages. fetch_NAME VERSION puts one below
# build/clients/registry; where its registry or tool cannot be reached, the client is skipped by name. Sourced
# by clients.sh.
# shellcheck shell=bash disable=SC2034,SC2154
registry_clients="
connector-j-5  Java       @5.1.38 ecj default-jre-headless
connector-j-8  Java       @8.0.28 ecj default-jre-headless
connector-j    Java       @26.10.0 ecj default-jre-headless
mariadb-java-4 Java       @4.0.0 ecj default-jre-headless
mysql2-js      JavaScript @3.24.6 nodejs
connector-py   Python     @26.10.0 python3
go-mysql-1.8   Go         @1.8.1 golang-go
sqlx           Rust       @0.8.6 gcc
"
registry=$compiled/registry

# fetch_jar NAME VERSION: a jar of Maven Central, once.
fetch_jar() {
  local name=${1##*/} file=$registry/${1##*/}-$2.jar
  [ ! -e "$file" ] || return 0
  mkdir -p "$registry"
  curl --fail --silent --show-error --max-time 120 --output "$file.part" \
    "https://repo1.maven.org/maven2/$1/$2/$name-$2.jar" && mv "$file.part" "$file"
}

fetch_connector-j-5() { fetch_jar mysql/mysql-connector-java "$1"; }
fetch_connector-j-8() { fetch_jar mysql/mysql-connector-java "$1"; }
fetch_connector-j() { fetch_jar com/mysql/mysql-connector-j "$1"; }
fetch_mariadb-java-4() { fetch_jar org/mariadb/jdbc/mariadb-java-client "$1"; }
fetch_mysql2-js() {
  [ ! -e "$registry/node_modules/mysql2" ] || return 0
  mkdir -p "$registry"
  timeout 120 npm install --silent --no-save --no-package-lock --ignore-scripts --prefix "$registry" "mysql2@$1"
}
fetch_connector-py() {
  [ ! -e "$registry/python/mysql" ] || return 0
  rm -rf "$registry/wheel"
  timeout 120 pip3 download --quiet --no-deps --only-binary=:all: --python-version "$(python_version)" \
    --dest "$registry/wheel" "mysql-connector-python==$1" &&
    /usr/bin/python3 -m zipfile -e "$registry"/wheel/*.whl "$registry/python"
}
fetch_go-mysql-1.8() {
  mkdir -p "$registry/go"
  cp $here/go/main.go "$registry/go/"
  printf 'module client\n\ngo 1.18\n\nrequire (\n\tgithub.com/go-sql-driver/mysql v%s\n\tfilippo.io/edwards25519 v1.1.0\n)\n' \
    "$1" >"$registry/go/go.mod"
  (cd "$registry/go" && GOFLAGS=-mod=mod GOPATH=$PWD/path GOCACHE=$PWD/cache timeout 120 /usr/bin/go mod download)
}
# Debian 12's Rust is too old for it: whichever cargo the machine has.
fetch_sqlx() {
  mkdir -p "$registry/sqlx"
  cp $here/sqlx/main.rs $here/sqlx/Cargo.toml "$registry/sqlx/"
  (cd "$registry/sqlx" && timeout 120 cargo fetch)
}
python_version() { /usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])'; }

run_jdbc() {  # JAR OPTIONS URL_PREFIX ARGUMENT...
  local jar=$1 options=$2
  shift 2
  # shellcheck disable=SC2086  # $java_options: words
  /usr/bin/java -Xmx768m ${java_options:-} "-Doptions=$options" -cp "$compiled/java:$jar" Jdbc "$@"
}
# Without TLS a password of caching_sha2_password goes over encrypted by the server's key.
plain_options="&sslMode=DISABLED&allowPublicKeyRetrieval=true"
run_connector-j-5() { run_jdbc $registry/mysql-connector-java-5.1.38.jar "&useSSL=false" jdbc:mysql:// "$@"; }
run_connector-j-8() { run_jdbc $registry/mysql-connector-java-8.0.28.jar "$plain_options" jdbc:mysql:// "$@"; }
run_connector-j() { run_jdbc "$(ls $registry/mysql-connector-j-*.jar)" "$plain_options" jdbc:mysql:// "$@"; }
run_mariadb-java-4() { java_options=-Dcharsets=fixed run_jdbc "$(ls $registry/mariadb-java-client-*.jar)" "&sslMode=disable&allowPublicKeyRetrieval=true" jdbc:mariadb:// "$@"; }
run_mysql2-js() { MYSQL_MODULE=mysql2 NODE_PATH=$registry/node_modules /usr/bin/node $here/mysql.js "$@"; }
run_connector-py() { PYTHONPATH=$registry/python /usr/bin/python3 $here/dbapi.py mysql.connector "$@"; }
run_sqlx() { $registry/sqlx/target/debug/client "$@"; }
run_go-mysql-1.8() { $compiled/go-mysql-1.8 "$@"; }

build_connector-j-5() { build_mariadb-java; }
build_connector-j-8() { build_mariadb-java; }
build_connector-j() { build_mariadb-java; }
build_mariadb-java-4() { build_mariadb-java; }
build_go-mysql-1.8() {
  (cd "$registry/go" && GOFLAGS=-mod=mod GOPATH=$PWD/path GOCACHE=$PWD/cache /usr/bin/go build -o ../../go-mysql-1.8 .)
}
build_sqlx() { (cd "$registry/sqlx" && timeout 600 cargo build --offline --jobs 2); }
