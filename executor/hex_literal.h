// SPDX-License-Identifier: Apache-2.0
// x'..': bytes as SQL that means the same under every character set and sql_mode. Pure.
#pragma once

#include <string>
#include <string_view>

namespace sluice::executor {

inline void append_hex_literal(std::string_view bytes, std::string& sql) {
  constexpr char kDigits[] = "0123456789abcdef";
  sql.reserve(sql.size() + 2 * bytes.size() + 3);
  sql += "x'";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    sql += kDigits[byte >> 4];
    sql += kDigits[byte & 15];
  }
  sql += '\'';
}

}  // namespace sluice::executor
