// SPDX-License-Identifier: Apache-2.0
// INSERT of rows that the gateway has read itself, and INSERT whose values it has had computed.
#include "executor/write_literal.h"
#include "frontend/statement/staged_parts.h"

namespace sluice::frontend {
namespace {

using Cells = std::span<const wire::Cell>;
using Columns = std::span<const wire::ColumnInfo>;

// Rows as text, cut into what one INSERT carries.
class Rows {
 public:
  explicit Rows(StagedParts& parts) : parts_(parts) {}

  Result<void> add(Columns columns, wire::RowFormat format, Cells cells) {
    const auto& targets = parts_.write().columns;
    if (cells.size() != targets.size()) return make_error(ErrorId::column_count, {"1"});
    if (batches_.empty() || batches_.back().text.size() >= kPartBytes) batches_.emplace_back();
    Batch& batch = batches_.back();
    const std::size_t before = batch.text.size();
    for (std::size_t i = 0; i < cells.size(); ++i) {
      batch.text += i > 0 ? "," : batch.rows > 0 ? ",(" : "(";
      Result<void> written = executor::append_stored({columns[i], format, cells[i]}, targets[i],
                                                     parts_.metadata(), batch.text);
      if (!written) return written;
    }
    batch.text += ')';
    ++batch.rows;
    return parts_.take_room(batch.text.size() - before);
  }

  Task<Result<void>> write() {
    const router::StagedWrite& write = parts_.write();
    const InnerSql head = parts_.render(write.head);
    const InnerSql tail = parts_.render(write.tail);
    if (batches_.empty()) parts_.add(0, "Records: 0  Duplicates: 0  Warnings: 0");
    for (Batch& batch : batches_) {
      InnerSql sql = head;
      sql.text += batch.text;
      sql.add(tail);
      std::string().swap(batch.text);
      Result<WriteAnswer> answer = co_await parts_.change(sql);
      if (!answer) co_return answer.error();
      std::string info = answer->info;
      if (info.empty() && batch.rows == 1) {
        info = executor::info_of_row(write.on_duplicate, answer->affected_rows, answer->warnings);
      }
      parts_.add(answer->affected_rows, info);
    }
    co_return Result<void>();
  }

 private:
  struct Batch {
    std::string text;
    std::size_t rows = 0;
  };

  StagedParts& parts_;
  std::vector<Batch> batches_;
};

}  // namespace

Task<Result<void>> run_staged_rows(StagedParts& parts) {
  Rows rows(parts);
  const router::StagedPart reading;
  const InnerSql sql = parts.render(parts.write().read);
  const InnerStatements::OnRow on_row = [&rows](Columns columns, wire::RowFormat format,
                                                Cells cells) {
    return rows.add(columns, format, cells);
  };
  Result<void> read = co_await parts.read(sql, reading, on_row);
  if (read) read = co_await parts.check_strictly();
  if (!read) co_return read;
  Result<void> written = co_await rows.write();
  co_return written;
}

Task<Result<void>> run_staged_values(StagedParts& parts) {
  const router::StagedWrite& write = parts.write();
  std::vector<std::string> values(write.columns.size());
  const router::StagedPart reading;
  const InnerSql query = parts.render(write.read);
  const InnerStatements::OnRow on_row = [&](Columns columns, wire::RowFormat format,
                                            Cells cells) -> Result<void> {
    if (cells.size() != values.size()) return make_error(ErrorId::operand_columns, {"1"});
    for (std::size_t i = 0; i < cells.size(); ++i) {
      Result<void> written = executor::append_stored({columns[i], format, cells[i]},
                                                     write.columns[i], parts.metadata(), values[i]);
      if (!written) return written;
    }
    return {};
  };
  Result<void> read = co_await parts.read(query, reading, on_row);
  if (read) read = co_await parts.check_strictly();
  if (!read) co_return read;
  InnerSql sql = parts.render(write.pieces.front());
  for (std::size_t i = 0; i < values.size(); ++i) {
    sql.text += " " + values[i] + " ";
    sql.add(parts.render(write.pieces[i + 1]));
  }
  Result<WriteAnswer> answer = co_await parts.change(sql);
  if (!answer) co_return answer.error();
  parts.add(answer->affected_rows, answer->info);
  co_return Result<void>();
}

}  // namespace sluice::frontend
