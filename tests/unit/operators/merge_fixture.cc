// SPDX-License-Identifier: Apache-2.0
#include "merge_fixture.h"

#include <bit>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include <doctest/doctest.h>

#include "common/wire/binary_value.h"
#include "executor/operators/format_double.h"

namespace sluice::executor::test {
namespace {

using wire::ColumnInfo;
using wire::ColumnType;
using wire::RowFormat;

constexpr std::uint16_t kUtf8mb4 = 45;

router::Collation collation(std::string name, std::string_view space) {
  router::Collation made;
  made.pad_space = name.find("nopad") == std::string::npos && name != "binary";
  made.charset = name.substr(0, name.find('_'));
  made.space_weight = from_hex(space);
  made.name = std::move(name);
  return made;
}

std::string little_endian(std::uint64_t bits, std::size_t bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(bits >> (8 * i));
  return out;
}

std::string binary_moment(const std::string& text) {
  unsigned y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  char fraction[7] = "000000";
  std::sscanf(text.c_str(), "%u-%u-%u %u:%u:%u.%6s", &y, &mo, &d, &h, &mi, &s, fraction);
  std::string digits(fraction);
  digits.resize(6, '0');
  const auto us = static_cast<unsigned>(std::stoul(digits));
  std::string out;
  if (y + mo + d + h + mi + s + us != 0) {
    out += little_endian(y, 2) + little_endian(mo, 1) + little_endian(d, 1);
  }
  if (h + mi + s + us != 0) {
    out += little_endian(h, 1) + little_endian(mi, 1) + little_endian(s, 1);
  }
  if (us != 0) out += little_endian(us, 4);
  return out;
}

std::string binary_time(std::string text) {
  const bool negative = text[0] == '-';
  if (negative) text.erase(0, 1);
  unsigned h = 0, mi = 0, s = 0;
  char fraction[7] = "000000";
  std::sscanf(text.c_str(), "%u:%u:%u.%6s", &h, &mi, &s, fraction);
  std::string digits(fraction);
  digits.resize(6, '0');
  const auto us = static_cast<unsigned>(std::stoul(digits));
  if (h + mi + s + us == 0) return {};
  std::string out = little_endian(negative, 1) + little_endian(h / 24, 4) +
                    little_endian(h % 24, 1) + little_endian(mi, 1) + little_endian(s, 1);
  if (us != 0) out += little_endian(us, 4);
  return out;
}

// What a shard sends and how a merged cell reads, as text.
std::string cell_text(const wire::Cell& cell, const ColumnInfo& column, RowFormat format) {
  if (format == RowFormat::text) return std::string(cell.text());
  switch (wire::value_layout(column.type)) {
    case wire::ValueLayout::lenenc:
      return std::string(cell.text());
    case wire::ValueLayout::date:
    case wire::ValueLayout::time: {
      std::string text;
      CHECK(wire::append_temporal_text(column.type, cell.bytes(), text));
      return text;
    }
    default:
      break;
  }
  if (const auto real = wire::read_real(column.type, cell.bytes())) {
    char text[operators::kDoubleTextBytes];
    return {text, operators::format_double(*real, text)};
  }
  const auto integer = wire::read_integer(column.type, column.is_unsigned(), cell.bytes());
  REQUIRE(integer);
  return integer->is_unsigned ? std::to_string(static_cast<std::uint64_t>(integer->bits))
                              : std::to_string(integer->bits);
}

class Collector final : public RowOutput {
 public:
  Collector(const MergeCase& merge, MergeOutcome& outcome) : merge_(merge), outcome_(outcome) {}

  void row(Bytes payload, std::span<const wire::Cell> cells) override {
    std::vector<wire::Cell> split;
    if (!payload.empty()) {
      ++outcome_.forwarded;
      REQUIRE(wire::split_row(payload, merge_.format, merge_.columns, split));
      cells = split;
    }
    TestRow row;
    for (std::size_t i = 0; i < outcome_.visible_columns; ++i) {
      row.push_back(cells[i].is_null
                        ? TestCell()
                        : TestCell(cell_text(cells[i], merge_.columns[i], merge_.format)));
    }
    outcome_.rows.push_back(std::move(row));
    ++waiting_;
  }
  bool full() const override { return waiting_ >= merge_.output_rows; }
  void sent() { waiting_ = 0; }

