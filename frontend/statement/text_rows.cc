// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/text_rows.h"

#include "executor/cell_text.h"

namespace sluice::frontend {
namespace {

constexpr std::uint8_t kNull = 0xfb;

}  // namespace

TextRows::TextRows(executor::ClientWriter& client)
    : AnswerReader(wire::RowFormat::binary), client_(client) {}

Result<void> TextRows::on_columns(const std::vector<Buffer>& definitions) {
  client_.column_count(definitions.size());
  for (const Buffer& definition : definitions) client_.column(definition);
  client_.end_of_columns(0);
  return {};
}

Result<void> TextRows::on_row(std::span<const wire::Cell> cells) {
  row_.clear();
  wire::Writer row(row_);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].is_null) {
      row.u8(kNull);
      continue;
    }
    text_.clear();
    Result<void> converted = executor::append_cell_text(columns()[i], cells[i].bytes(), text_);
    if (!converted) return converted;
    row.lenenc_text(text_);
  }
  client_.message(row_);
  return {};
}

Result<void> TextRows::on_end(const wire::OkPacket& ok, bool behind_rows) {
  if (behind_rows) {
    client_.end_of_rows(ok.status, ok.warnings);
  } else {
    client_.ok(ok);
  }
  return {};
}

Task<Result<void>> TextRows::on_batch() {
  if (!client_.full()) co_return Result<void>();
  Result<void> sent = co_await client_.flush();
  co_return sent;
}

}  // namespace sluice::frontend
