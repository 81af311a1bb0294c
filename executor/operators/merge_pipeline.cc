// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/merge_pipeline.h"

#include "executor/operators/chain_builder.h"

namespace sluice::executor {
namespace {

using operators::Chain;
using operators::Flow;
using operators::Pumped;

class Pipeline final : public MergePipeline {
 public:
  explicit Pipeline(MergeSetup setup) : setup_(std::move(setup)), budget_(setup_.memory_bytes) {}

  Result<void> build() {
    Result<Chain> chain = operators::build_chain(setup_, budget_);
    if (!chain) return chain.error();
    chain_ = *std::move(chain);
    if (setup_.plan->limit && setup_.limit_count == 0) state_ = State::done;
    return {};
  }

  void push(std::size_t input, std::span<const Bytes> rows) override {
    if (state_ == State::reading) chain_.source->push(input, rows);
  }
  void finish(std::size_t input) override { chain_.source->finish(input); }

  Result<MergeProgress> run(RowOutput& out) override {
    if (failure_) return *failure_;
    chain_.output->attach(out);
    Result<MergeProgress> progress = step();
    if (!progress) failure_ = progress.error();
    return progress;
  }

  std::size_t visible_columns() const override {
    return setup_.columns.size() - setup_.plan->hidden_columns;
  }
  std::uint64_t rows_produced() const override { return chain_.rows_produced(); }

 private:
  enum class State : std::uint8_t { reading, draining, done };

  Result<MergeProgress> step() {
    if (state_ == State::reading) {
      const Result<Pumped> pumped = chain_.source->pump(*chain_.first);
      if (!pumped) return pumped.error();
      switch (pumped->kind) {
        case Pumped::Kind::need_input:
          return MergeProgress{MergeProgress::Kind::need_input, pumped->input};
        case Pumped::Kind::full:
          return MergeProgress{MergeProgress::Kind::output_full};
        case Pumped::Kind::satisfied:
          state_ = State::done;
          break;
        case Pumped::Kind::exhausted:
          state_ = State::draining;
          break;
      }
    }
    if (state_ == State::draining) {
      const Result<Flow> flow = chain_.first->finish();
      if (!flow) return flow.error();
      if (*flow == Flow::full) return MergeProgress{MergeProgress::Kind::output_full};
      state_ = State::done;
    }
    return MergeProgress{MergeProgress::Kind::done};
  }

  MergeSetup setup_;
  operators::MemoryBudget budget_;
  Chain chain_;
  State state_ = State::reading;
  std::optional<Error> failure_;
};

}  // namespace

Result<std::unique_ptr<MergePipeline>> make_merge_pipeline(MergeSetup setup) {
  auto pipeline = std::make_unique<Pipeline>(std::move(setup));
  if (Result<void> built = pipeline->build(); !built) return built.error();
  return std::unique_ptr<MergePipeline>(std::move(pipeline));
}

}  // namespace sluice::executor
