// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

using router::AggregateKind;

// SELECT g, COUNT(*) c .. GROUP BY g ORDER BY c DESC
MergeCase sorted_groups() {
  MergeCase merge;
  merge.columns = {int_column(), bigint_column()};
  router::Aggregation& aggregation = merge.plan.aggregation.emplace();
  aggregation.group_by = {key_of(visible(0))};
  aggregation.columns = {aggregate(AggregateKind::count, visible(1))};
  aggregation.input_sorted = true;
  merge.plan.input_order = aggregation.group_by;
  merge.plan.final_order = {key_of(visible(1), true)};
  merge.inputs = {{{"1", "1"}, {"2", "5"}, {"3", "2"}, {"4", "9"}},
                  {{"1", "4"}, {"3", "3"}, {"5", "10"}}};
  return merge;
}

}  // namespace

TEST_CASE("sorts merged rows, equal ones in the order they came") {
  CHECK(merged_in_both_formats(sorted_groups()) == "5,10;4,9;1,5;2,5;3,5");
}

TEST_CASE("with LIMIT only the first rows are kept") {
  for (std::uint64_t offset = 0; offset < 7; ++offset) {
    for (std::uint64_t count = 1; count < 7; ++count) {
      CAPTURE(offset);
      CAPTURE(count);
      const TestRows all = run_merge(sorted_groups()).rows;
      MergeCase merge = sorted_groups();
      merge.plan.limit.emplace();
      merge.offset = offset;
      merge.count = count;
      const MergeOutcome outcome = run_merge(merge);
      const std::size_t from = std::min<std::size_t>(offset, all.size());
      const std::size_t to = std::min<std::size_t>(offset + count, all.size());
      CHECK(outcome.rows ==
            TestRows(all.begin() + static_cast<long>(from), all.begin() + static_cast<long>(to)));
      CHECK(outcome.rows_produced == 5);
    }
  }
}

TEST_CASE("a merged MIN sorts by the weight that came with it") {
  MergeCase merge;  // SELECT MIN(name) .. GROUP BY g ORDER BY MIN(name)
  merge.columns = {text_column(), int_column(), binary_column()};
  merge.plan.hidden_columns = 2;
  router::Aggregation& aggregation = merge.plan.aggregation.emplace();
  aggregation.group_by = {key_of(hidden(0))};
  router::AggregateColumn min = aggregate(AggregateKind::min, visible(0));
  min.key = text_key(visible(0), hidden(1), "latin1_swedish_ci");
  aggregation.columns = {min};
  aggregation.input_sorted = true;
  merge.plan.input_order = aggregation.group_by;
  merge.plan.final_order = {*min.key};
  merge.inputs = {{{"z", "1", "Z"}, {"c", "2", "C"}, {"d", "3", "D"}},
                  {{"a", "1", "A"}, {"x", "2", "X"}, {"b", "3", "B"}}};
  CHECK(merged_in_both_formats(merge) == "a;b;c");
}

// MariaDB 10.11: SELECT g, AVG(x) FROM t GROUP BY g ORDER BY AVG(x), g DESC: averages that are
// shown equal are equal.
TEST_CASE("averages sort as they are shown") {
  MergeCase merge;
  merge.columns = {int_column(), decimal_column(4), decimal_column(0), bigint_column()};
  merge.plan.hidden_columns = 2;
  router::Aggregation& aggregation = merge.plan.aggregation.emplace();
  aggregation.group_by = {key_of(visible(0))};
  router::AggregateColumn avg = aggregate(AggregateKind::avg, visible(1));
  avg.sum = hidden(0);
  avg.count = hidden(1);
  aggregation.columns = {avg};
  merge.plan.final_order = {key_of(visible(1)), key_of(visible(0), true)};
  merge.inputs = {{{"1", "1", "3", "3"},
                   {"2", "1", "3", "3"},
                   {"3", "1", "30001", "30000"},
                   {"4", "1", "30002", "30000"},
                   {"5", "1", "29999", "30000"}}};
  CHECK(merged_in_both_formats(merge) == "5,1.0000;3,1.0000;2,1.0000;1,1.0000;4,1.0001");
}

TEST_CASE("rows that were not aggregated may be sorted too") {
  MergeCase merge;
  merge.columns = {int_column(), binary_column()};
  merge.plan.hidden_columns = 1;
  merge.plan.final_order = {key_of(hidden(0))};
  merge.inputs = {{{"1", "b"}, {"2", "c"}}, {{"3", "a"}}};
  CHECK(merged_in_both_formats(merge) == "3;1;2");
}

}  // namespace sluice::executor::test
