// SPDX-License-Identifier: Apache-2.0
// Aggregation of random rows that are spread over shards, each of which aggregates its own, against
// an aggregation of all rows at once.
#include <algorithm>
#include <map>
#include <random>
#include <set>

#include <doctest/doctest.h>

#include "executor/operators/average.h"
#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

using router::AggregateKind;

__extension__ using Int128 = __int128;

constexpr unsigned kScale = 3;

struct Row {
  std::optional<int> group;
  std::optional<std::int64_t> amount;  // thousandths
  std::optional<int> item;
};

// What a set of rows aggregates to.
struct Totals {
  std::int64_t rows = 0;
  std::int64_t amounts = 0;
  Int128 sum = 0;
  std::optional<std::int64_t> min;
  std::optional<std::int64_t> max;
  std::set<int> items;

  void add(const Row& row) {
    ++rows;
    if (row.item) items.insert(*row.item);
    if (!row.amount) return;
    ++amounts;
    sum += *row.amount;
    min = min ? std::min(*min, *row.amount) : *row.amount;
    max = max ? std::max(*max, *row.amount) : *row.amount;
  }
};

using Groups = std::map<std::optional<int>, Totals>;

std::string decimal_of(Int128 thousandths) {
  const bool negative = thousandths < 0;
  std::string digits;
  for (Int128 rest = negative ? -thousandths : thousandths; rest != 0; rest /= 10) {
    digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(rest % 10)));
  }
  if (digits.size() < kScale + 1) digits.insert(0, kScale + 1 - digits.size(), '0');
  digits.insert(digits.size() - kScale, ".");
  return (negative ? "-" : "") + digits;
}

template <class Value>
TestCell cell_of(const std::optional<Value>& value) {
  return value ? TestCell(std::to_string(*value)) : TestCell();
}

TestCell amount_cell(const std::optional<std::int64_t>& value) {
  return value ? TestCell(decimal_of(*value)) : TestCell();
}

TestCell sum_cell(const Totals& totals) {
  return totals.amounts == 0 ? TestCell() : TestCell(decimal_of(totals.sum));
}

// Half up at seven decimals; the quotient of so few digits is never cut before.
TestCell average_cell(const Totals& totals) {
  if (totals.amounts == 0) return TestCell();
  const bool negative = totals.sum < 0;
  const Int128 scaled = (negative ? -totals.sum : totals.sum) * 10000;
  const Int128 rounded = (scaled * 2 + totals.amounts) / (Int128{2} * totals.amounts);
  std::string digits = std::to_string(static_cast<long long>(rounded));
  if (digits.size() < 8) digits.insert(0, 8 - digits.size(), '0');
  digits.insert(digits.size() - 7, ".");
  return (negative && rounded != 0 ? "-" : "") + digits;
}

// g, COUNT(*), SUM(a), MIN(a), MAX(a), AVG(a), hidden SUM(a), COUNT(a)
TestRow aggregate_row(const std::optional<int>& group, const Totals& totals, TestCell average) {
  return {cell_of(group),          std::to_string(totals.rows),   sum_cell(totals),
          amount_cell(totals.min), amount_cell(totals.max),       std::move(average),
          sum_cell(totals),        std::to_string(totals.amounts)};
}

MergeCase aggregate_case(bool grouped, bool sorted) {
  MergeCase merge;
  merge.columns = {int_column(),           bigint_column(),        decimal_column(kScale),
                   decimal_column(kScale), decimal_column(kScale), decimal_column(kScale + 4),
                   decimal_column(kScale), bigint_column()};
  merge.plan.hidden_columns = 2;
  router::Aggregation& plan = merge.plan.aggregation.emplace();
  if (grouped) plan.group_by = {key_of(visible(0))};
  plan.input_sorted = sorted;
  if (sorted && grouped) merge.plan.input_order = plan.group_by;
  router::AggregateColumn min = aggregate(AggregateKind::min, visible(3));
  min.key = key_of(visible(3));
  router::AggregateColumn max = aggregate(AggregateKind::max, visible(4));
  max.key = key_of(visible(4));
  router::AggregateColumn avg = aggregate(AggregateKind::avg, visible(5));
  avg.sum = hidden(0);
  avg.count = hidden(1);
  plan.columns = {aggregate(AggregateKind::count, visible(1)),
                  aggregate(AggregateKind::sum, visible(2)), min, max, avg};
  return merge;
}

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}
  unsigned below(unsigned limit) { return static_cast<unsigned>(random_() % limit); }

  std::vector<std::vector<Row>> shards() {
    std::vector<std::vector<Row>> made(1 + below(5));
    for (std::vector<Row>& rows : made) {
      rows.resize(below(40));
      for (Row& row : rows) {
        if (below(8) != 0) row.group = static_cast<int>(below(7)) - 3;
        if (below(4) != 0) row.amount = static_cast<std::int64_t>(below(2'000'001)) - 1'000'000;
        if (below(5) != 0) row.item = static_cast<int>(below(10));
      }
    }
    return made;
  }
  void shape(MergeCase& merge) {
    merge.batch_rows = 1 + below(5);
    merge.output_rows = 1 + below(4);
    merge.format = below(2) != 0 ? wire::RowFormat::text : wire::RowFormat::binary;
  }

 private:
  std::mt19937_64 random_;
};

