// SPDX-License-Identifier: Apache-2.0
// The streaming merge of several shards' rows into one answer: merge sort or concatenation, then
// aggregation, DISTINCT, HAVING, final sort and LIMIT, as a MergePlan says.
//
// Sans-io. The shell reads rows, this class decides:
//
//   pipeline.push(input, rows)      one batch of a shard; the rows' bytes stay put until this input
//   is
//                                   asked for again (no row is copied while it waits); `rows`
//                                   itself is copied
//   pipeline.finish(input)          that shard has sent its last row
//   pipeline.run(out)               works until it needs an input, out is full, or all is done
//
// Memory: rows are views into the shells' read buffers; what must be kept (hash groups, a final
// sort, buffered inputs) is charged to the budget and fails with memory_budget beyond it. Thread
// rule: one thread. Errors: memory_budget, merge_type, numeric_overflow, rows_out_of_order,
// shards_disagree, malformed_packet; run() repeats an error once it has given one.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "common/base/result.h"
#include "common/wire/row.h"
#include "router/plan.h"

namespace sluice::executor {

// Takes finished rows. `payload` is the row as a shard sent it when it can be forwarded as it is,
// else empty, and then the first `visible` cells are the row.
class RowOutput {
 public:
  virtual ~RowOutput() = default;
  virtual void row(Bytes payload, std::span<const wire::Cell> cells) = 0;
  // True when the shell should send what has been collected before more is produced.
  virtual bool full() const = 0;
};

struct MergeSetup {
  const router::MergePlan* plan = nullptr;
  const router::Metadata* metadata = nullptr;  // collations, div_precision_increment
  std::vector<wire::ColumnInfo> columns;       // of the shards' results, hidden ones included
  wire::RowFormat format = wire::RowFormat::text;
  std::size_t inputs = 0;
  std::uint64_t limit_offset = 0;
  std::uint64_t limit_count = UINT64_MAX;
  // HAVING operands in the order of the plan's Condition tree, as text numbers; NULL is nullopt. A
  // double has an exponent ("5e0"), because it compares otherwise than an exact number does.
  std::vector<std::optional<std::string>> having_operands;
  // How many of them each Operand of kind `list` stands for, in the same order.
  std::vector<std::uint32_t> having_list_sizes;
  std::uint64_t memory_bytes = 64u << 20;
};

struct MergeProgress {
  enum class Kind : std::uint8_t { need_input, output_full, done };
  Kind kind;
  std::size_t input = 0;  // need_input
};

class MergePipeline {
 public:
  virtual ~MergePipeline() = default;

  virtual void push(std::size_t input, std::span<const Bytes> rows) = 0;
  virtual void finish(std::size_t input) = 0;
  virtual Result<MergeProgress> run(RowOutput& out) = 0;

  // Columns that the client sees, counted from the front.
  virtual std::size_t visible_columns() const = 0;
  // Rows found before LIMIT was applied, where that is known.
  virtual std::uint64_t rows_produced() const = 0;
};

Result<std::unique_ptr<MergePipeline>> make_merge_pipeline(MergeSetup setup);

}  // namespace sluice::executor
