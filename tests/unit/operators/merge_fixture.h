// SPDX-License-Identifier: Apache-2.0
// Runs a merge the way a shell does and collects its answer as text. Rows are written as text, in
// both formats: a binary row is encoded from it. The bytes of a batch are freed as soon as their
// input is asked for again, so that a sanitizer sees who looked at them too late.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "executor/operators/merge_pipeline.h"

namespace sluice::executor::test {

using TestCell = std::optional<std::string>;  // nullopt: NULL
using TestRow = std::vector<TestCell>;
using TestRows = std::vector<TestRow>;

// Columns as a server defines them.
wire::ColumnInfo int_column();
wire::ColumnInfo bigint_column(bool is_unsigned = false);
wire::ColumnInfo decimal_column(unsigned scale);
wire::ColumnInfo double_column();
wire::ColumnInfo float_column();
wire::ColumnInfo text_column();
wire::ColumnInfo binary_column();  // also for weights
wire::ColumnInfo typed_column(wire::ColumnType type);

router::ColumnAt visible(unsigned index);
router::ColumnAt hidden(unsigned index);
router::SortKey key_of(router::ColumnAt value, bool descending = false);
router::SortKey text_key(router::ColumnAt value, router::ColumnAt weight, std::string collation,
                         bool descending = false);
router::AggregateColumn aggregate(router::AggregateKind kind, router::ColumnAt column);

// The collations of MariaDB 10.11 that tests use, and div_precision_increment 4.
const router::Metadata& test_metadata();

struct MergeCase {
  router::MergePlan plan;
  std::vector<wire::ColumnInfo> columns;
  std::vector<TestRows> inputs;
  wire::RowFormat format = wire::RowFormat::text;
  std::uint64_t offset = 0;
  std::uint64_t count = UINT64_MAX;
  std::uint64_t memory_bytes = 64u << 20;
  std::vector<TestCell> having_operands;
  std::vector<std::uint32_t> having_list_sizes;
  std::size_t batch_rows = 3;
  std::size_t output_rows = 2;  // after so many the output says it is full
  const router::Metadata* metadata = &test_metadata();
};

struct MergeOutcome {
  TestRows rows;
  std::optional<Error> error;
  std::size_t forwarded = 0;   // rows passed on as the shard sent them
  std::size_t rows_taken = 0;  // handed to the pipeline
  std::uint64_t rows_produced = 0;
  std::size_t visible_columns = 0;

  // "a,b;c,NULL" for two rows of two cells; the error's name if there is one.
  std::string text() const;
};

MergeOutcome run_merge(const MergeCase& merge);
// Runs text and binary, checks that both answer the same, and returns text().
std::string merged_in_both_formats(MergeCase merge);

Buffer encode_row(const TestRow& row, const std::vector<wire::ColumnInfo>& columns,
                  wire::RowFormat format);
// A value's binary encoding.
std::string binary_value(const std::string& text, const wire::ColumnInfo& column);
std::string from_hex(std::string_view hex);

}  // namespace sluice::executor::test
