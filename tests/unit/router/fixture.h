// SPDX-License-Identifier: Apache-2.0
// The shop that the router's tests plan for: config/*.yaml loaded by the real loader and
// schema.yaml in place of servers.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "parser/parse.h"
#include "router/build_metadata.h"
#include "router/planner.h"
#include "router/resolve.h"

namespace sluice::router {

inline constexpr const char* kTestFolder = "tests/unit/router/";

LoadedSchema load_test_schema();
MetadataSnapshot make_test_metadata();
const MetadataSnapshot& test_metadata();  // made once

// One statement on its way: text, marks, plan, units. `sql` is kept.
class TestStatement {
 public:
  explicit TestStatement(std::string sql, std::string database = "shop");

  const parser::Normalized& normalized() const { return normalized_; }
  // Parses and plans.
  Result<PlanPtr> plan(const MetadataSnapshot& metadata = test_metadata());
  StatementValues values(std::span<const ParameterValue> parameters = {}) const;

  std::string sql;
  std::string database;
  parser::LexOptions lex;

 private:
  parser::Normalized normalized_;
};

ParameterValue integer_parameter(std::int64_t value);
ParameterValue text_parameter(std::string_view value);

// Fixed session values, so that texts are the same each time.
SessionValues test_session_values();
inline constexpr std::chrono::system_clock::time_point kTestTime{
    std::chrono::milliseconds(1'700'000'000'000)};

}  // namespace sluice::router
