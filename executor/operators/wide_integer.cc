// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/wide_integer.h"

#include <algorithm>

namespace sluice::executor::operators {
namespace {

__extension__ using Uint128 = unsigned __int128;

constexpr std::size_t kChunkDigits = 18;  // always fit into a limb with a sign

constexpr std::array<std::uint64_t, 20> kPowers = [] {
  std::array<std::uint64_t, 20> powers{};
  std::uint64_t power = 1;
  for (std::uint64_t& entry : powers) {
    entry = power;
    power *= 10;
  }
  return powers;
}();

std::uint64_t append_chunk(std::uint64_t value, std::string_view digits) {
  for (const char digit : digits) value = value * 10 + static_cast<std::uint64_t>(digit - '0');
  return value;
}

}  // namespace

WideInteger WideInteger::of_unsigned(std::uint64_t value) {
  WideInteger wide;
  wide.limbs_[0] = value;
  return wide;
}

WideInteger WideInteger::of(std::int64_t value) {
  WideInteger wide = of_unsigned(static_cast<std::uint64_t>(value));
  if (value < 0) std::fill(wide.limbs_.begin() + 1, wide.limbs_.end(), ~std::uint64_t{0});
  return wide;
}

bool WideInteger::from_decimal(const DecimalText& value, unsigned scale, WideInteger& out) {
  if (value.fraction.size() > scale) return false;
  if (value.integer.size() + scale <= kChunkDigits) {
    std::uint64_t small = append_chunk(append_chunk(0, value.integer), value.fraction);
    small *= kPowers[scale - value.fraction.size()];
    out = of(value.negative ? -static_cast<std::int64_t>(small) : static_cast<std::int64_t>(small));
    return true;
  }
  out = WideInteger();
  if (!out.append_digits(value.integer) || !out.append_digits(value.fraction)) return false;
  for (std::size_t zeros = scale - value.fraction.size(); zeros != 0 && !out.is_zero();) {
    const std::size_t step = std::min(zeros, kChunkDigits);
    if (!out.multiply_add(kPowers[step], 0)) return false;
    zeros -= step;
  }
  if (value.negative) out = out.negated();
  return true;
}

bool WideInteger::append_digits(std::string_view digits) {
  while (!digits.empty()) {
    const std::size_t count = std::min(digits.size(), kChunkDigits);
    if (!multiply_add(kPowers[count], append_chunk(0, digits.substr(0, count)))) return false;
    digits.remove_prefix(count);
  }
  return true;
}

bool WideInteger::multiply_add(std::uint64_t factor, std::uint64_t addend) {
  std::uint64_t carry = addend;
  for (std::uint64_t& limb : limbs_) {
    const Uint128 product = static_cast<Uint128>(limb) * factor + carry;
    limb = static_cast<std::uint64_t>(product);
    carry = static_cast<std::uint64_t>(product >> 64);
  }
  return carry == 0 && !is_negative();
}

WideInteger WideInteger::negated() const {
  WideInteger result;
  std::uint64_t carry = 1;
  for (std::size_t i = 0; i < limbs_.size(); ++i) {
    const Uint128 sum = static_cast<Uint128>(~limbs_[i]) + carry;
    result.limbs_[i] = static_cast<std::uint64_t>(sum);
    carry = static_cast<std::uint64_t>(sum >> 64);
  }
  return result;
}

bool WideInteger::add(const WideInteger& other) {
  const bool was_negative = is_negative();
  std::uint64_t carry = 0;
  for (std::size_t i = 0; i < limbs_.size(); ++i) {
    const Uint128 sum = static_cast<Uint128>(limbs_[i]) + other.limbs_[i] + carry;
    limbs_[i] = static_cast<std::uint64_t>(sum);
    carry = static_cast<std::uint64_t>(sum >> 64);
  }
  return was_negative != other.is_negative() || is_negative() == was_negative;
}

std::uint64_t WideInteger::divide(std::uint64_t divisor) {
  std::uint64_t remainder = 0;
  for (std::size_t i = limbs_.size(); i-- != 0;) {
    if (remainder == 0) {  // most numbers have one limb, and narrow divisions are far cheaper
      remainder = limbs_[i] % divisor;
      limbs_[i] /= divisor;
      continue;
    }
    const Uint128 dividend = static_cast<Uint128>(remainder) << 64 | limbs_[i];
    limbs_[i] = static_cast<std::uint64_t>(dividend / divisor);
    remainder = static_cast<std::uint64_t>(dividend % divisor);
  }
  return remainder;
}

std::size_t WideInteger::write_digits(char* out) const {
  WideInteger rest = *this;
  std::size_t count = 0;
  while (!rest.is_zero()) {
    std::uint64_t chunk = rest.divide(kPowers[kChunkDigits]);
    const bool last = rest.is_zero();
    for (std::size_t i = 0; last ? chunk != 0 : i < kChunkDigits; ++i, chunk /= 10) {
      out[count++] = static_cast<char>('0' + chunk % 10);
    }
  }
  std::reverse(out, out + count);
  return count;
}

bool WideInteger::fits_signed(unsigned bits) const {
  const std::uint64_t fill = is_negative() ? ~std::uint64_t{0} : 0;
  if (limbs_[1] != fill || limbs_[2] != fill || limbs_[3] != fill) return false;
  const auto low = static_cast<std::int64_t>(limbs_[0]);
  return (low < 0) == is_negative() && (low >> (bits - 1)) == (low < 0 ? -1 : 0);
}

bool WideInteger::fits_unsigned(unsigned bits) const {
  if ((limbs_[1] | limbs_[2] | limbs_[3]) != 0) return false;
  return bits == 64 || limbs_[0] >> bits == 0;
}

}  // namespace sluice::executor::operators
