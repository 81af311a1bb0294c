// SPDX-License-Identifier: Apache-2.0
#include "router/planning/plan_semi_joins.h"

#include <algorithm>

namespace sluice::router {
namespace {

class SemiJoinPlanner {
 public:
  SemiJoinPlanner(const StatementContext& context, const GatherConditions& conditions,
                  FederationPlan& plan)
      : context_(context), conditions_(conditions), plan_(plan), placed_(plan.gathers.size()) {}

  void run() {
    while (plan_.order.size() < plan_.gathers.size()) {
      const std::size_t next = choose();
      placed_[next] = true;
      plan_.order.push_back(static_cast<std::uint16_t>(next));
    }
    // A write has to lock what it depends on, whatever its partners are.
    if (context_.session.staged != nullptr) return;
    for (std::size_t position = 1; position < plan_.order.size(); ++position) add_joins(position);
  }

 private:
  // What the gathers that are placed narrow, then what has conditions of its own, best if those
  // name values.
  std::size_t choose() const {
    std::size_t best = plan_.gathers.size();
    int best_score = -1;
    for (std::size_t i = 0; i < plan_.gathers.size(); ++i) {
      if (placed_[i]) continue;
      const int score = (meets_placed(i) ? 4 : 0) + (is_pinned(i) ? 2 : 0) +
                        (plan_.gathers[i].has_conditions ? 1 : 0);
      if (score <= best_score) continue;
      best = i;
      best_score = score;
    }
    return best;
  }

  bool is_pinned(std::size_t index) const {
    return !plan_.gathers[index].system && conditions_.names_values(static_cast<int>(index));
  }

  bool meets_placed(std::size_t index) const {
    return std::any_of(plan_.order.begin(), plan_.order.end(), [&](std::uint16_t other) {
      return !conditions_.links(static_cast<int>(index), other).empty();
    });
  }

  const ColumnSchema* integer_column(const BoundColumn& column) const {
    const ColumnSchema* schema = context_.bound.schema_of(column);
    return schema != nullptr && schema->column_class == ColumnClass::integer ? schema : nullptr;
  }

  void add_joins(std::size_t position) {
    const std::uint16_t index = plan_.order[position];
    Gather& gather = plan_.gathers[index];
    if (gather.system) return;
    const BoundTable& table = context_.bound.tables[index];
    for (std::size_t i = 0; i < position; ++i) {
      const std::uint16_t from = plan_.order[i];
      if (plan_.gathers[from].system) continue;
      for (const GatherConditions::Link& link : conditions_.links(index, from)) {
        const ColumnSchema* column = integer_column(*link.column);
        const ColumnSchema* values = integer_column(*link.partner);
        if (column == nullptr || values == nullptr) continue;
        SemiJoin join{from, quote_name(values->name),
                      quote_name(table.exposed) + "." + quote_name(column->name), std::nullopt};
        if (table.kind() == TableKind::sharded) join.key = key_of(index, *link.column);
        gather.semi_joins.push_back(std::move(join));
      }
    }
  }

  // Only a strategy of one column tells nodes by one column's values.
  std::optional<KeyRef> key_of(int table, const BoundColumn& column) const {
    const TableRule& rule = context_.bound.tables[static_cast<std::size_t>(table)].rule();
    for (const KeyRef key : rule.keys()) {
      if (rule.strategy(key.level).columns.size() == 1 &&
          context_.routes.key_column(table, key) == column) {
        return key;
      }
    }
    return std::nullopt;
  }

  const StatementContext& context_;
  const GatherConditions& conditions_;
  FederationPlan& plan_;
  std::vector<bool> placed_;
};

}  // namespace

void plan_semi_joins(const StatementContext& context, const GatherConditions& conditions,
                     FederationPlan& plan) {
  SemiJoinPlanner(context, conditions, plan).run();
}

}  // namespace sluice::router
