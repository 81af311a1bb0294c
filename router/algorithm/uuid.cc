// SPDX-License-Identifier: Apache-2.0
#include "router/algorithm/uuid.h"

#include <random>

namespace sluice::router {
namespace {

std::mt19937_64 seeded() {
  std::random_device device;
  std::seed_seq seed{device(), device(), device(), device(),
                     device(), device(), device(), device()};
  return std::mt19937_64(seed);
}

void append_hex(std::string& out, std::uint64_t bits) {
  static constexpr char kDigits[] = "0123456789abcdef";
  for (int shift = 60; shift >= 0; shift -= 4) out += kDigits[(bits >> shift) & 15];
}

}  // namespace

Result<GeneratedKey> UuidGenerator::next(std::chrono::system_clock::time_point) {
  thread_local std::mt19937_64 random = seeded();
  const std::uint64_t high = (random() & ~0xF000ull) | 0x4000ull;       // version 4
  const std::uint64_t low = (random() & ~(3ull << 62)) | (2ull << 62);  // variant 10
  std::string text;
  text.reserve(32);
  append_hex(text, high);
  append_hex(text, low);
  return GeneratedKey(std::move(text));
}

}  // namespace sluice::router
