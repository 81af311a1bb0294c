// SPDX-License-Identifier: Apache-2.0
// Merged rows into the client's buffer, and the head of a merged result set.
#pragma once

#include <span>
#include <vector>

#include "executor/operators/merge_pipeline.h"
#include "executor/request.h"

namespace sluice::executor {

class RowWriter final : public RowOutput {
 public:
  RowWriter(ClientWriter& client, std::span<const wire::ColumnInfo> columns, std::size_t visible,
            wire::RowFormat format)
      : client_(client), columns_(columns), visible_(visible), format_(format) {}

  void row(Bytes payload, std::span<const wire::Cell> cells) override;
  bool full() const override { return client_.full(); }
  std::uint64_t rows() const { return rows_; }

 private:
  ClientWriter& client_;
  std::span<const wire::ColumnInfo> columns_;
  std::size_t visible_;
  wire::RowFormat format_;
  std::uint64_t rows_ = 0;
};

// Column count and the first `visible` definitions with logical names.
void write_definitions(ClientWriter& client, const std::vector<Buffer>& definitions,
                       std::size_t visible, const NameMap& names);

// Whether two shards' results can be merged. Errors: shards_disagree.
Result<void> check_columns_alike(const std::vector<wire::ColumnInfo>& a,
                                 const std::vector<wire::ColumnInfo>& b);

// Column count, the first `visible` definitions with logical names, and the EOF where one belongs.
void write_columns(Request& request, const std::vector<Buffer>& definitions, std::size_t visible,
                   const NameMap& names);

}  // namespace sluice::executor
