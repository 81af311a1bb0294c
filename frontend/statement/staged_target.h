// SPDX-License-Identifier: Apache-2.0
// One table of an UPDATE or DELETE by key: takes the read's rows, then writes.
#pragma once

#include <memory>

#include "frontend/statement/staged_parts.h"

namespace sluice::frontend {

// One row of the read.
struct ReadRow {
  std::span<const wire::ColumnInfo> columns;
  wire::RowFormat format;
  std::span<const wire::Cell> cells;
};

class TargetWriter {
 public:
  virtual ~TargetWriter() = default;
  virtual Result<void> add(const ReadRow& row) = 0;
  virtual Task<Result<void>> write() = 0;
};

// Both refer to their arguments.
std::unique_ptr<TargetWriter> make_key_writer(StagedParts& parts,
                                              const router::StagedTarget& target);
std::unique_ptr<TargetWriter> make_move_writer(StagedParts& parts,
                                               const router::StagedTarget& target);

// ------------------------------------------------------------------------------------------- keys

// What a key costs beside its text.
inline constexpr std::size_t kKeyOverhead = 96;

// The row's key as SQL. False: the row of an outer join that found no match.
Result<bool> append_row_key(const StagedParts& parts, const router::StagedTarget& target,
                            const ReadRow& row, std::string& key);
// A key that no row has.
std::string key_of_nothing(const router::StagedTarget& target);
// " WHERE (a, b) IN ("
std::string where_key_in(const router::StagedTarget& target);
// Puts keys from `at` on behind `sql`, as many as one statement carries, and closes the list.
void append_keys(const std::vector<std::string>& keys, std::size_t& at, InnerSql& sql);

}  // namespace sluice::frontend