 private:
  const MergeCase& merge_;
  MergeOutcome& outcome_;
  std::size_t waiting_ = 0;
};

// One shard: gives batches, and takes the last one's bytes away when it is asked for the next.
class Shard {
 public:
  Shard(const MergeCase& merge, const TestRows& rows) : merge_(merge), rows_(rows) {}

  std::size_t feed(std::size_t input, MergePipeline& pipeline) {
    batch_.clear();
    std::vector<Bytes> views;
    for (; views.size() < merge_.batch_rows && next_ < rows_.size(); ++next_) {
      const Buffer row = encode_row(rows_[next_], merge_.columns, merge_.format);
      auto& bytes = batch_.emplace_back(std::make_unique<std::byte[]>(row.size()));
      std::copy(row.begin(), row.end(), bytes.get());
      views.push_back({bytes.get(), row.size()});
    }
    if (!views.empty()) pipeline.push(input, views);
    if (next_ == rows_.size()) pipeline.finish(input);
    return views.size();
  }

 private:
  const MergeCase& merge_;
  const TestRows& rows_;
  std::size_t next_ = 0;
  std::vector<std::unique_ptr<std::byte[]>> batch_;
};

MergeSetup setup_of(const MergeCase& merge) {
  MergeSetup setup;
  setup.plan = &merge.plan;
  setup.metadata = merge.metadata;
  setup.columns = merge.columns;
  setup.format = merge.format;
  setup.inputs = merge.inputs.size();
  setup.limit_offset = merge.offset;
  setup.limit_count = merge.count;
  setup.having_operands = merge.having_operands;
  setup.having_list_sizes = merge.having_list_sizes;
  setup.memory_bytes = merge.memory_bytes;
  return setup;
}

void drive(const MergeCase& merge, MergePipeline& pipeline, MergeOutcome& outcome) {
  Collector out(merge, outcome);
  std::vector<Shard> shards;
  for (const TestRows& rows : merge.inputs) shards.emplace_back(merge, rows);
  for (;;) {
    const Result<MergeProgress> progress = pipeline.run(out);
    outcome.rows_produced = pipeline.rows_produced();
    if (!progress) {
      outcome.error = progress.error();
      return;
    }
    switch (progress->kind) {
      case MergeProgress::Kind::done:
        return;
      case MergeProgress::Kind::output_full:
        out.sent();
        break;
      case MergeProgress::Kind::need_input:
        outcome.rows_taken += shards[progress->input].feed(progress->input, pipeline);
        break;
    }
  }
}

}  // namespace

ColumnInfo typed_column(ColumnType type) {
  ColumnInfo column;
  column.type = type;
  column.collation = wire::kBinaryCollation;
  return column;
}

ColumnInfo int_column() {
  return typed_column(ColumnType::long_int);
}

ColumnInfo bigint_column(bool is_unsigned) {
  ColumnInfo column = typed_column(ColumnType::long_long);
  if (is_unsigned) column.flags = wire::column_flag::kUnsigned;
  return column;
}

ColumnInfo decimal_column(unsigned scale) {
  ColumnInfo column = typed_column(ColumnType::new_decimal);
  column.decimals = static_cast<std::uint8_t>(scale);
  return column;
}

ColumnInfo double_column() {
  ColumnInfo column = typed_column(ColumnType::double_type);
  column.decimals = 31;
  return column;
}

ColumnInfo float_column() {
  ColumnInfo column = typed_column(ColumnType::float_type);
  column.decimals = 31;
  return column;
}

ColumnInfo text_column() {
  ColumnInfo column = typed_column(ColumnType::var_string);
  column.collation = kUtf8mb4;
  return column;
}

ColumnInfo binary_column() {
  return typed_column(ColumnType::var_string);
}

router::ColumnAt visible(unsigned index) {
  return {false, static_cast<std::uint16_t>(index)};
}
router::ColumnAt hidden(unsigned index) {
  return {true, static_cast<std::uint16_t>(index)};
}

router::SortKey key_of(router::ColumnAt value, bool descending) {
  router::SortKey key;
  key.value = value;
  key.descending = descending;
  return key;
}

router::SortKey text_key(router::ColumnAt value, router::ColumnAt weight, std::string collation,
                         bool descending) {
  router::SortKey key = key_of(value, descending);
  key.weight = weight;
  key.collation = std::move(collation);
  return key;
}

router::AggregateColumn aggregate(router::AggregateKind kind, router::ColumnAt column) {
  router::AggregateColumn made{};
  made.kind = kind;
  made.column = column;
  return made;
}

const router::Metadata& test_metadata() {
  static const router::Metadata metadata = [] {
    router::Metadata made;
    made.server_version = "10.11.6-MariaDB-0+deb12u1";
    made.collations = {
        collation("utf8mb4_general_ci", "0020"),
        collation("utf8mb4_bin", "000020"),
        collation("utf8mb4_nopad_bin", "000020"),
        collation("utf8mb4_uca1400_as_cs", "020900200002"),
        collation("latin1_swedish_ci", "20"),
        collation("utf8mb4_unweighted_ci", ""),
    };
    return made;
  }();
  return metadata;
}

std::string MergeOutcome::text() const {
  if (error) return std::string(error_entry(error->id()).name);
  std::string out;
  for (const TestRow& row : rows) {
    if (!out.empty()) out += ';';
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i != 0) out += ',';
      out += row[i].value_or("NULL");
    }
  }
  return out;
}

