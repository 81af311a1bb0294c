// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/chain_builder.h"

#include "executor/operators/concatenate.h"
#include "executor/operators/distinct.h"
#include "executor/operators/hash_aggregate.h"
#include "executor/operators/having.h"
#include "executor/operators/merge_sort.h"
#include "executor/operators/ordered_aggregate.h"

namespace sluice::executor::operators {
namespace {

// Built back to front, because each operator is given the next one; the aggregation's layout is
// what the operators behind it work on, so it is made first and put in last.
class Builder {
 public:
  Builder(const MergeSetup& setup, MemoryBudget& budget)
      : setup_(setup), plan_(*setup.plan), budget_(budget) {}

  Result<Chain> build() {
    if (plan_.hidden_columns > setup_.columns.size()) {
      return make_error(ErrorId::internal, {"more hidden columns than columns"});
    }
    input_ = {setup_.columns, setup_.format, setup_.columns.size() - plan_.hidden_columns,
              setup_.metadata};
    merged_ = input_;
    if (Result<void> added = make_grouping(); !added) return added.error();
    add_output();
    if (Result<void> added = add_sort(); !added) return added.error();
    if (Result<void> added = add_distinct(); !added) return added.error();
    if (Result<void> added = add_having(); !added) return added.error();
    if (Result<void> added = add_aggregation(); !added) return added.error();
    if (Result<void> added = add_source(); !added) return added.error();
    return std::move(chain_);
  }

 private:
  using Keys = std::span<const router::SortKey>;

  template <class Operator>
  Operator* add(std::unique_ptr<Operator> made) {
    Operator* const added = made.get();
    chain_.operators.push_back(std::move(made));
    chain_.first = added;
    return added;
  }

  Result<void> make_grouping() {
    if (!plan_.aggregation) return {};
    const router::Aggregation& aggregation = *plan_.aggregation;
    const Keys order = plan_.input_order;
    if (aggregation.input_sorted) group_order_ = leading_keys(order, aggregation.group_by);
    const bool ordered = aggregation.group_by.empty() || !group_order_.empty();
    const router::SortKey* sorted_by = nullptr;
    if (ordered && order.size() > group_order_.size()) sorted_by = &order[group_order_.size()];
    Result<std::unique_ptr<Grouping>> grouping =
        Grouping::make(aggregation, input_, sorted_by, budget_);
    if (!grouping) return grouping.error();
    grouping_ = *std::move(grouping);
    merged_ = grouping_->output();
    return {};
  }

  void add_output() {
    chain_.output = add(std::make_unique<OutputEnd>(input_.visible, plan_.hidden_columns != 0));
    const std::uint64_t offset = plan_.limit ? setup_.limit_offset : 0;
    const std::uint64_t count = plan_.limit ? setup_.limit_count : UINT64_MAX;
    wanted_ = count > UINT64_MAX - offset ? UINT64_MAX : offset + count;
    chain_.limit = add(std::make_unique<Limit>(offset, count, *chain_.first));
  }

  Result<void> add_sort() {
    if (plan_.final_order.empty()) return {};
    Result<SortKeys> keys = SortKeys::make(plan_.final_order, merged_, KeyUse::order);
    if (!keys) return keys.error();
    chain_.sort =
        add(std::make_unique<FinalSort>(*std::move(keys), wanted_, budget_, *chain_.first));
    return {};
  }

  Result<void> add_distinct() {
    if (!plan_.distinct) return {};
    if (Result<void> checked = check_distinct(); !checked) return checked;
    const Keys sorted =
        grouping_ == nullptr ? leading_keys(plan_.input_order, plan_.distinct_keys) : Keys();
    Result<SortKeys> keys =
        SortKeys::make(sorted.empty() ? Keys(plan_.distinct_keys) : sorted, merged_, KeyUse::order);
    if (!keys) return keys.error();
    if (sorted.empty()) {
      add(std::make_unique<HashDistinct>(*std::move(keys), budget_, *chain_.first));
    } else {
      add(std::make_unique<SortedDistinct>(*std::move(keys), budget_, *chain_.first));
    }
    return {};
  }

  // Servers tell averages apart by sum and count, so that equal ones come twice.
  Result<void> check_distinct() {
    for (const router::SortKey& key : plan_.distinct_keys) {
      const Result<std::size_t> index = merged_.find(key.value);
      if (!index) return index.error();
      if (grouping_ != nullptr && grouping_->is_average(*index)) {
        return cannot_merge(merged_.columns[*index], "DISTINCT with AVG");
      }
    }
    return {};
  }

  Result<void> add_having() {
    if (!plan_.having) return {};
    Result<HavingCondition> condition =
        HavingCondition::make(*plan_.having, merged_, grouping_.get(),
                              {setup_.having_operands, setup_.having_list_sizes});
    if (!condition) return condition.error();
    add(std::make_unique<Having>(*std::move(condition), *chain_.first));
    return {};
  }

  Result<void> add_aggregation() {
    if (grouping_ == nullptr) return {};
    const Keys group_by = plan_.aggregation->group_by;
    const bool ordered = group_by.empty() || !group_order_.empty();
    Result<SortKeys> keys =
        SortKeys::make(ordered ? group_order_ : group_by, input_, KeyUse::order);
    if (!keys) return keys.error();
    if (ordered) {
      add(std::make_unique<OrderedAggregate>(std::move(grouping_), *std::move(keys), budget_,
                                             *chain_.first));
    } else {
      add(std::make_unique<HashAggregate>(std::move(grouping_), *std::move(keys), budget_,
                                          *chain_.first));
    }
    return {};
  }

  Result<void> add_source() {
    if (!plan_.input_order.empty()) {
      Result<SortKeys> keys = SortKeys::make(plan_.input_order, input_, KeyUse::order);
      if (!keys) return keys.error();
      chain_.source = std::make_unique<MergeSort>(setup_.inputs, input_, *std::move(keys));
      return {};
    }
    // Without hidden columns and operators that look at cells, rows pass as they are.
    const bool split = plan_.hidden_columns != 0 || chain_.operators.size() > kPlainOperators;
    chain_.source = std::make_unique<Concatenate>(setup_.inputs, input_, split);
    return {};
  }

  static constexpr std::size_t kPlainOperators = 2;  // LIMIT and output

  const MergeSetup& setup_;
  const router::MergePlan& plan_;
  MemoryBudget& budget_;
  RowLayout input_;
  RowLayout merged_;  // behind the aggregation
  Keys group_order_;  // the group keys, as the rows are ordered by them
  std::unique_ptr<Grouping> grouping_;
  std::uint64_t wanted_ = UINT64_MAX;
  Chain chain_;
};

}  // namespace

Result<Chain> build_chain(const MergeSetup& setup, MemoryBudget& budget) {
  return Builder(setup, budget).build();
}

}  // namespace sluice::executor::operators
