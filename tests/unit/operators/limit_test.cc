// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

MergeCase limited(std::uint64_t offset, std::uint64_t count, bool sorted) {
  MergeCase merge;
  merge.columns = {int_column()};
  merge.inputs = {{{"1"}, {"3"}, {"5"}, {"7"}, {"9"}, {"11"}}, {{"2"}, {"4"}, {"6"}, {"8"}}};
  if (sorted) merge.plan.input_order = {key_of(visible(0))};
  merge.plan.limit.emplace();
  merge.offset = offset;
  merge.count = count;
  merge.batch_rows = 2;
  return merge;
}

}  // namespace

TEST_CASE("LIMIT and OFFSET") {
  CHECK(merged_in_both_formats(limited(0, 3, true)) == "1;2;3");
  CHECK(merged_in_both_formats(limited(2, 3, true)) == "3;4;5");
  CHECK(merged_in_both_formats(limited(8, 5, true)) == "9;11");
  CHECK(merged_in_both_formats(limited(20, 5, true)).empty());
  CHECK(merged_in_both_formats(limited(1, 3, false)) == "3;5;7");
  CHECK(merged_in_both_formats(limited(5, 2, false)) == "11;2");
  CHECK(merged_in_both_formats(limited(3, UINT64_MAX, true)) == "4;5;6;7;8;9;11");
  CHECK(merged_in_both_formats(limited(UINT64_MAX, UINT64_MAX, true)).empty());
}

TEST_CASE("no input is read once nothing more is wanted") {
  CHECK(run_merge(limited(0, 0, true)).rows_taken == 0);
  const MergeOutcome two = run_merge(limited(0, 2, true));
  CHECK(two.text() == "1;2");
  CHECK(two.rows_taken == 4);
  CHECK(two.rows_produced == 2);
  const MergeOutcome one_input = run_merge(limited(1, 1, false));
  CHECK(one_input.text() == "3");
  CHECK(one_input.rows_taken == 2);
}

TEST_CASE("the limit counts only where the plan has one") {
  MergeCase merge = limited(1, 1, true);
  merge.plan.limit.reset();
  CHECK(run_merge(merge).rows.size() == 10);
}

}  // namespace sluice::executor::test
