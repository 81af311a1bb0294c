// SPDX-License-Identifier: Apache-2.0
// Ordered and hash aggregation, COUNT(DISTINCT).
#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

using router::AggregateKind;

const TestCell kNull = std::nullopt;

// SELECT g, COUNT(*), SUM(v), MAX(v) .. GROUP BY g
MergeCase grouped(bool sorted) {
  MergeCase merge;
  merge.columns = {int_column(), bigint_column(), decimal_column(1), int_column()};
  router::Aggregation& aggregation = merge.plan.aggregation.emplace();
  aggregation.group_by = {key_of(visible(0))};
  router::AggregateColumn max = aggregate(AggregateKind::max, visible(3));
  max.key = key_of(visible(3));
  aggregation.columns = {aggregate(AggregateKind::count, visible(1)),
                         aggregate(AggregateKind::sum, visible(2)), max};
  aggregation.input_sorted = sorted;
  if (sorted) merge.plan.input_order = aggregation.group_by;
  merge.inputs = {{{kNull, "1", "0.5", kNull}, {"1", "2", "1.0", "7"}, {"3", "1", "1.5", "2"}},
                  {{"1", "1", "0.5", "9"}, {"2", "4", "-1.0", "0"}},
                  {{kNull, "2", "0.5", "5"}, {"3", "1", kNull, "8"}}};
  return merge;
}

// SELECT g, COUNT(DISTINCT x) .. GROUP BY g: the shards group by g, x and send x hidden.
MergeCase counted(bool sorted) {
  MergeCase merge;
  merge.columns = {int_column(), bigint_column(), int_column()};
  merge.plan.hidden_columns = 1;
  router::Aggregation& aggregation = merge.plan.aggregation.emplace();
  aggregation.group_by = {key_of(visible(0))};
  router::AggregateColumn count = aggregate(AggregateKind::count_distinct, visible(1));
  count.key = key_of(hidden(0));
  aggregation.columns = {count};
  aggregation.input_sorted = sorted;
  if (sorted) merge.plan.input_order = {key_of(visible(0)), key_of(hidden(0), true)};
  merge.inputs = {{{"1", "1", "8"}, {"1", "1", "7"}, {"1", "0", kNull}, {"2", "1", "7"}},
                  {{"1", "1", "9"}, {"1", "1", "7"}, {"3", "0", kNull}}};
  return merge;
}

}  // namespace

TEST_CASE("ordered aggregation merges adjacent groups") {
  CHECK(merged_in_both_formats(grouped(true)) == "NULL,3,1.0,5;1,3,1.5,9;2,4,-1.0,0;3,2,1.5,8");
}

TEST_CASE("hash aggregation keeps the order in which groups came") {
  CHECK(merged_in_both_formats(grouped(false)) == "NULL,3,1.0,5;1,3,1.5,9;3,2,1.5,8;2,4,-1.0,0");
}

TEST_CASE("grouping without rows gives none") {
  for (const bool sorted : {true, false}) {
    MergeCase merge = grouped(sorted);
    merge.inputs = {{}, {}};
    CHECK(merged_in_both_formats(merge).empty());
  }
}

TEST_CASE("an order that does not cover the groups needs a hash") {
  MergeCase merge = grouped(true);
  merge.plan.input_order = {key_of(visible(1)), key_of(visible(0))};
  merge.inputs = {{{"5", "1", "1.0", "1"}, {"4", "2", "1.0", "1"}, {"5", "3", "1.0", "1"}}};
  CHECK(merged_in_both_formats(merge) == "5,4,2.0,1;4,2,1.0,1");
}

TEST_CASE("groups in descending order, by two keys in another order") {
  MergeCase merge;
  merge.columns = {int_column(), int_column(), bigint_column()};
  router::Aggregation& aggregation = merge.plan.aggregation.emplace();
  aggregation.group_by = {key_of(visible(1)), key_of(visible(0))};
  aggregation.columns = {aggregate(AggregateKind::count, visible(2))};
  aggregation.input_sorted = true;
  merge.plan.input_order = {key_of(visible(0), true), key_of(visible(1))};
  merge.inputs = {{{"2", "1", "1"}, {"2", "3", "1"}, {"1", kNull, "1"}},
                  {{"2", "3", "5"}, {"1", kNull, "1"}, {"1", "0", "1"}}};
  CHECK(merged_in_both_formats(merge) == "2,1,1;2,3,6;1,NULL,2;1,0,1");
}

