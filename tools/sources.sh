# SPDX-License-Identifier: Apache-2.0
# Which files the checks look at: what git knows or would add, that still exists. Sourced.
# shellcheck shell=bash

# sources PATTERN...: paths, one per line.
sources() {
  local path
  git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while read -r path; do
    [ ! -f "$path" ] || printf '%s\n' "$path"
  done
}
