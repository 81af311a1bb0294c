// SPDX-License-Identifier: Apache-2.0
#include "backend/control/create_table.h"

#include <memory>
#include <string>

#include <cppconn/statement.h>

#include "backend/control/control_connection.h"
#include "common/base/back_quoted.h"

namespace sluice::backend {
Result<void> create_table_like(const config::DataSource& source, std::string_view table,
                               std::string_view model) {
  try {
    const std::unique_ptr<sql::Connection> connection = connect(source);
    const std::unique_ptr<sql::Statement> statement(connection->createStatement());
    statement->execute("CREATE TABLE IF NOT EXISTS " + back_quoted(table) + " LIKE " +
                       back_quoted(model));
    return {};
  } catch (const std::exception& failed) {
    return control_error(source, failed);
  }
}

}  // namespace sluice::backend
