#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run clean: removes everything that a build leaves behind. The demo's data folder stays.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
rm -rf build
say "removed build/"
[ ! -e demo-data ] || say "demo-data/ is kept; delete it by hand to load the demo anew"
