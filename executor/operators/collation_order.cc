// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/collation_order.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace sluice::executor::operators {
namespace {

// Collations of MariaDB 10.11 for which weight strings, even with padding, are not the server's
// order:
//  - big5_chinese_ci gives many characters one weight string that it tells apart when comparing;
//  - cp1250_czech_cs puts several levels behind one another, and pads each;
//  - latin7_* sorts with 0x20 as padding, but compares with the weight of a space, which is
//  another;
//  - tis620_thai_nopad_ci ignores what follows a NUL.
constexpr std::array<std::string_view, 7> kInexact = {
    "big5_chinese_ci",   "big5_chinese_nopad_ci", "cp1250_czech_cs",      "latin7_estonian_cs",
    "latin7_general_ci", "latin7_general_cs",     "tis620_thai_nopad_ci",
};

// UCA collations of several levels put the levels behind one another and pad each. Without padding
// that is exact, except for _ai_cs: accents have third-level weights that comparing ignores.
bool is_inexact_uca(std::string_view name) {
  if (name.ends_with("_thai_520_w2")) return true;
  if (name.find("_uca1400_") == std::string_view::npos) return false;
  if (name.ends_with("_ai_cs")) return true;
  const bool pads = name.find("_nopad_") == std::string_view::npos;
  return pads && (name.ends_with("_as_ci") || name.ends_with("_as_cs"));
}

// Compares what is left of the longer string with spaces, without end.
int compare_to_spaces(Bytes rest, Bytes space) {
  while (!rest.empty()) {
    const std::size_t count = std::min(rest.size(), space.size());
    if (const int difference = std::memcmp(rest.data(), space.data(), count)) {
      return difference < 0 ? -1 : 1;
    }
    rest = rest.subspan(count);
  }
  return 0;
}

}  // namespace

bool weights_are_exact(std::string_view collation) {
  return std::find(kInexact.begin(), kInexact.end(), collation) == kInexact.end() &&
         !is_inexact_uca(collation);
}

Result<Padding> padding_of(const router::Metadata& metadata, std::string_view name) {
  if (name == kBinaryCollation) return Padding{};
  const router::Collation* const collation = metadata.collation(name);
  if (collation == nullptr) {
    return make_error(ErrorId::merge_type, {name, "a collation that the servers did not list"});
  }
  if (!weights_are_exact(name)) {
    return make_error(ErrorId::merge_type, {name, "its weight strings do not give its order"});
  }
  if (!collation->pad_space) return Padding{};
  if (collation->space_weight.empty()) {
    return make_error(ErrorId::merge_type, {name, "the weight of a space is not known"});
  }
  return Padding{as_bytes(collation->space_weight)};
}

int compare_weights(Bytes a, Bytes b, Padding padding) {
  const std::size_t common = std::min(a.size(), b.size());
  if (common != 0) {
    if (const int difference = std::memcmp(a.data(), b.data(), common)) {
      return difference < 0 ? -1 : 1;
    }
  }
  if (a.size() == b.size()) return 0;
  if (padding.space.empty()) return a.size() < b.size() ? -1 : 1;
  return a.size() > b.size() ? compare_to_spaces(a.subspan(common), padding.space)
                             : -compare_to_spaces(b.subspan(common), padding.space);
}

std::uint64_t weight_word(Bytes weights, Padding padding) {
  std::uint64_t word = 0;
  if (weights.size() >= sizeof word) {
    std::memcpy(&word, weights.data(), sizeof word);
    return __builtin_bswap64(word);
  }
  for (std::size_t i = 0; i < sizeof word; ++i) {
    std::byte next{0};
    if (i < weights.size()) {
      next = weights[i];
    } else if (!padding.space.empty()) {
      next = padding.space[(i - weights.size()) % padding.space.size()];
    }
    word = word << 8 | std::to_integer<std::uint64_t>(next);
  }
  return word;
}

Bytes without_padding(Bytes weights, Padding padding) {
  const std::size_t unit = padding.space.size();
  while (unit != 0 && weights.size() >= unit &&
         std::memcmp(weights.data() + weights.size() - unit, padding.space.data(), unit) == 0) {
    weights = weights.first(weights.size() - unit);
  }
  return weights;
}

}  // namespace sluice::executor::operators
