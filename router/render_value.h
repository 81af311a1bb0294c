// SPDX-License-Identifier: Apache-2.0
// Writing a unit's SQL: text, numbers as digits or as parameters, and the values that the gateway
// owns as expressions of the type that the server's own function has. Private to the router.
#pragma once

#include <string_view>
#include <vector>

#include "common/base/bytes.h"
#include "router/resolve.h"

namespace sluice::router {

class SqlWriter {
 public:
  SqlWriter(Buffer& sql, std::vector<UnitParameter>& parameters, bool prepared)
      : sql_(sql), parameters_(parameters), prepared_(prepared) {}

  void text(std::string_view text) { append(sql_, text); }
  // The `?` itself is part of copied text.
  void client_parameter(std::uint32_t ordinal) { parameters_.push_back({false, ordinal, 0}); }
  // `variable`: it changes from one execution of a prepared statement to the next.
  bool prepared() const { return prepared_; }
  void number(std::uint64_t number, bool variable);
  // A string literal that means the same under every sql_mode.
  void string(std::string_view text, bool no_backslash_escapes);

 private:
  Buffer& sql_;
  std::vector<UnitParameter>& parameters_;
  bool prepared_;
};

void write_session_value(SessionValue value, const SessionValues& session,
                         const parser::LexOptions& lex, SqlWriter& out);

}  // namespace sluice::router
