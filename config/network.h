// SPDX-License-Identifier: Apache-2.0
// Networks of addresses: "10.1.0.0/16", "192.168.7.3", "::1", "fd00::/8". Pure.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "config/config.h"

namespace sluice::config {

// Nothing if it is no network. Bits behind the prefix may be set and do not count.
std::optional<Network> parse_network(std::string_view text);

// Whether `host`, a numeric address, lies in one of them; false for anything else.
bool contains(std::span<const Network> networks, std::string_view host);

}  // namespace sluice::config
