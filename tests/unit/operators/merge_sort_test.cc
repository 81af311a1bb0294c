// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

MergeCase by_first_column(std::vector<TestRows> inputs, bool descending = false) {
  MergeCase merge;
  merge.columns = {int_column(), binary_column()};
  merge.plan.input_order = {key_of(visible(0), descending)};
  merge.inputs = std::move(inputs);
  return merge;
}

}  // namespace

TEST_CASE("merges sorted inputs, ties in order of the inputs") {
  CHECK(merged_in_both_formats(by_first_column({
            {{"1", "a"}, {"3", "a"}, {"5", "a"}},
            {{"1", "b"}, {"2", "b"}, {"3", "b"}, {"3", "bb"}},
            {{"0", "c"}, {"3", "c"}},
        })) == "0,c;1,a;1,b;2,b;3,a;3,b;3,bb;3,c;5,a");
}

TEST_CASE("descending, NULL last") {
  CHECK(merged_in_both_formats(by_first_column(
            {{{"9", "a"}, {"2", "a"}, {std::nullopt, "a"}}, {{"5", "b"}, {std::nullopt, "b"}}},
            true)) == "9,a;5,b;2,a;NULL,a;NULL,b");
  CHECK(merged_in_both_formats(by_first_column(
            {{{std::nullopt, "a"}, {"2", "a"}}, {{std::nullopt, "b"}, {"-1", "b"}}})) ==
        "NULL,a;NULL,b;-1,b;2,a");
}

TEST_CASE("inputs without rows") {
  CHECK(merged_in_both_formats(by_first_column({{}, {{"1", "b"}}, {}})) == "1,b");
  CHECK(merged_in_both_formats(by_first_column({{}, {}})).empty());
  CHECK(merged_in_both_formats(by_first_column({})).empty());
}

TEST_CASE("unchanged rows pass as the shards sent them") {
  MergeCase merge = by_first_column({{{"1", "a"}, {"3", "a"}}, {{"2", "b"}}});
  const MergeOutcome outcome = run_merge(merge);
  CHECK(outcome.text() == "1,a;2,b;3,a");
  CHECK(outcome.forwarded == 3);
  CHECK(outcome.rows_produced == 3);
}

TEST_CASE("hidden columns are taken away") {
  MergeCase merge;
  merge.columns = {binary_column(), int_column()};
  merge.plan.hidden_columns = 1;
  merge.plan.input_order = {key_of(hidden(0))};
  merge.inputs = {{{"x", "1"}, {"y", "4"}}, {{"z", "2"}}};
  const MergeOutcome outcome = run_merge(merge);
  CHECK(outcome.text() == "x;z;y");
  CHECK(outcome.forwarded == 0);
  CHECK(merged_in_both_formats(merge) == "x;z;y");
}

TEST_CASE("several keys, strings by weight") {
  MergeCase merge;
  merge.columns = {text_column(), int_column(), binary_column()};
  merge.plan.hidden_columns = 1;
  merge.plan.input_order = {text_key(visible(0), hidden(0), "utf8mb4_general_ci", true),
                            key_of(visible(1))};
  const std::string a("\0A", 2);
  const std::string b("\0B", 2);
  merge.inputs = {{{"B", "1", b}, {"a", "2", a}, {"A", "7", a}},
                  {{"b", "0", b}, {"a ", "1", a + std::string("\0 ", 2)}, {"a", "3", a}}};
  CHECK(merged_in_both_formats(merge) == "b,0;B,1;a ,1;a,2;a,3;A,7");
}

TEST_CASE("a malformed row ends the merge") {
  MergeCase merge = by_first_column({{{"1", "a"}}, {{"x", "b"}}});
  const MergeOutcome outcome = run_merge(merge);
  CHECK(outcome.text() == "malformed_packet");

  MergePipeline* pipeline = nullptr;
  MergeSetup setup;
  setup.plan = &merge.plan;
  setup.metadata = &test_metadata();
  setup.columns = merge.columns;
  setup.inputs = 1;
  Result<std::unique_ptr<MergePipeline>> made = make_merge_pipeline(std::move(setup));
  REQUIRE(made);
  pipeline = made->get();
  const Buffer truncated = {std::byte{5}, std::byte{'1'}};
  const Bytes row = truncated;
  class Nothing final : public RowOutput {
    void row(Bytes, std::span<const wire::Cell>) override { CHECK(false); }
    bool full() const override { return false; }
  } out;
  pipeline->push(0, {&row, 1});
  for (int i = 0; i < 2; ++i) {  // the error stays
    const Result<MergeProgress> progress = pipeline->run(out);
    REQUIRE_FALSE(progress);
    CHECK(progress.error().id() == ErrorId::malformed_packet);
  }
}

}  // namespace sluice::executor::test