Groups groups_of(const std::vector<Row>& rows, bool grouped) {
  Groups groups;
  if (!grouped) groups[std::nullopt];
  for (const Row& row : rows) groups[grouped ? row.group : std::nullopt].add(row);
  return groups;
}

std::vector<Row> all_rows(const std::vector<std::vector<Row>>& shards) {
  std::vector<Row> all;
  for (const auto& rows : shards) all.insert(all.end(), rows.begin(), rows.end());
  return all;
}

bool by_group(const TestRow& a, const TestRow& b) {
  if (!a[0] || !b[0]) return !a[0] && b[0].has_value();
  return std::stoi(*a[0]) < std::stoi(*b[0]);
}

}  // namespace

TEST_CASE("random aggregation over shards equals that of all rows") {
  for (unsigned seed = 0; seed < 700; ++seed) {
    CAPTURE(seed);
    Generator random(seed);
    const bool grouped = random.below(4) != 0;
    const bool sorted = random.below(2) != 0;
    MergeCase merge = aggregate_case(grouped, sorted);
    random.shape(merge);
    const auto shards = random.shards();
    for (const std::vector<Row>& rows : shards) {
      TestRows& input = merge.inputs.emplace_back();
      for (const auto& [group, totals] : groups_of(rows, grouped)) {
        input.push_back(aggregate_row(group, totals, std::nullopt));
      }
      if (!sorted) std::reverse(input.begin(), input.end());
    }
    TestRows expected;
    for (const auto& [group, totals] : groups_of(all_rows(shards), grouped)) {
      expected.push_back(aggregate_row(group, totals, average_cell(totals)));
      expected.back().resize(6);
    }
    MergeOutcome outcome = run_merge(merge);
    REQUIRE_FALSE(outcome.error.has_value());
    if (!sorted) std::sort(outcome.rows.begin(), outcome.rows.end(), by_group);
    CHECK(outcome.rows == expected);
  }
}

TEST_CASE("random COUNT(DISTINCT) over shards equals that of all rows") {
  for (unsigned seed = 0; seed < 700; ++seed) {
    CAPTURE(seed);
    Generator random(seed);
    const bool sorted = random.below(2) != 0;
    MergeCase merge;  // g, COUNT(DISTINCT item), hidden item
    merge.columns = {int_column(), bigint_column(), int_column()};
    merge.plan.hidden_columns = 1;
    router::Aggregation& plan = merge.plan.aggregation.emplace();
    plan.group_by = {key_of(visible(0))};
    plan.input_sorted = sorted;
    if (sorted) merge.plan.input_order = {key_of(visible(0)), key_of(hidden(0))};
    router::AggregateColumn count = aggregate(AggregateKind::count_distinct, visible(1));
    count.key = key_of(hidden(0));
    plan.columns = {count};
    random.shape(merge);
    const auto shards = random.shards();
    for (const std::vector<Row>& rows : shards) {
      std::set<std::pair<std::optional<int>, std::optional<int>>> pairs;
      for (const Row& row : rows) pairs.insert({row.group, row.item});
      TestRows& input = merge.inputs.emplace_back();
      for (const auto& [group, item] : pairs) {
        input.push_back({cell_of(group), item ? "1" : "0", cell_of(item)});
      }
    }
    TestRows expected;
    for (const auto& [group, totals] : groups_of(all_rows(shards), true)) {
      expected.push_back({cell_of(group), std::to_string(totals.items.size())});
    }
    MergeOutcome outcome = run_merge(merge);
    REQUIRE_FALSE(outcome.error.has_value());
    if (!sorted) std::sort(outcome.rows.begin(), outcome.rows.end(), by_group);
    CHECK(outcome.rows == expected);
  }
}

}  // namespace sluice::executor::test
