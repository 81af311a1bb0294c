// SPDX-License-Identifier: Apache-2.0
// How long the merge takes per row, with rows as they come from the wire (text) and an output that
// only counts. Build with -O2; every line is the best of several rounds over the same rows in
// memory.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "executor/operators/merge_pipeline.h"

namespace sluice::executor {
namespace {

constexpr std::size_t kRowsPerInput = 100'000;
constexpr std::size_t kBatch = 500;
constexpr int kRounds = 7;

wire::ColumnInfo column(wire::ColumnType type, std::uint8_t decimals = 0) {
  wire::ColumnInfo made;
  made.type = type;
  made.decimals = decimals;
  made.collation = wire::kBinaryCollation;
  return made;
}

wire::ColumnInfo text_column() {
  wire::ColumnInfo made = column(wire::ColumnType::var_string);
  made.collation = 45;
  return made;
}

// One shard's rows, back to back, and where each begins.
class Shard {
 public:
  void add(const std::vector<std::string>& cells) {
    starts_.push_back(bytes_.size());
    wire::Writer row(bytes_);
    for (const std::string& cell : cells) row.lenenc_text(cell);
  }
  std::vector<Bytes> rows() const {
    std::vector<Bytes> views;
    for (std::size_t i = 0; i < starts_.size(); ++i) {
      const std::size_t end = i + 1 < starts_.size() ? starts_[i + 1] : bytes_.size();
      views.push_back(Bytes(bytes_).subspan(starts_[i], end - starts_[i]));
    }
    return views;
  }

 private:
  Buffer bytes_;
  std::vector<std::size_t> starts_;
};

class CountingOutput final : public RowOutput {
 public:
  void row(Bytes payload, std::span<const wire::Cell> cells) override {
    bytes_ += payload.size() + cells.size();
    ++rows_;
  }
  bool full() const override { return false; }
  std::size_t rows() const { return rows_; }

