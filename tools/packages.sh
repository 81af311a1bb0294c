# SPDX-License-Identifier: Apache-2.0
# Debian packages by purpose, and their installation. Sourced by lib.sh.
# shellcheck shell=bash disable=SC2034

packages_build="g++ cmake ninja-build ccache git pkg-config antlr4 libantlr4-runtime-dev libasio-dev
  libssl-dev libyaml-cpp-dev libmysqlcppconn-dev doctest-dev libspdlog-dev libfmt-dev libcli11-dev
  nlohmann-json3-dev libcpp-httplib-dev libsqlite3-dev libxxhash-dev libboost-dev zlib1g-dev libzstd-dev libsodium-dev"
packages_clang="clang-14 lld-14 libclang-rt-14-dev"
packages_format="clang-format-14"
packages_server="mariadb-server-core mariadb-client-core"
packages_bench="sysbench haproxy"
packages_package="dpkg-dev"
# What tests/clients/clients.sh names: client libraries, and what runs or compiles their programs.
packages_clients="mariadb-client mariadb-client-core libmariadb-dev libmysqlcppconn-dev odbc-mariadb
  python3-pymysql python3-mysqldb python3-pyodbc php-cli php-mysql libdbd-mysql-perl libdbd-mariadb-perl
  ruby-mysql2 nodejs node-mysql default-jre-headless ecj libmariadb-java
  golang-go golang-github-go-sql-driver-mysql-dev lua5.4 lua-sql-mysql tcl mysqltcl
  r-base-core r-cran-rmysql erlang-base erlang-p1-mysql python3-sqlalchemy alembic python3-django
  ruby-activerecord"

# The status page's test.
packages_page="chromium chromium-driver python3 mariadb-client-core"

# need GROUP...: installs what these groups lack. When nothing is missing this is one dpkg-query.
need() {
  local group name wanted=() missing=()
  for group in "$@"; do
    name=packages_$group
    # shellcheck disable=SC2206  # the lists are meant to split
    wanted+=(${!name})
  done
  mapfile -t missing < <(comm -23 <(printf '%s\n' "${wanted[@]}" | sort -u) \
    <(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null |
      sed -n 's/^installed //p' | sort -u))
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

install_packages() {
  command -v apt-get >/dev/null ||
    fail "this system has no apt-get; install the equivalents of: $*"
  say "installing Debian packages: $*"
  as_root true || fail "installing packages needs root: run as root, or install sudo"
  run_apt update -qq || fail "apt-get update failed; see its message above"
  without_services run_apt install -y -qq --no-install-recommends "$@" ||
    fail "apt-get could not install: $*"
}

run_apt() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 \
    -o Dpkg::Use-Pty=0 "$@"
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    return 1
  fi
}

# Runs a command under a policy that lets no package start its service, and keeps those that arrive
# from starting at boot: nothing here uses a system service.
without_services() {
  local policy=/usr/sbin/policy-rc.d status=0 ours=no
  if [ ! -e $policy ]; then
    ours=yes
    printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
    as_root chmod +x $policy
  fi
  "$@" || status=$?
  [ $ours = no ] || as_root rm -f $policy
  if [[ " $* " == *" haproxy "* ]] && command -v systemctl >/dev/null; then
    as_root systemctl --quiet disable haproxy.service || true
  fi
  return $status
}
