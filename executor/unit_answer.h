// SPDX-License-Identifier: Apache-2.0
// What one server says to a write, and what all of them together say to the client.
#pragma once

#include <string>

#include "executor/info_text.h"
#include "executor/request.h"

namespace sluice::executor {

// One server's OK, and its text.
struct UnitAnswer {
  std::uint64_t affected_rows = 0;
  std::uint64_t insert_id = 0;
  std::uint16_t warnings = 0;
  wire::StatusFlags status = 0;
  std::string info;
};

// Takes the answer to the statement that was sent last. An ERR is returned as it came; anything but
// OK and ERR breaks the connection. The caller says when the connection's answers are at their end.
Task<Result<UnitAnswer>> take_answer(backend::Connection& connection);

// The error with the unit's logical names in it.
Error named_error(Request& request, std::size_t unit, const Error& error);

class WriteTotals {
 public:
  // Without `sum_affected` every unit says the same, and the first one speaks for all.
  void add(const UnitAnswer& answer, bool sum_affected);
  // Sends the OK and notes its numbers in the session.
  void answer(Request& request) const;

 private:
  std::uint64_t affected_rows_ = 0;
  std::uint64_t insert_id_ = 0;
  std::uint32_t warnings_ = 0;
  InfoText info_;
  bool any_ = false;
};

}  // namespace sluice::executor