 private:
  std::size_t bytes_ = 0;
  std::size_t rows_ = 0;
};

struct Workload {
  const char* name;
  router::MergePlan plan;
  std::vector<wire::ColumnInfo> columns;
  std::vector<Shard> shards;
};

router::Metadata metadata() {
  router::Metadata made;
  router::Collation& general = made.collations.emplace_back();
  general.name = "utf8mb4_general_ci";
  general.space_weight = std::string("\0 ", 2);
  return made;
}

std::size_t run_once(const Workload& workload, const router::Metadata& metadata,
                     const std::vector<std::vector<Bytes>>& inputs) {
  MergeSetup setup;
  setup.plan = &workload.plan;
  setup.metadata = &metadata;
  setup.columns = workload.columns;
  setup.inputs = inputs.size();
  Result<std::unique_ptr<MergePipeline>> pipeline = make_merge_pipeline(std::move(setup));
  if (!pipeline) return 0;
  CountingOutput out;
  std::vector<std::size_t> next(inputs.size());
  for (;;) {
    const Result<MergeProgress> progress = (*pipeline)->run(out);
    if (!progress || progress->kind == MergeProgress::Kind::done) return out.rows();
    const std::size_t input = progress->input;
    const std::span<const Bytes> rest = std::span(inputs[input]).subspan(next[input]);
    const std::span<const Bytes> batch = rest.first(std::min(kBatch, rest.size()));
    next[input] += batch.size();
    (*pipeline)->push(input, batch);
    if (next[input] == inputs[input].size()) (*pipeline)->finish(input);
  }
}

void measure(const Workload& workload) {
  const router::Metadata known = metadata();
  std::vector<std::vector<Bytes>> inputs;
  std::size_t rows = 0;
  for (const Shard& shard : workload.shards) rows += inputs.emplace_back(shard.rows()).size();
  double best = 1e300;
  std::size_t produced = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = std::chrono::steady_clock::now();
    produced = run_once(workload, known, inputs);
    const std::chrono::duration<double, std::nano> elapsed =
        std::chrono::steady_clock::now() - start;
    best = std::min(best, elapsed.count() / static_cast<double>(rows));
  }
  std::printf("%-44s %8zu rows in %8zu out %7.1f ns/row %6.1f M rows/s\n", workload.name, rows,
              produced, best, 1e3 / best);
}

// Row n of an input, counted over all inputs so that they interleave.
template <class MakeRow>
Workload interleaved(const char* name, std::size_t shards, MakeRow make_row) {
  Workload workload;
  workload.name = name;
  workload.shards.resize(shards);
  for (std::size_t i = 0; i < kRowsPerInput; ++i) {
    for (std::size_t shard = 0; shard < shards; ++shard) {
      workload.shards[shard].add(make_row(i * shards + shard));
    }
  }
  return workload;
}

router::SortKey key(router::ColumnAt at) {
  router::SortKey made;
  made.value = at;
  return made;
}

Workload by_integer(const char* name, std::size_t shards) {
  Workload workload = interleaved(name, shards, [](std::size_t n) {
    return std::vector<std::string>{std::to_string(n), "some text", std::to_string(n * 7)};
  });
  workload.columns = {column(wire::ColumnType::long_int), text_column(),
                      column(wire::ColumnType::long_long)};
  workload.plan.input_order = {key({false, 0})};
  return workload;
}

std::string padded(std::size_t n) {
  const std::string digits = std::to_string(n);
  return "customer " + std::string(9 - digits.size(), '0') + digits;
}

// As utf8mb4_general_ci has it: two bytes for each character.
std::string weight(const std::string& text) {
  std::string made;
  for (const char c : text) {
    made += '\0';
    made += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return made;
}

Workload by_weight(const char* name, std::size_t shards) {
  Workload workload = interleaved(name, shards, [](std::size_t n) {
    const std::string text = padded(n);
    return std::vector<std::string>{text, std::to_string(n * 7), weight(text)};
  });
  workload.columns = {text_column(), column(wire::ColumnType::long_long),
                      column(wire::ColumnType::var_string)};
  workload.plan.hidden_columns = 1;
  router::SortKey by = key({false, 0});
  by.weight = router::ColumnAt{true, 0};
  by.collation = "utf8mb4_general_ci";
  workload.plan.input_order = {by};
  return workload;
}

// SELECT g, COUNT(*), SUM(amount) .. GROUP BY g: every shard has every group.
Workload grouped(const char* name, std::size_t shards, bool sorted) {
  Workload workload = interleaved(name, shards, [shards](std::size_t n) {
    return std::vector<std::string>{std::to_string(n / shards), "3", "1234.50"};
  });
  workload.columns = {column(wire::ColumnType::long_int), column(wire::ColumnType::long_long),
                      column(wire::ColumnType::new_decimal, 2)};
  router::Aggregation& plan = workload.plan.aggregation.emplace();
  plan.group_by = {key({false, 0})};
  plan.columns.resize(2);
  plan.columns[0].kind = router::AggregateKind::count;
  plan.columns[0].column = {false, 1};
  plan.columns[1].kind = router::AggregateKind::sum;
  plan.columns[1].column = {false, 2};
  plan.input_sorted = sorted;
  if (sorted) workload.plan.input_order = plan.group_by;
  return workload;
}

Workload concatenated() {
  Workload workload = by_integer("concatenation of 2", 2);
  workload.plan.input_order.clear();
  return workload;
}

}  // namespace
}  // namespace sluice::executor

int main() {
  using namespace sluice::executor;
  measure(concatenated());
  measure(by_integer("merge of 2 by INT", 2));
  measure(by_integer("merge of 8 by INT", 8));
  measure(by_weight("merge of 2 by weight string", 2));
  measure(by_weight("merge of 8 by weight string", 8));
  measure(grouped("ordered aggregation of 2, COUNT and SUM", 2, true));
  measure(grouped("ordered aggregation of 8, COUNT and SUM", 8, true));
  measure(grouped("hash aggregation of 2, COUNT and SUM", 2, false));
  return 0;
}
