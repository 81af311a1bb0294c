// SPDX-License-Identifier: Apache-2.0
#include "frontend/connect_attributes.h"

#include <string>

namespace sluice::frontend {
namespace {

constexpr std::size_t kMost = 512;

// A length takes one byte up to 250, then three.
std::size_t encoded_size(const std::string& text) {
  return text.size() + (text.size() <= 250 ? 1 : 3);
}

}  // namespace

wire::ConnectAttributes limited_attributes(wire::ConnectAttributes attributes) {
  std::size_t total = 0;
  std::size_t kept_bytes = 0;
  std::size_t kept = 0;
  for (const auto& [key, value] : attributes) {
    total += encoded_size(key) + encoded_size(value);
    if (total > kMost) continue;
    kept_bytes = total;
    ++kept;
  }
  attributes.resize(kept);
  if (total > kept_bytes) attributes.emplace_back("_truncated", std::to_string(total - kept_bytes));
  return attributes;
}

}  // namespace sluice::frontend
