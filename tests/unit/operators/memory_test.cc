// SPDX-License-Identifier: Apache-2.0
// A million rows within a small budget where the operators stream, and an error beyond the budget
// where they must keep rows.
#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

using router::AggregateKind;

constexpr std::size_t kMany = 1'000'000;  // of the plain merge
constexpr std::size_t kRows = 200'000;    // of the others
constexpr std::size_t kBatch = 1000;

class CountingOutput final : public RowOutput {
 public:
  void row(Bytes, std::span<const wire::Cell>) override { ++rows; }
  bool full() const override { return false; }
  std::size_t rows = 0;
};

struct Outcome {
  std::optional<Error> error;
  std::size_t rows = 0;
};

// Two inputs that make their rows up as they are asked: input i has the rows 2n + i,
// {value_of(row), 1} each.
Outcome run_large(const router::MergePlan& plan, std::uint64_t memory_bytes,
                  std::size_t (*value_of)(std::size_t row), std::size_t row_count = kRows) {
  MergeSetup setup;
  setup.plan = &plan;
  setup.metadata = &test_metadata();
  setup.columns = {int_column(), bigint_column()};
  setup.inputs = 2;
  setup.limit_count = 100;
  setup.memory_bytes = memory_bytes;
  Result<std::unique_ptr<MergePipeline>> made = make_merge_pipeline(std::move(setup));
  REQUIRE(made);
  CountingOutput out;
  std::size_t next[2] = {0, 1};
  Buffer batches[2];
  std::vector<std::size_t> ends;
  std::vector<Bytes> rows;
  for (;;) {
    const Result<MergeProgress> progress = (*made)->run(out);
    if (!progress) return {progress.error(), out.rows};
    if (progress->kind == MergeProgress::Kind::done) return {std::nullopt, out.rows};
    const std::size_t input = progress->input;
    Buffer& batch = batches[input];
    batch.clear();
    ends.clear();
    for (; ends.size() < kBatch && next[input] < row_count; next[input] += 2) {
      wire::Writer row(batch);
      row.lenenc_text(std::to_string(value_of(next[input])));
      row.lenenc_text("1");
      ends.push_back(batch.size());
    }
    rows.clear();
    for (std::size_t from = 0; const std::size_t end : ends) {
      rows.push_back(Bytes(batch).subspan(from, end - from));
      from = end;
    }
    (*made)->push(input, rows);
    if (next[input] >= row_count) (*made)->finish(input);
  }
}

std::size_t itself(std::size_t row) {
  return row;
}
std::size_t group_of_four(std::size_t row) {
  return row / 4;
}
std::size_t few_groups(std::size_t row) {
  return row % 1000;
}

router::MergePlan grouping(bool sorted) {
  router::MergePlan plan;
  plan.aggregation.emplace();
  plan.aggregation->group_by = {key_of(visible(0))};
  plan.aggregation->columns = {aggregate(AggregateKind::count, visible(1))};
  plan.aggregation->input_sorted = sorted;
  if (sorted) plan.input_order = plan.aggregation->group_by;
  return plan;
}

}  // namespace

TEST_CASE("merge sort of a million rows keeps none") {
  router::MergePlan plan;
  plan.input_order = {key_of(visible(0))};
  const Outcome outcome = run_large(plan, 0, itself, kMany);
  CHECK_FALSE(outcome.error.has_value());
  CHECK(outcome.rows == kMany);
}

TEST_CASE("ordered aggregation and sorted DISTINCT keep one group") {
  const Outcome groups = run_large(grouping(true), 20'000, group_of_four);
  CHECK_FALSE(groups.error.has_value());
  CHECK(groups.rows == kRows / 4);
  router::MergePlan plan;
  plan.input_order = plan.distinct_keys = {key_of(visible(0))};
  plan.distinct = true;
  const Outcome distinct = run_large(plan, 20'000, group_of_four);
  CHECK_FALSE(distinct.error.has_value());
  CHECK(distinct.rows == kRows / 4);
}

TEST_CASE("hash aggregation needs memory for its groups only") {
  const Outcome few = run_large(grouping(false), 1'000'000, few_groups);
  CHECK_FALSE(few.error.has_value());
  CHECK(few.rows == 1000);
  const Outcome many = run_large(grouping(false), 1'000'000, itself);
  REQUIRE(many.error.has_value());
  CHECK(many.error->id() == ErrorId::memory_budget);
  CHECK(many.rows == 0);
}

TEST_CASE("a final sort fails beyond the budget, with LIMIT it needs little") {
  router::MergePlan plan;
  plan.final_order = {key_of(visible(0), true)};
  const Outcome all = run_large(plan, 1'000'000, itself);
  REQUIRE(all.error.has_value());
  CHECK(all.error->id() == ErrorId::memory_budget);
  plan.limit.emplace();
  const Outcome first = run_large(plan, 100'000, itself);
  CHECK_FALSE(first.error.has_value());
  CHECK(first.rows == 100);
}

TEST_CASE("DISTINCT by a set and COUNT(DISTINCT) by a set fail beyond the budget") {
  router::MergePlan plan;
  plan.distinct = true;
  plan.distinct_keys = {key_of(visible(0))};
  const Outcome distinct = run_large(plan, 1'000'000, itself);
  REQUIRE(distinct.error.has_value());
  CHECK(distinct.error->id() == ErrorId::memory_budget);

  router::MergePlan counting;
  counting.aggregation.emplace();
  router::AggregateColumn count = aggregate(AggregateKind::count_distinct, visible(1));
  count.key = key_of(visible(0));
  counting.aggregation->columns = {count};
  const Outcome counted = run_large(counting, 1'000'000, itself);
  REQUIRE(counted.error.has_value());
  CHECK(counted.error->id() == ErrorId::memory_budget);
  CHECK_FALSE(run_large(counting, 1'000'000, few_groups).error.has_value());
}

TEST_CASE("one large row may exceed the budget of an operator that keeps it") {
  MergeCase merge;
  merge.columns = {binary_column(), bigint_column()};
  merge.plan = grouping(true);
  merge.memory_bytes = 100'000;
  merge.inputs = {{{std::string(30'000, 'x'), "1"}}};
  CHECK_FALSE(run_merge(merge).error.has_value());
  merge.inputs = {{{std::string(200'000, 'x'), "1"}}};
  CHECK(run_merge(merge).text() == "memory_budget");
}

}  // namespace sluice::executor::test
