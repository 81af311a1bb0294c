# SPDX-License-Identifier: Apache-2.0
# A real MySQL 9 beside an untouched Debian 12, for tests: the packages of Debian's unstable suite are
# downloaded with lists and a cache of their own and unpacked into build/mysql/root; nothing is
# installed. The tree brings its own libc, so its programs are started by its own dynamic loader.
# Sourced behind lib.sh.
# shellcheck shell=bash disable=SC2034,SC2154

mysql_dir=$root/build/mysql

# need_mysql: makes build/mysql/root unless it is there. Where MySQL cannot be had (no network, another
# distribution, SLUICE_NO_MYSQL=1) it prints the reason and returns 1. May be interrupted and repeated:
# downloaded packages are kept, and the tree appears only when it is complete.
need_mysql() {
  if [ -n "${SLUICE_NO_MYSQL:-}" ]; then
    no_mysql "SLUICE_NO_MYSQL is set"
    return 1
  fi
  [ ! -e "$mysql_dir/root" ] || return 0
  mkdir -p "$mysql_dir"
  (
    flock 8
    [ ! -e "$mysql_dir/root" ] || exit 0
    fetch_mysql && unpack_mysql
  ) 8>"$mysql_dir/lock"
}

no_mysql() { say "without MySQL 9: $*"; }

# The archive that this system's own packages come from; only the suite differs.
debian_archive() {
  # shellcheck disable=SC2016  # apt's own placeholders
  apt-get indextargets --format '$(REPO_URI) $(ORIGIN) $(COMPONENT)' 2>/dev/null |
    awk '$2 == "Debian" && $3 == "main" && !/security/ { print $1; exit }'
}

apt_of_mysql() {
  local tool=$1
  shift
  timeout 600 "$tool" -o Dir::State="$mysql_dir/state" -o Dir::State::status="$mysql_dir/state/status" \
    -o Dir::Cache="$mysql_dir/cache" -o Dir::Etc::sourcelist="$mysql_dir/sources.list" \
    -o Dir::Etc::sourceparts=- -o Dir::Etc::preferences=- -o Dir::Etc::preferencesparts=- \
    -o APT::Install-Recommends=false -o APT::Sandbox::User= -o Acquire::Languages=none \
    -o Acquire::Retries=2 -o Acquire::http::Timeout=30 -o Debug::NoLocking=true "$@"
}

fetch_mysql() {
  local archive keyring=/usr/share/keyrings/debian-archive-keyring.gpg signed='' packages
  local log=$mysql_dir/fetch.log
  if ! command -v apt-get >/dev/null || ! command -v dpkg >/dev/null; then
    no_mysql "this system has no apt-get and dpkg"
    return 1
  fi
  archive=$(debian_archive)
  if [ -z "$archive" ]; then
    no_mysql "apt knows no archive of Debian"
    return 1
  fi
  [ ! -e $keyring ] || signed="[signed-by=$keyring] "
  mkdir -p "$mysql_dir/state/lists/partial" "$mysql_dir/cache/archives/partial" "$mysql_dir/packages"
  : >"$mysql_dir/state/status" # nothing counts as installed, so that the tree is complete
  echo "deb $signed$archive unstable main" >"$mysql_dir/sources.list"
  say "MySQL 9 from Debian unstable into build/mysql: package lists"
  if ! apt_of_mysql apt-get update >"$log" 2>&1 || grep -q '^[EW]: Failed to fetch' "$log"; then
    no_mysql "the package lists of Debian unstable cannot be had, see build/mysql/fetch.log"
    return 1
  fi
  # Perl is for scripts of the package that nothing here runs.
  packages=$(apt_of_mysql apt-get --simulate install mysql-server-core 2>>"$log" |
    awk '/^Inst / { print $2 }' | grep -vE '^(perl|libperl|libgdbm|libdb)' || true)
  if [[ $packages != *mysql-server-core* ]]; then
    no_mysql "Debian unstable has no installable mysql-server-core now, see build/mysql/fetch.log"
    return 1
  fi
  say "downloading $(wc -w <<<"$packages") packages (some 50 MB)"
  # shellcheck disable=SC2086  # a list of words
  if ! (cd "$mysql_dir/packages" && apt_of_mysql apt-get download $packages) >>"$log" 2>&1; then
    no_mysql "the download failed, see build/mysql/fetch.log; it goes on where it stopped"
    return 1
  fi
}

unpack_mysql() {
  local package unfinished=$mysql_dir/unfinished version
  say "unpacking MySQL 9"
  rm -rf "$unfinished"
  mkdir -p "$unfinished"
  for package in "$mysql_dir"/packages/*.deb; do
    dpkg -x "$package" "$unfinished" || fail "cannot unpack $package"
  done
  link_mysql_loader "$unfinished"
  if ! version=$(mysql_program "$unfinished" mysqld --no-defaults --version 2>&1); then
    no_mysql "its server does not run here: $version"
    return 1
  fi
  mv "$unfinished" "$mysql_dir/root"
  rm -rf "$mysql_dir/packages" "$mysql_dir/cache"
  say "build/mysql/root holds mysqld ${version##*Ver }"
}

# root/loader and root/lib: one name on every architecture, for this script and for tests.
link_mysql_loader() {
  local loader
  loader=$(find "$1/usr/lib" -name 'ld-linux*.so*' -path '*-linux-gnu*' | head -n 1)
  [ -n "$loader" ] || fail "the packages of libc6 have no dynamic loader"
  ln -sfn "${loader#"$1"/}" "$1/loader"
  loader=$(dirname "$loader")
  ln -sfn "${loader#"$1"/}" "$1/libraries"
}

# mysql_program TREE NAME ARGUMENT...: a program of the tree under its own loader.
mysql_program() {
  local tree=$1 name=$2
  shift 2
  "$tree/loader" --library-path "$tree/libraries:$tree/libraries/mysql/private" \
    "$tree/usr/sbin/$name" "$@"
}
