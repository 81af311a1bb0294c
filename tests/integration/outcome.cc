// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/outcome.h"

namespace sluice::test {

Outcome run(TestClient& client, const std::string& sql, bool prepared) {
  Outcome outcome;
  try {
    outcome.result = prepared ? client.execute(sql, {}) : client.query(sql);
  } catch (const QueryError& error) {
    outcome.number = error.number;
    outcome.sqlstate = error.sqlstate;
    outcome.message = error.what();
  }
  return outcome;
}

std::string describe(const std::vector<ResultColumn>& columns) {
  std::string text;
  for (const ResultColumn& column : columns) {
    text += column.name + " " + column.type + "(" + std::to_string(column.precision) + "," +
            std::to_string(column.scale) + ") of '" + column.table + "' " + column.collation +
            (column.nullable ? " NULL\n" : " NOT NULL\n");
  }
  return text;
}

}  // namespace sluice::test
