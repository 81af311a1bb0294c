// SPDX-License-Identifier: Apache-2.0
// Rows of the binary protocol as text rows for the client: EXECUTE in SQL runs a prepared statement
// on the servers, but answers like any query.
#pragma once

#include "executor/answer_reader.h"
#include "executor/client_writer.h"

namespace sluice::frontend {

class TextRows final : public executor::AnswerReader {
 public:
  explicit TextRows(executor::ClientWriter& client);

 private:
  Result<void> on_columns(const std::vector<Buffer>& definitions) override;
  Result<void> on_row(std::span<const wire::Cell> cells) override;
  Result<void> on_end(const wire::OkPacket& ok, bool behind_rows) override;
  Task<Result<void>> on_batch() override;

  executor::ClientWriter& client_;
  Buffer row_;
  std::string text_;
};

}  // namespace sluice::frontend
