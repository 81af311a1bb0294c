// SPDX-License-Identifier: Apache-2.0
// What fuzz targets have in common: an assertion that holds in every build, and input as Bytes.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "common/base/bytes.h"

namespace sluice::fuzz {

inline void check(bool holds) {
  if (!holds) std::abort();
}

inline Bytes as_input(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const std::byte*>(data), size};
}

}  // namespace sluice::fuzz
