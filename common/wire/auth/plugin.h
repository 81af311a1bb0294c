// SPDX-License-Identifier: Apache-2.0
// The authentication plugins that both handshakes know, by the names that clients give them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "common/wire/auth/caching_sha2.h"
#include "common/wire/auth/ed25519.h"
#include "common/wire/auth/native_password.h"

namespace sluice::wire {

// The password as it is, closed by a zero byte: only for connections that nobody can listen to.
inline constexpr std::string_view kClearPassword = "mysql_clear_password";

enum class Plugin : std::uint8_t { native, caching_sha2, ed25519, clear };

constexpr std::string_view name_of(Plugin plugin) {
  switch (plugin) {
    case Plugin::native:
      return kNativePassword;
    case Plugin::caching_sha2:
      return kCachingSha2;
    case Plugin::ed25519:
      return kEd25519;
    case Plugin::clear:
      return kClearPassword;
  }
  return {};
}

constexpr std::optional<Plugin> plugin_of(std::string_view name) {
  for (const Plugin plugin :
       {Plugin::native, Plugin::caching_sha2, Plugin::ed25519, Plugin::clear}) {
    if (name_of(plugin) == name) return plugin;
  }
  return std::nullopt;
}

}  // namespace sluice::wire
