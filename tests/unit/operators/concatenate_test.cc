// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

MergeCase concatenation() {
  MergeCase merge;
  merge.columns = {int_column(), int_column()};
  merge.inputs = {{{"3", "1"}, {"1", std::nullopt}, {"2", "1"}, {"9", "1"}}, {}, {{"0", "5"}}};
  return merge;
}

}  // namespace

TEST_CASE("without an order inputs follow one another") {
  CHECK(merged_in_both_formats(concatenation()) == "3,1;1,NULL;2,1;9,1;0,5");
  const MergeOutcome outcome = run_merge(concatenation());
  CHECK(outcome.forwarded == 5);
  CHECK(outcome.rows_produced == 5);
}

TEST_CASE("hidden columns are taken away from concatenated rows too") {
  MergeCase merge = concatenation();
  merge.plan.hidden_columns = 1;
  CHECK(merged_in_both_formats(merge) == "3;1;2;9;0");
}

TEST_CASE("a row of no bytes is none") {
  const router::MergePlan plan;
  MergeSetup setup;
  setup.plan = &plan;
  setup.metadata = &test_metadata();
  setup.columns = {int_column()};
  setup.inputs = 1;
  Result<std::unique_ptr<MergePipeline>> made = make_merge_pipeline(std::move(setup));
  REQUIRE(made);
  class Nothing final : public RowOutput {
    void row(Bytes, std::span<const wire::Cell>) override { CHECK(false); }
    bool full() const override { return false; }
  } out;
  const Bytes empty;
  (*made)->push(0, {&empty, 1});
  const Result<MergeProgress> progress = (*made)->run(out);
  REQUIRE_FALSE(progress);
  CHECK(progress.error().id() == ErrorId::malformed_packet);
}

TEST_CASE("a later input may be pushed before it is asked for") {
  const router::MergePlan plan;
  MergeSetup setup;
  setup.plan = &plan;
  setup.metadata = &test_metadata();
  setup.columns = {int_column()};
  setup.inputs = 2;
  Result<std::unique_ptr<MergePipeline>> made = make_merge_pipeline(std::move(setup));
  REQUIRE(made);
  MergePipeline& pipeline = **made;
  class Texts final : public RowOutput {
   public:
    void row(Bytes payload, std::span<const wire::Cell>) override { text += as_text(payload); }
    bool full() const override { return false; }
    std::string text;
  } out;
  const auto push = [&](std::size_t input, std::string_view row) {
    const Bytes bytes = as_bytes(row);
    pipeline.push(input, {&bytes, 1});
  };
  push(1, "\1b");
  push(1, "\1c");
  const Result<MergeProgress> first = pipeline.run(out);
  REQUIRE(first);
  CHECK(first->kind == MergeProgress::Kind::need_input);
  CHECK(first->input == 0);
  push(0, "\1a");
  pipeline.finish(0);
  pipeline.finish(1);
  const Result<MergeProgress> last = pipeline.run(out);
  REQUIRE(last);
  CHECK(last->kind == MergeProgress::Kind::done);
  CHECK(out.text == "\1a\1b\1c");
  CHECK(pipeline.run(out)->kind == MergeProgress::Kind::done);
}

}  // namespace sluice::executor::test
