// SPDX-License-Identifier: Apache-2.0
// Which operators a MergePlan needs, and in which order:
//   source -> aggregation -> HAVING -> DISTINCT -> final sort -> LIMIT -> output
#pragma once

#include <memory>
#include <vector>

#include "executor/operators/final_sort.h"
#include "executor/operators/limit.h"
#include "executor/operators/memory_budget.h"
#include "executor/operators/merge_pipeline.h"
#include "executor/operators/row_output.h"
#include "executor/operators/row_source.h"

namespace sluice::executor::operators {

struct Chain {
  std::vector<std::unique_ptr<RowConsumer>> operators;  // output first
  std::unique_ptr<RowSource> source;
  RowConsumer* first = nullptr;  // behind the source
  OutputEnd* output = nullptr;
  Limit* limit = nullptr;
  FinalSort* sort = nullptr;  // may be null

  std::uint64_t rows_produced() const {
    return sort != nullptr ? sort->arrived() : limit->arrived();
  }
};

// The chain views both arguments. Errors: merge_type, internal.
Result<Chain> build_chain(const MergeSetup& setup, MemoryBudget& budget);

}  // namespace sluice::executor::operators
