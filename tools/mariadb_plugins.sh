# SPDX-License-Identifier: Apache-2.0
# Plugins of MariaDB that Debian has in the package mariadb-server, which the tests do not install
# because it is a service: only unpacked, into build/mariadb_plugins. Sourced behind lib.sh.
# shellcheck shell=bash disable=SC2154

# need_mariadb_plugins: where the package cannot be had, it says so and returns 1.
need_mariadb_plugins() {
  local folder=$root/build/mariadb_plugins package
  [ ! -e "$folder/auth_ed25519.so" ] || return 0
  rm -rf "$folder.unfinished"
  mkdir -p "$folder.unfinished"
  if ! (cd "$folder.unfinished" && apt-get -o APT::Sandbox::User= download -qq mariadb-server) \
    >"$folder.log" 2>&1; then
    say "without MariaDB's plugins: mariadb-server cannot be downloaded, see build/mariadb_plugins.log"
    return 1
  fi
  package=$(find "$folder.unfinished" -name 'mariadb-server_*.deb' -print -quit)
  dpkg -x "$package" "$folder.unfinished/root"
  rm -rf "$folder"
  mv "$folder.unfinished/root/usr/lib/mysql/plugin" "$folder"
  rm -rf "$folder.unfinished"
}
