// SPDX-License-Identifier: Apache-2.0
// The admin tables (admin_tables.h) as an SQL database: SQLite in memory, with a virtual table for
// each, read only. All tables of one statement are as of the same moment.
//
// Bounded: 10 s, 100,000 rows and 64 MB of answer to a statement, 256 MB for SQLite. Thread rule:
// one thread; interrupt() from any.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "frontend/admin/gateway_view.h"
#include "frontend/result_set.h"

namespace sluice::frontend {

struct AdminStatement {
  std::string sql;
  // What its functions tell: USER(), DATABASE(), CONNECTION_ID(), VERSION().
  std::string user;
  std::string database;
  std::string version;
  std::uint32_t connection_id = 0;
};

class AdminDatabase {
 public:
  explicit AdminDatabase(GatewayView gateway);
  ~AdminDatabase();

  // Errors: config_invalid.
  Result<void> open();
  // Errors: admin_sql with SQLite's message, admin_limit.
  Result<ResultSet> run(const AdminStatement& statement);
  // Ends what runs, and all that comes.
  void interrupt();

  struct State;  // of the implementation's functions

 private:
  std::unique_ptr<State> state_;
};

}  // namespace sluice::frontend
