// SPDX-License-Identifier: Apache-2.0
// A read-only cursor on one server: one unit of a client's cursor. The server keeps the rows; they
// are fetched in batches and copied here, so that the connection is free for other statements
// between fetches and several cursors may share it. A batch grows and shrinks with the width of its
// rows and stays near kBatchBytes.
//
// Ownership: refers to the connection, which must stay on lease (Connection::cursors() says so).
// Thread rule: its worker's thread. Source: MySQL source documentation, "COM_STMT_FETCH".
#pragma once

#include <span>
#include <vector>

#include "backend/connection.h"
#include "common/wire/row.h"

namespace sluice::executor {

class CursorUnit {
 public:
  static constexpr std::size_t kBatchBytes = 256 * 1024;

  // `statement_id`: a statement of its own, whose COM_STMT_EXECUTE with a cursor has been queued.
  CursorUnit(backend::Connection& connection, std::uint32_t statement_id);
  // Closes the statement with the connection's next use.
  ~CursorUnit();
  CursorUnit(const CursorUnit&) = delete;
  CursorUnit& operator=(const CursorUnit&) = delete;

  // Takes the answer of COM_STMT_EXECUTE. An ERR is returned as the server sent it.
  Task<Result<void>> read_head();
  // Gets up to `most` further rows, at least one unless done(). They replace those before.
  Task<Result<void>> fetch(std::uint32_t most);

  std::span<const Bytes> rows() const { return rows_; }
  bool done() const { return done_; }
  const std::vector<wire::ColumnInfo>& columns() const { return columns_; }
  std::vector<Buffer> take_definitions() { return std::move(definitions_); }
  std::uint16_t warnings() const { return warnings_; }
  wire::StatusFlags status() const { return status_; }
  backend::Connection& connection() const { return connection_; }

 private:
  Error malformed(const char* what);
  Error ended_by_error(Bytes payload);
  Task<Result<void>> read_columns(std::uint64_t count);
  Result<void> read_end(Bytes payload);
  void adapt_batch();

  backend::Connection& connection_;
  std::uint32_t statement_id_;
  std::vector<wire::ColumnInfo> columns_;
  std::vector<Buffer> definitions_;
  Buffer bytes_;  // of the batch
  std::vector<Bytes> rows_;
  std::uint32_t batch_ = 8;
  std::uint16_t warnings_ = 0;
  wire::StatusFlags status_ = 0;
  bool done_ = false;
};

}  // namespace sluice::executor
