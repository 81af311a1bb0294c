// SPDX-License-Identifier: Apache-2.0
// The promise, tested: each statement of tests/integration/cases runs on the gateway and on one
// server alone, and both must say the same: rows, their order, column names and types, affected
// rows, errors. What the gateway refuses is listed in the cases with its error, so that nothing is
// refused unnoticed.
#include <algorithm>

#include <doctest/doctest.h>

#include "tests/integration/case_file.h"
#include "tests/integration/outcome.h"
#include "tests/integration/shard_cluster.h"

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

class Differ {
 public:
  explicit Differ(ShardCluster& cluster)
      : gateway_(cluster.connect()), alone_(cluster.connect_alone()) {}

  void run_file(const std::filesystem::path& file) {
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

 private:
  void refused(const CaseStatement& statement) {
    const Outcome outcome = run(gateway_, statement.sql, false);
    CHECK(outcome.number == statement.refused);
    CAPTURE(outcome.message);
    CHECK(outcome.message.find(statement.refused_text) != std::string::npos);
  }

  void both(const CaseStatement& statement) {
    compare(statement, run(gateway_, statement.sql, false), run(alone_, statement.sql, false));
    const bool reads = statement.sql.rfind("SELECT", 0) == 0 || statement.sql[0] == '(';
    if (!reads || statement.has("text_only")) return;
    INFO("as a prepared statement");
    compare(statement, run(gateway_, statement.sql, true), run(alone_, statement.sql, true));
  }

  TestClient gateway_;
  TestClient alone_;
};

}  // namespace

TEST_CASE("the gateway answers as one server does") {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator("tests/integration/cases")) {
    if (entry.path().extension() == ".test") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  REQUIRE_FALSE(files.empty());
  for (const std::filesystem::path& file : files) {
    Differ differ(shared_cluster());
    differ.run_file(file);
  }
}

}  // namespace sluice::test
