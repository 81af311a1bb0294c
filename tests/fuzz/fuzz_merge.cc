// SPDX-License-Identifier: Apache-2.0
// The streaming merge with a plan, column definitions and rows made of the input's bytes: whatever
// a shard sends and whatever a plan says, run() answers with rows or an error. See Script for the
// layout; corpus/merge holds one seed for each operator.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "common/wire/cursor.h"
#include "executor/operators/merge_pipeline.h"

namespace sluice::executor {
namespace {

constexpr std::size_t kMostColumns = 8;
constexpr std::size_t kMostInputs = 4;
constexpr int kDeepestCondition = 6;

const router::Metadata& metadata() {
  static const router::Metadata known = [] {
    router::Metadata made;
    made.server_version = "10.11.6-MariaDB";
    const auto add = [&](const char* name, bool pads, std::string space) {
      router::Collation& collation = made.collations.emplace_back();
      collation.name = name;
      collation.pad_space = pads;
      collation.space_weight = std::move(space);
    };
    add("utf8mb4_general_ci", true, std::string("\0 ", 2));
    add("latin1_swedish_ci", true, " ");
    add("utf8mb4_nopad_bin", false, "");
    add("utf8mb4_uca1400_as_cs", true, "\x02\x09");
    return made;
  }();
  return known;
}

// Reads the input as: columns, plan, then rows (input number, length, bytes) to the end.
class Script {
 public:
  explicit Script(Bytes bytes) : in_(bytes) {}

  MergeSetup setup() {
    MergeSetup setup;
    setup.metadata = &metadata();
    const std::uint8_t shape = in_.u8();
    setup.format = (shape & 1) != 0 ? wire::RowFormat::binary : wire::RowFormat::text;
    setup.inputs = 1 + (shape >> 1) % kMostInputs;
    setup.memory_bytes = (shape & 0x80) != 0 ? 3000 : 1 << 20;
    for (std::size_t i = in_.u8() % (kMostColumns + 1); i != 0; --i) {
      setup.columns.push_back(column());
    }
    read_plan();
    setup.plan = &plan_;
    setup.limit_offset = in_.u8();
    setup.limit_count = in_.u8();
    if (setup.limit_count == 255) setup.limit_count = UINT64_MAX;
    for (std::size_t i = in_.u8() % 16; i != 0; --i) {
      const std::string_view text = in_.text(in_.u8() % 16);
      setup.having_operands.push_back(text == "NULL" ? std::optional<std::string>()
                                                     : std::string(text));
    }
    setup.having_list_sizes = {in_.u8() % 4u, in_.u8() % 4u};
    return setup;
  }

  // Each row in memory of its own size.
  std::vector<std::vector<Buffer>> rows(std::size_t inputs) {
    std::vector<std::vector<Buffer>> made(inputs);
    while (in_.ok() && in_.remaining() > 1) {
      const std::size_t input = in_.u8() % inputs;
      const Bytes row = in_.bytes(std::min<std::size_t>(in_.u8(), in_.remaining()));
      made[input].emplace_back(row.begin(), row.end());
    }
    return made;
  }

 private:
  wire::ColumnInfo column() {
    wire::ColumnInfo made;
    made.type = static_cast<wire::ColumnType>(in_.u8());
    made.flags = in_.u16();
    made.decimals = in_.u8();
    made.collation = in_.u8();
    made.length = in_.u8();
    return made;
  }

  router::ColumnAt at() {
    const std::uint8_t value = in_.u8();
    return {(value & 0x80) != 0, static_cast<std::uint16_t>(value & 0x0f)};
  }

  router::SortKey key() {
    router::SortKey made;
    made.value = at();
    const std::uint8_t how = in_.u8();
    if ((how & 1) != 0) made.weight = at();
    if ((how & 2) != 0) made.collation_name = at();
    if ((how & 4) != 0) {
      made.collation = metadata().collations[(how >> 5) % metadata().collations.size()].name;
    }
    made.by_number = (how & 8) != 0;
    made.descending = (how & 16) != 0;
    return made;
  }

  std::vector<router::SortKey> keys() {
    std::vector<router::SortKey> made(in_.u8() % 4);
    for (router::SortKey& one : made) one = key();
    return made;
  }

