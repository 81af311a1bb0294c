// SPDX-License-Identifier: Apache-2.0
// Pieces of SQL literals that mean the same under every character set and sql_mode. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "common/base/bytes.h"

namespace sluice::executor {

// What a server says of a double whose text has all the digits it needs.
inline constexpr std::uint8_t kNotFixedDecimals = 31;

// x'..'
void append_hex_literal(std::string_view bytes, std::string& sql);

// Letters, digits and a little more: the same in every character set that clients may use, never
// part of an escape, and no part of a wider character in UTF-16 or UTF-32, which would have zero
// bytes beside them.
bool is_plain_text(std::string_view text);
// Between quotes as it is. Precondition: plain text, or a number, date or time that a server wrote.
void append_quoted(std::string_view text, std::string& sql);

// What may be copied into SQL as a number: digits, a sign, a point.
bool is_plain_number(std::string_view text);

// A double from a text row; nothing: it is none.
std::optional<double> real_of_text(std::string_view text);
// With an exponent and all the digits it needs: no server takes it for a decimal.
void append_real_literal(double value, std::string& sql);

// A BIT's bytes as the number that they are; nothing: too many.
std::optional<std::uint64_t> number_of_bits(Bytes bytes);

}  // namespace sluice::executor
