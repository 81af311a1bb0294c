// SPDX-License-Identifier: Apache-2.0
#include "executor/gather_writer.h"

#include "executor/row_literals.h"
#include "executor/simple_command.h"

namespace sluice::executor {
namespace {

// An INSERT is sent when its text has grown to this.
constexpr std::size_t kInsertBytes = 256 * 1024;

}  // namespace

bool GatherWriter::is_full() const {
  return insert_.size() >= kInsertBytes;
}

Result<void> GatherWriter::add(const router::Gather& gather, std::span<const wire::Cell> cells,
                               std::size_t bytes) {
  Result<void> counted = count(bytes);
  if (!counted) return counted;
  insert_ += insert_.empty() ? "INSERT INTO " + table_ + " VALUES " : ",";
  append_row_literal(cells, gather.columns, insert_);
  return {};
}

Result<void> GatherWriter::count(std::size_t bytes) {
  bytes_ += bytes;
  if (++rows_ > limits_.federation_rows || bytes_ > limits_.federation_bytes) {
    return make_error(ErrorId::federation_limit, {std::to_string(limits_.federation_rows),
                                                  std::to_string(limits_.federation_bytes)});
  }
  return {};
}

Task<Result<void>> GatherWriter::store() {
  if (insert_.empty()) co_return Result<void>();
  Result<OkAnswer> stored = co_await run_simple(scratch_, insert_);
  insert_.clear();
  if (!stored) co_return stored.error();
  co_return Result<void>();
}

}  // namespace sluice::executor