  router::Aggregation aggregation() {
    router::Aggregation made;
    made.group_by = keys();
    made.input_sorted = in_.u8() % 2 != 0;
    made.columns.resize(in_.u8() % 5);
    for (router::AggregateColumn& one : made.columns) {
      one.kind = static_cast<router::AggregateKind>(in_.u8() % 7);
      one.column = at();
      const std::uint8_t parts = in_.u8();
      if ((parts & 1) != 0) one.sum = at();
      if ((parts & 2) != 0) one.count = at();
      if ((parts & 4) != 0) one.key = key();
    }
    return made;
  }

  router::Condition condition(int depth) {
    router::Condition made{};
    const std::uint8_t kind = in_.u8() % 7;
    made.kind = static_cast<router::Condition::Kind>(depth == 0 ? 3 + kind % 4 : kind);
    const std::uint8_t how = in_.u8();
    made.compare = static_cast<router::Condition::Compare>(how % 6);
    made.negated = (how & 0x80) != 0;
    if (kind < 3 && depth != 0) {
      for (std::size_t i = in_.u8() % 4; i != 0; --i) made.children.push_back(condition(depth - 1));
    } else {
      made.column = at();
      made.operands.resize(in_.u8() % 4);
      if ((how & 0x40) != 0 && !made.operands.empty()) {
        made.operands.front().kind = router::Operand::Kind::list;
      }
    }
    return made;
  }

  void read_plan() {
    const std::uint8_t parts = in_.u8();
    plan_.hidden_columns = in_.u8() % (kMostColumns + 2);
    if ((parts & 1) != 0) plan_.input_order = keys();
    if ((parts & 2) != 0) plan_.aggregation = aggregation();
    plan_.distinct = (parts & 4) != 0;
    if (plan_.distinct) plan_.distinct_keys = keys();
    if ((parts & 8) != 0) plan_.having = condition(kDeepestCondition);
    if ((parts & 16) != 0) plan_.final_order = keys();
    if ((parts & 32) != 0) plan_.limit.emplace();
  }

  wire::Reader in_;
  router::MergePlan plan_;
};

// Looks at every byte that it is given.
class Reading final : public RowOutput {
 public:
  void row(Bytes payload, std::span<const wire::Cell> cells) override {
    ++rows_;
    copy_.assign(payload.begin(), payload.end());
    if (!payload.empty()) return;
    for (const wire::Cell& cell : cells) copy_.assign(cell.bytes().begin(), cell.bytes().end());
  }
  bool full() const override { return rows_ % 3 == 0; }
  std::size_t rows() const { return rows_; }

 private:
  std::size_t rows_ = 0;
  Buffer copy_;
};

// One row at a time, whose bytes are gone when its input is asked for again.
void drive(MergePipeline& pipeline, const std::vector<std::vector<Buffer>>& rows) {
  Reading out;
  std::vector<std::size_t> next(rows.size());
  std::vector<std::unique_ptr<Buffer>> current(rows.size());
  std::size_t given = 0;
  for (;;) {
    const Result<MergeProgress> progress = pipeline.run(out);
    if (!progress || progress->kind == MergeProgress::Kind::done) break;
    if (progress->kind == MergeProgress::Kind::output_full) continue;
    const std::size_t input = progress->input;
    if (next[input] == rows[input].size()) {
      pipeline.finish(input);
      continue;
    }
    current[input] = std::make_unique<Buffer>(rows[input][next[input]++]);
    const Bytes row = *current[input];
    pipeline.push(input, {&row, 1});
    ++given;
  }
  if (out.rows() > given + 1) std::abort();  // rows out of nothing
}

}  // namespace
}  // namespace sluice::executor

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sluice::executor;
  Script script({reinterpret_cast<const std::byte*>(data), size});
  const MergeSetup setup = script.setup();
  const std::vector<std::vector<sluice::Buffer>> rows = script.rows(setup.inputs);
  sluice::Result<std::unique_ptr<MergePipeline>> pipeline = make_merge_pipeline(setup);
  if (pipeline) drive(**pipeline, rows);
  return 0;
}
