// SPDX-License-Identifier: Apache-2.0
// Rows on their way into temporary tables of the scratch server (executor/federation.h): counted
// against the statement's limits, and sent as INSERTs of many rows.
// Ownership: refers to the connection. Thread rule: its worker's thread.
#pragma once

#include <span>
#include <string>

#include "backend/connection.h"
#include "executor/request.h"

namespace sluice::executor {

class GatherWriter {
 public:
  GatherWriter(backend::Connection& scratch, const Limits& limits)
      : scratch_(scratch), limits_(limits) {}

  // The table that the next rows are for, as SQL. Precondition: what was added is stored.
  void set_table(std::string table) { table_ = std::move(table); }
  // A row of `bytes` on the wire. Errors: federation_limit.
  Result<void> add(const router::Gather& gather, std::span<const wire::Cell> cells,
                   std::size_t bytes);
  // Time to store().
  bool is_full() const;
  // Sends what has been added. Errors: the server's.
  Task<Result<void>> store();

 private:
  Result<void> count(std::size_t bytes);

  backend::Connection& scratch_;
  const Limits limits_;
  std::string table_;
  std::string insert_;
  std::uint64_t rows_ = 0;  // of all tables
  std::uint64_t bytes_ = 0;
};

}  // namespace sluice::executor
