// SPDX-License-Identifier: Apache-2.0
// Strings in the order of their collation, by the bytes of WEIGHT_STRING. With PAD SPACE the
// shorter one goes on with the weight of a space. Checked against MariaDB 10.11 for all of its
// collations; those that this does not reproduce are refused (see weights_are_exact).
#pragma once

#include <cstdint>
#include <string_view>

#include "common/base/bytes.h"
#include "common/base/result.h"
#include "router/metadata.h"

namespace sluice::executor::operators {

// What the shorter of two weight strings is extended with; empty for NO PAD, where it is the
// smaller.
struct Padding {
  Bytes space;
};

// The collation of strings that compare as their bytes; needs no metadata.
inline constexpr std::string_view kBinaryCollation = "binary";

// False for a collation whose weight strings do not compare as the server compares.
bool weights_are_exact(std::string_view collation);

// The padding of a collation. Errors: merge_type, for a collation that is not known or not exact.
// The result points into the metadata.
Result<Padding> padding_of(const router::Metadata& metadata, std::string_view collation);

int compare_weights(Bytes a, Bytes b, Padding padding);

// The first eight bytes, padded, as a number: a < b implies weight_word(a) <= weight_word(b).
std::uint64_t weight_word(Bytes weights, Padding padding);

// The weights without the spaces at their end: equal strings, and only they, have equal bytes here.
Bytes without_padding(Bytes weights, Padding padding);

}  // namespace sluice::executor::operators
