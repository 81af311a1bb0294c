// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/differ.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "tests/integration/outcome.h"

namespace sluice::test {
namespace {

void compare(const CaseStatement& statement, Outcome gateway, Outcome alone) {
  INFO("gateway: " << gateway.message);
  INFO("alone: " << alone.message);
  CHECK(gateway.number == alone.number);
  CHECK(gateway.sqlstate == alone.sqlstate);
  CHECK(statement.has("error") == (alone.number != 0));
  CHECK(gateway.result.affected_rows == alone.result.affected_rows);
  if (!statement.has("rows_only")) {
    CHECK(describe(gateway.result.columns) == describe(alone.result.columns));
  }
  if (statement.has("unordered")) {
    std::sort(gateway.result.rows.begin(), gateway.result.rows.end());
    std::sort(alone.result.rows.begin(), alone.result.rows.end());
  }
  CHECK(to_text(gateway.result) == to_text(alone.result));
}

bool has_value(const QueryResult& result) {
  return std::any_of(result.rows.begin(), result.rows.end(), [](const Row& row) {
    return std::any_of(row.begin(), row.end(), [](const auto& cell) { return cell.has_value(); });
  });
}

}  // namespace

void Differ::run_file(const std::filesystem::path& file) {
  for (const CaseStatement& statement : read_case_file(file)) {
    INFO(file.filename().string() << ":" << statement.line << "\n" << statement.sql);
    if (statement.has("skip")) continue;
    if (statement.has("alone")) {
      CHECK_NOTHROW(alone_.query(statement.sql));
    } else if (statement.has("gateway")) {
      CHECK_NOTHROW(gateway_.query(statement.sql));
    } else if (statement.refused != 0) {
      refused(statement);
    } else {
      both(statement);
    }
  }
}

void Differ::refused(const CaseStatement& statement) {
  const Outcome outcome = run(gateway_, statement.sql, false);
  CHECK(outcome.number == statement.refused);
  CAPTURE(outcome.message);
  CHECK(outcome.message.find(statement.refused_text) != std::string::npos);
}

void Differ::both(const CaseStatement& statement) {
  Outcome alone = run(alone_, statement.sql, false);
  if (!has_value(alone.result)) ++without_values_;
  compare(statement, run(gateway_, statement.sql, false), std::move(alone));
  const bool reads = statement.sql.rfind("SELECT", 0) == 0 || statement.sql[0] == '(';
  if (!reads || statement.has("text_only")) return;
  INFO("as a prepared statement");
  compare(statement, run(gateway_, statement.sql, true), run(alone_, statement.sql, true));
}

}  // namespace sluice::test