MergeOutcome run_merge(const MergeCase& merge) {
  MergeOutcome outcome;
  Result<std::unique_ptr<MergePipeline>> pipeline = make_merge_pipeline(setup_of(merge));
  if (!pipeline) {
    outcome.error = pipeline.error();
    return outcome;
  }
  outcome.visible_columns = (*pipeline)->visible_columns();
  drive(merge, **pipeline, outcome);
  return outcome;
}

std::string merged_in_both_formats(MergeCase merge) {
  merge.format = RowFormat::text;
  const std::string text = run_merge(merge).text();
  merge.format = RowFormat::binary;
  CHECK(run_merge(merge).text() == text);
  return text;
}

std::string binary_value(const std::string& text, const ColumnInfo& column) {
  switch (wire::value_layout(column.type)) {
    case wire::ValueLayout::lenenc:
      return text;
    case wire::ValueLayout::date:
      return binary_moment(text);
    case wire::ValueLayout::time:
      return binary_time(text);
    default:
      break;
  }
  if (column.type == ColumnType::double_type) {
    return little_endian(std::bit_cast<std::uint64_t>(std::strtod(text.c_str(), nullptr)), 8);
  }
  if (column.type == ColumnType::float_type) {
    return little_endian(std::bit_cast<std::uint32_t>(std::strtof(text.c_str(), nullptr)), 4);
  }
  const std::uint64_t bits =
      column.is_unsigned() ? std::stoull(text) : static_cast<std::uint64_t>(std::stoll(text));
  return little_endian(bits, static_cast<std::size_t>(wire::value_layout(column.type)));
}

Buffer encode_row(const TestRow& row, const std::vector<ColumnInfo>& columns, RowFormat format) {
  std::vector<std::string> values(row.size());
  std::vector<wire::Cell> cells(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    cells[i].is_null = !row[i].has_value();
    if (!row[i]) continue;
    values[i] = format == RowFormat::text ? *row[i] : binary_value(*row[i], columns[i]);
    cells[i].data = as_bytes(values[i]).data();
    cells[i].size = values[i].size();
  }
  Buffer out;
  wire::append_row(cells, cells.size(), format, columns, out);
  return out;
}

std::string from_hex(std::string_view hex) {
  std::string out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    out += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  }
  return out;
}

}  // namespace sluice::executor::test
