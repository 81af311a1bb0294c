// SPDX-License-Identifier: Apache-2.0
#include "tests/component/schema_answers.h"

#include "tests/support/scripted_steps.h"

namespace sluice::test {
namespace {

Cells column_row(const std::string& table, const std::string& name, const std::string& type,
                 std::optional<std::string> collation, std::optional<std::string> length) {
  return {table,
          name,
          type.substr(0, type.find('(')),
          type,
          std::move(collation),
          length,
          "YES",
          "",
          std::nullopt,
          name == "user_id" ? "PRI" : ""};
}

std::vector<Cells> column_rows(bool with_setting) {
  std::vector<Cells> rows;
  if (with_setting) {
    rows.push_back(column_row("t_setting", "id", "bigint", std::nullopt, std::nullopt));
  }
  rows.push_back(column_row("t_user", "user_id", "bigint", std::nullopt, std::nullopt));
  rows.push_back(column_row("t_user", "name", "varchar(20)", "utf8mb4_general_ci", "20"));
  rows.push_back(column_row("t_user", "payload", "longblob", std::nullopt, "4294967295"));
  return rows;
}

}  // namespace

void answer_schema_queries(ScriptedServer& server, bool with_setting) {
  server.on("select version\\(\\), .*",
            result({"v", "c", "d", "m"}, {{"10.11.0-MariaDB", "utf8mb4", "4", "67108864"}}));
  server.on("show session variables like .*", result({"Variable_name", "Value"}, {}));
  server.on("select table_name from information_schema.tables.*", result({"TABLE_NAME"}, {}));
  const std::vector<std::string> columns{"TABLE_NAME",         "COLUMN_NAME",
                                         "DATA_TYPE",          "COLUMN_TYPE",
                                         "COLLATION_NAME",     "CHARACTER_MAXIMUM_LENGTH",
                                         "IS_NULLABLE",        "EXTRA",
                                         "DATETIME_PRECISION", "COLUMN_KEY"};
  server.on("select table_name, column_name.*table_schema = 'information_schema'.*",
            result(columns, {}));
  server.on("select table_name, column_name.*", result(columns, column_rows(with_setting)));
  server.on(
      "select id, full_collation_name.*",
      result({"ID", "FULL_COLLATION_NAME", "CHARACTER_SET_NAME", "IS_DEFAULT"},
             {{"45", "utf8mb4_general_ci", "utf8mb4", "Yes"}, {"63", "binary", "binary", "Yes"}}));
  server.on("select hex\\(weight_string.*", result({"w"}, {{"0020"}}));
}

}  // namespace sluice::test
