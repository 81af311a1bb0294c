// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

const TestCell kNull = std::nullopt;

MergeCase distinct(std::vector<router::SortKey> order) {
  MergeCase merge;
  merge.columns = {int_column(), binary_column()};
  merge.plan.input_order = std::move(order);
  merge.plan.distinct = true;
  merge.plan.distinct_keys = {key_of(visible(0)), key_of(visible(1))};
  merge.inputs = {{{kNull, "x"}, {"1", "a"}, {"1", "b"}, {"2", kNull}},
                  {{kNull, "x"}, {"1", "b"}, {"2", kNull}, {"2", "a"}}};
  return merge;
}

}  // namespace

TEST_CASE("DISTINCT of sorted rows") {
  const MergeCase merge = distinct({key_of(visible(1)), key_of(visible(0))});
  MergeCase sorted = merge;
  sorted.inputs = {{{"2", kNull}, {"1", "a"}, {"1", "b"}}, {{"2", kNull}, {"2", "a"}, {"1", "b"}}};
  CHECK(merged_in_both_formats(sorted) == "2,NULL;1,a;2,a;1,b");
  CHECK(run_merge(sorted).forwarded == 4);
  CHECK(merged_in_both_formats(distinct({key_of(visible(0)), key_of(visible(1))})) ==
        "NULL,x;1,a;1,b;2,NULL;2,a");
}

TEST_CASE("DISTINCT of rows in another order") {
  MergeCase merge = distinct({});
  merge.inputs = {{{"2", "a"}, {"1", "a"}, {"2", "a"}}, {{"1", "a"}, {kNull, kNull}, {"0", "b"}}};
  CHECK(merged_in_both_formats(merge) == "2,a;1,a;NULL,NULL;0,b");
  merge.plan.input_order = {key_of(visible(1))};
  merge.inputs = {{{"2", "a"}, {"1", "a"}, {"2", "a"}}, {{"1", "a"}}};
  CHECK(merged_in_both_formats(merge) == "2,a;1,a");
}

TEST_CASE("DISTINCT counts for LIMIT") {
  MergeCase merge = distinct({key_of(visible(0)), key_of(visible(1))});
  merge.plan.limit.emplace();
  merge.offset = 1;
  merge.count = 2;
  CHECK(merged_in_both_formats(merge) == "1,a;1,b");
}

TEST_CASE("sorted DISTINCT notices rows out of order") {
  MergeCase merge = distinct({key_of(visible(0)), key_of(visible(1))});
  merge.inputs = {{{"2", "a"}, {"1", "a"}}};
  CHECK(run_merge(merge).text() == "rows_out_of_order");
}

TEST_CASE("DISTINCT of what groups yield") {
  MergeCase merge;  // SELECT DISTINCT COUNT(*) .. GROUP BY hidden
  merge.columns = {bigint_column(), int_column()};
  merge.plan.hidden_columns = 1;
  merge.plan.distinct = true;
  merge.plan.distinct_keys = {key_of(visible(0))};
  router::Aggregation& aggregation = merge.plan.aggregation.emplace();
  aggregation.group_by = {key_of(hidden(0))};
  aggregation.columns = {aggregate(router::AggregateKind::count, visible(0))};
  aggregation.input_sorted = true;
  merge.plan.input_order = aggregation.group_by;
  merge.inputs = {{{"1", "1"}, {"2", "2"}, {"2", "3"}}, {{"1", "1"}, {"1", "3"}}};
  CHECK(merged_in_both_formats(merge) == "2;3");
}

// MariaDB 10.11: SELECT DISTINCT AVG(x) FROM t GROUP BY g shows 1.0000 for each group of another
// sum and count.
TEST_CASE("DISTINCT of averages is refused") {
  MergeCase merge;
  merge.columns = {decimal_column(4), decimal_column(0), bigint_column()};
  merge.plan.hidden_columns = 2;
  merge.plan.distinct = true;
  merge.plan.distinct_keys = {key_of(visible(0))};
  router::AggregateColumn avg = aggregate(router::AggregateKind::avg, visible(0));
  avg.sum = hidden(0);
  avg.count = hidden(1);
  merge.plan.aggregation.emplace().columns = {avg};
  CHECK(run_merge(merge).text() == "merge_type");
}

}  // namespace sluice::executor::test
