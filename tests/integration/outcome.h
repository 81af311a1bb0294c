// SPDX-License-Identifier: Apache-2.0
// What came of one statement, for comparing the gateway with a server alone.
#pragma once

#include <string>
#include <vector>

#include "tests/support/test_client.h"

namespace sluice::test {

struct Outcome {
  QueryResult result;
  int number = 0;  // of an error
  std::string sqlstate = "00000";
  std::string message;
};

Outcome run(TestClient& client, const std::string& sql, bool prepared = false);

// Name, type, table, collation and nullability of each column, a line each.
std::string describe(const std::vector<ResultColumn>& columns);

}  // namespace sluice::test
