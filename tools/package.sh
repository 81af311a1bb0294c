#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# ./run package: build/sluice_<version>_<architecture>.deb with the binary, the systemd unit, examples
# and documents. SLUICE_BINARY names another binary than this tree's, which is then not built.
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
need package

binary=${SLUICE_BINARY:-build/release/sluice}
[ -n "${SLUICE_BINARY:-}" ] || bash tools/build.sh release sluice
[ -x "$binary" ] || fail "there is no binary $binary"
"$binary" check --config packaging/examples || fail "the example configuration is not valid"

version=${SLUICE_VERSION:-$(sed -n 's/^project(sluice VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)}
architecture=$(dpkg --print-architecture)
stage=build/package
rm -rf "$stage"

install -D -m 0755 -s "$binary" "$stage/usr/bin/sluice"
install -D -m 0644 packaging/sluice.service "$stage/lib/systemd/system/sluice.service"
install -d -m 0755 "$stage/etc/sluice"
documents=$stage/usr/share/doc/sluice
install -D -m 0644 -t "$documents/examples" packaging/examples/*.yaml
install -D -m 0644 -t "$documents" README.md CHANGELOG.md docs/*.md
install -D -m 0644 LICENSE "$documents/copyright"

# dpkg-shlibdeps wants to stand beside a debian/control.
mkdir -p build/package-control/debian
touch build/package-control/debian/control
depends=$(cd build/package-control && dpkg-shlibdeps -O "$root/$stage/usr/bin/sluice" 2>/dev/null |
  sed -n 's/^shlibs:Depends=//p')
[ -n "$depends" ] || fail "dpkg-shlibdeps found no dependencies of $binary"

install -d -m 0755 "$stage/DEBIAN"
sed -e "s/@VERSION@/$version/" -e "s/@ARCHITECTURE@/$architecture/" -e "s/@DEPENDS@/$depends/" \
  -e "s/@INSTALLED_SIZE@/$(du -sk "$stage" | cut -f 1)/" packaging/control.in >"$stage/DEBIAN/control"
install -m 0755 -t "$stage/DEBIAN" packaging/postinst packaging/prerm packaging/postrm

package=build/sluice_${version}_${architecture}.deb
dpkg-deb --root-owner-group --build "$stage" "$package" >/dev/null
say "wrote $package"