TEST_CASE("a group that comes back is an error, not two groups") {
  MergeCase merge = grouped(true);
  merge.inputs = {{{"2", "1", "1.0", "1"}, {"1", "1", "1.0", "1"}}, {{"2", "1", "1.0", "1"}}};
  CHECK(run_merge(merge).text() == "rows_out_of_order");
}

TEST_CASE("groups of equal strings of different bytes are one, the first value stays") {
  for (const bool sorted : {true, false}) {
    MergeCase merge;
    merge.columns = {text_column(), bigint_column(), binary_column()};
    merge.plan.hidden_columns = 1;
    router::Aggregation& aggregation = merge.plan.aggregation.emplace();
    aggregation.group_by = {text_key(visible(0), hidden(0), "utf8mb4_general_ci")};
    aggregation.columns = {aggregate(AggregateKind::count, visible(1))};
    aggregation.input_sorted = sorted;
    if (sorted) merge.plan.input_order = aggregation.group_by;
    const std::string a("\0A", 2);
    merge.inputs = {{{"a", "1", a}, {"b", "1", std::string("\0B", 2)}},
                    {{"A ", "2", a + std::string("\0 ", 2)}}};
    CHECK(merged_in_both_formats(merge) == "a,3;b,1");
  }
}

TEST_CASE("COUNT(DISTINCT) over sorted rows and over any") {
  CHECK(merged_in_both_formats(counted(true)) == "1,3;2,1;3,0");
  CHECK(merged_in_both_formats(counted(false)) == "1,3;2,1;3,0");
}

TEST_CASE("COUNT(DISTINCT) of values that the order does not cover uses a set for each group") {
  MergeCase merge = counted(true);
  merge.plan.input_order.pop_back();
  merge.inputs = {{{"1", "1", "5"}, {"1", "1", "7"}, {"1", "1", "5"}, {"2", "1", "5"}},
                  {{"1", "1", "7"}, {"2", "1", "7"}, {"2", "1", "5"}}};
  CHECK(merged_in_both_formats(merge) == "1,2;2,2");
}

TEST_CASE("COUNT(DISTINCT) without GROUP BY") {
  MergeCase merge;
  merge.columns = {bigint_column(), text_column(), binary_column()};
  merge.plan.hidden_columns = 2;
  router::Aggregation& aggregation = merge.plan.aggregation.emplace();
  router::AggregateColumn count = aggregate(AggregateKind::count_distinct, visible(0));
  count.key = text_key(hidden(0), hidden(1), "utf8mb4_general_ci");
  aggregation.columns = {count};
  const std::string a("\0A", 2);
  const std::string b("\0B", 2);
  merge.inputs = {{{"0", kNull, kNull}, {"1", "a", a}, {"1", "b", b}},
                  {{"1", "A ", a + std::string("\0 ", 2)}}};
  CHECK(merged_in_both_formats(merge) == "2");
  merge.plan.input_order = {*count.key};
  aggregation.input_sorted = true;
  CHECK(merged_in_both_formats(merge) == "2");
  merge.inputs = {{}, {}};
  CHECK(merged_in_both_formats(merge) == "0");
}

TEST_CASE("COUNT(DISTINCT) notices values out of order") {
  MergeCase merge = counted(true);
  merge.inputs = {{{"1", "1", "7"}, {"1", "1", "8"}}};
  CHECK(run_merge(merge).text() == "rows_out_of_order");
}

TEST_CASE("COUNT(DISTINCT) needs a number to count in, and a key") {
  MergeCase merge = counted(true);
  merge.columns[1] = binary_column();
  CHECK(run_merge(merge).text() == "merge_type");
  merge = counted(true);
  merge.plan.aggregation->columns[0].key.reset();
  CHECK(run_merge(merge).text() == "internal");
  merge = grouped(true);
  merge.plan.aggregation->columns[2].key.reset();
  CHECK(run_merge(merge).text() == "internal");
}

TEST_CASE("LIMIT over groups") {
  MergeCase merge = grouped(true);
  merge.plan.limit.emplace();
  merge.offset = 1;
  merge.count = 1;
  CHECK(merged_in_both_formats(merge) == "1,3,1.5,9");
  merge = grouped(false);
  merge.plan.limit.emplace();
  merge.offset = 3;
  merge.count = 5;
  CHECK(merged_in_both_formats(merge) == "2,4,-1.0,0");
}

}  // namespace sluice::executor::test
