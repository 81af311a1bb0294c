// SPDX-License-Identifier: Apache-2.0
// A query of the gateway's own whose few rows are taken whole, as text. Thread rule: the
// connection's. Errors: those of the connection, and the server's as they came; a row too many or
// not well formed breaks the connection (backend_protocol).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/connection.h"

namespace sluice::backend {

using SmallRow = std::vector<std::optional<std::string>>;  // nothing: NULL

struct SmallResult {
  std::vector<std::string> columns;
  std::vector<SmallRow> rows;  // up to kMaxSmallRows

  // The cell of a row by its column's name; null if there is no such column.
  const std::optional<std::string>* find(const SmallRow& row, std::string_view column) const;
};

inline constexpr std::size_t kMaxSmallRows = 10'000;

Task<Result<SmallResult>> small_query(Connection& connection, std::string_view sql);

}  // namespace sluice::backend
