// SPDX-License-Identifier: Apache-2.0
// One unit's result set, read in batches for merging. Rows are views into the connection's read
// buffer and stay valid until the next batch is asked for.
#pragma once

#include <span>
#include <vector>

#include "backend/connection.h"
#include "common/wire/row.h"

namespace sluice::executor {

class UnitReader {
 public:
  explicit UnitReader(backend::Connection& connection) : connection_(connection) {}

  // Takes the answer's head: column definitions. An ERR is returned as the server sent it.
  Task<Result<void>> read_head();
  // Fills `rows` with what has arrived, at least one row unless the end was reached: then done().
  Task<Result<void>> next_batch(std::vector<Bytes>& rows);
  // Reads on without keeping anything, for at most `limit_bytes`; true if the end was reached.
  Task<Result<bool>> drain(std::uint64_t limit_bytes);

  bool done() const { return done_; }
  const std::vector<wire::ColumnInfo>& columns() const { return columns_; }
  // Payloads of the column definitions; released by take_definitions().
  std::vector<Buffer> take_definitions() { return std::move(definitions_); }
  std::uint16_t warnings() const { return warnings_; }
  wire::StatusFlags status() const { return status_; }
  backend::Connection& connection() const { return connection_; }

 private:
  Error malformed(const char* what);
  Error ended_by_error(Bytes payload);
  Result<void> on_end(Bytes payload);

  backend::Connection& connection_;
  std::vector<wire::ColumnInfo> columns_;
  std::vector<Buffer> definitions_;
  bool done_ = false;
  std::uint16_t warnings_ = 0;
  wire::StatusFlags status_ = 0;
};

}  // namespace sluice::executor
