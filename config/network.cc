// SPDX-License-Identifier: Apache-2.0
#include "config/network.h"

#include <algorithm>
#include <string>

#include <arpa/inet.h>

#include "config/scalar.h"

namespace sluice::config {
namespace {

constexpr std::uint8_t kMappedBits = 96;  // of ::ffff:0:0/96

// An address as the network of its own; nothing if it is none.
std::optional<Network> parse_address(std::string_view text, bool& v4) {
  const std::string address(text);
  Network network;
  v4 = inet_pton(AF_INET, address.c_str(), network.address.data() + 12) == 1;
  if (v4) {
    network.address[10] = network.address[11] = 0xff;
    return network;
  }
  if (inet_pton(AF_INET6, address.c_str(), network.address.data()) == 1) return network;
  return std::nullopt;
}

bool contains(const Network& network, const Network& host) {
  const std::size_t whole = network.prefix_bits / 8;
  if (!std::equal(host.address.begin(), host.address.begin() + static_cast<std::ptrdiff_t>(whole),
                  network.address.begin())) {
    return false;
  }
  const unsigned rest = network.prefix_bits % 8;
  if (rest == 0) return true;
  const unsigned differing = host.address[whole] ^ network.address[whole];
  return differing >> (8 - rest) == 0;
}

}  // namespace

std::optional<Network> parse_network(std::string_view text) {
  const std::size_t slash = std::min(text.find('/'), text.size());
  bool v4 = false;
  std::optional<Network> network = parse_address(text.substr(0, slash), v4);
  if (!network || slash == text.size()) return network;
  const std::optional<std::int64_t> bits = parse_integer(text.substr(slash + 1));
  if (!bits || *bits < 0 || *bits > (v4 ? 32 : 128)) return std::nullopt;
  network->prefix_bits = static_cast<std::uint8_t>(*bits + (v4 ? kMappedBits : 0));
  return network;
}

bool contains(std::span<const Network> networks, std::string_view host) {
  bool v4 = false;
  const std::optional<Network> address = parse_address(host, v4);
  return address && std::any_of(networks.begin(), networks.end(), [&](const Network& network) {
           return contains(network, *address);
         });
}

}  // namespace sluice::config
