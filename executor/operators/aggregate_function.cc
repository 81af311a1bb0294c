// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/aggregate_function.h"

namespace sluice::executor::operators {

MadeAggregate make_aggregate(const router::AggregateColumn& column,
                             const AggregateContext& context) {
  switch (column.kind) {
    case router::AggregateKind::count:
      return make_count(column, context);
    case router::AggregateKind::sum:
      return make_sum(column, context);
    case router::AggregateKind::min:
    case router::AggregateKind::max:
      return make_extreme(column, context);
    case router::AggregateKind::avg:
      return make_avg(column, context);
    case router::AggregateKind::count_distinct:
      return make_count_distinct(column, context);
    case router::AggregateKind::first:
      break;
  }
  return std::unique_ptr<AggregateFunction>();
}

}  // namespace sluice::executor::operators
