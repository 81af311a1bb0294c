// SPDX-License-Identifier: Apache-2.0
// One row of a statement, taken by the gateway itself as values of user variables: for
// SELECT .. INTO @a and for SET @a = expression. The statement is planned and run like any other,
// on one shard, merged from several, or federated.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "frontend/statement/run_plan.h"

namespace sluice::frontend {

struct CapturedRow {
  std::size_t columns = 0;
  std::uint64_t rows = 0;           // that the statement has returned
  std::vector<std::string> values;  // of the first one, as executor/user_variable.h writes them
};

// The row of `SELECT <expressions>`, as a client with the session's character_set_client would get
// it.
struct CapturedTexts {
  std::vector<wire::ColumnInfo> columns;
  std::vector<std::optional<std::string>> texts;
};
Task<Result<CapturedTexts>> capture_texts(Session& session, std::string_view expressions);

// Runs a routed plan that returns rows. Leaves diagnostics as a SELECT would.
Task<Result<CapturedRow>> capture_row(Session& session, router::PlanPtr plan, Execution execution);

// SELECT .. INTO @a, @b. Errors: too_many_rows, column_count_differs.
Task<Result<void>> run_select_into(Session& session, router::PlanPtr plan, Execution execution);

// The value of `SET @name = item.value`, for what is no literal. Errors: those of the statement,
// subquery_rows, operand_columns.
Task<Result<std::string>> evaluate_item(Session& session, const router::SetPlanItem& item,
                                        const Execution& execution);

}  // namespace sluice::frontend
