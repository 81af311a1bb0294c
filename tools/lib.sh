# SPDX-License-Identifier: Apache-2.0
# What every tool needs: the root folder, messages, and packages. Sourced, never run.
# shellcheck shell=bash disable=SC2034
set -euo pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
jobs=${SLUICE_JOBS:-$(nproc)}

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' cyan=$'\e[36m' plain=$'\e[0m'
else
  bold='' dim='' red='' green='' cyan='' plain=''
fi

say() { printf '%s==>%s %s\n' "$bold" "$plain" "$*"; }
fail() {
  printf '%serror:%s %s\n' "$red" "$plain" "$*" >&2
  exit 1
}

# shellcheck source=tools/packages.sh
. "$root/tools/packages.sh"
