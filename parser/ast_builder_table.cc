// SPDX-License-Identifier: Apache-2.0
// FROM: tables, derived tables and joins.
#include <algorithm>

#include "parser/ast_builder.h"
#include "parser/string_body.h"

namespace sluice::parser {

using namespace ast;
using Kind = TokenKind;

TableName AstBuilder::table_name(Grammar::TableNameContext* context) {
  const SqlToken* first = first_of(context);
  const SqlToken* last = last_of(context);
  TableName name;
  name.table = identifier(last);
  if (first->type == Kind::dot) only_mariadb(first);
  // `_utf8mb4` introduces a text, also where a dot follows.
  if (last != first && is_charset_introducer(text(first))) fail(first);
  if (last - first == 2) name.schema = identifier(first);
  name.range = range(first, last);
  return name;
}

List<TableName> AstBuilder::table_names(const std::vector<Grammar::TableNameContext*>& contexts) {
  const auto list = out_.arena->make_array<TableName>(contexts.size());
  std::transform(contexts.begin(), contexts.end(), list.begin(),
                 [this](Grammar::TableNameContext* item) { return table_name(item); });
  return list;
}

const TableRef* AstBuilder::tables(Grammar::TableRefsContext* context) {
  if (context->items.size() == 1) return table(context->items[0]);
  auto* node = make<TableRefList>(first_of(context), last_of(context));
  const auto items = out_.arena->make_array<const TableRef*>(context->items.size());
  for (std::size_t i = 0; i < items.size(); ++i) {
    items[i] = table(context->items[i]);
    raise(node, items[i]);
  }
  node->items = items;
  return node;
}

// ----------------------------------------------------------------------------------------------
// joins

namespace {

// One step of a flat FROM item: a join with its right side, or the condition of an earlier join.
struct Step {
  enum class Kind : std::uint8_t { join, on, use };
  Kind kind = Kind::join;
  JoinKind join = JoinKind::inner;
  bool natural = false;
  bool conditioned = false;  // join: an ON or USING further on belongs to it
  std::size_t index = 0;     // of the factor, condition or list of names
  const SqlToken* token = nullptr;
  const SqlToken* last = nullptr;
};

// Reads the words of a join and leaves `at` behind them.
Step join_step(const SqlToken*& at) {
  Step step;
  step.token = at;
  for (;; ++at) {
    switch (at->type) {
      case Kind::kw_join:
        ++at;
        return step;
      case Kind::kw_straight_join:
        step.join = JoinKind::straight;
        ++at;
        return step;
      case Kind::kw_cross:
        step.join = JoinKind::cross;
        break;
      case Kind::kw_left:
        step.join = JoinKind::left;
        break;
      case Kind::kw_right:
        step.join = JoinKind::right;
        break;
      case Kind::kw_natural:
        step.natural = true;
        break;
      default:  // INNER, OUTER
        break;
    }
  }
}

std::vector<Step> steps_of(Grammar::TableRefContext* context) {
  std::vector<Step> steps;
  std::size_t conditions = 0;
  std::size_t usings = 0;
  const auto last_of = [](const antlr4::ParserRuleContext* node) {
    return static_cast<const SqlToken*>(node->stop);
  };
  const SqlToken* at = last_of(context->factors[0]) + 1;
  for (std::size_t factors = 1; at <= last_of(context);) {
    Step step;
    if (at->type == Kind::kw_on) {
      step = {.kind = Step::Kind::on, .index = conditions, .token = at};
      step.last = last_of(context->conditions[conditions++]);
    } else if (at->type == Kind::kw_using) {
      step = {.kind = Step::Kind::use, .index = usings, .token = at};
      step.last = last_of(context->usings[usings++]) + 1;
    } else {
      step = join_step(at);
      step.index = factors;
      step.last = last_of(context->factors[factors++]);
    }
    at = step.last + 1;
    steps.push_back(step);
  }
  return steps;
}

}  // namespace

// An ON closes the nearest join before it that has none. Joins without one (inner joins only) group
// from the left, also against a join behind them that has one.
const TableRef* AstBuilder::table(Grammar::TableRefContext* context) {
  const Recursion guard(*this);
  std::vector<Step> steps = steps_of(context);
  std::vector<Step*> open;
  for (Step& step : steps) {
    if (step.kind == Step::Kind::join) {
      if (!step.natural) open.push_back(&step);
    } else {
      if (open.empty()) fail(step.token);
      open.back()->conditioned = true;
      open.pop_back();
    }
  }
  for (const Step* step : open) {
    if (step->join == JoinKind::left || step->join == JoinKind::right) fail(last_of(context) + 1);
  }

  // The ON of ON DUPLICATE is the one this join could have.
  if (!open.empty() && (last_of(context) + 1)->type == Kind::on_duplicate) {
    fail(last_of(context) + 3);
  }

  struct Side {
    const TableRef* table;
    const SqlToken* begin;
  };
  std::vector<Side> sides{{factor(context->factors[0]), first_of(context)}};
  std::vector<const Step*> joins;
  const auto join = [&](const Step& step, const Step* condition, const TableRef* right,
                        const SqlToken* last) {
    auto* node = make<Join>(sides.back().begin, last);
    node->join = step.join;
    node->natural = step.natural;
    node->left = sides.back().table;
    node->right = right;
    if (condition != nullptr && condition->kind == Step::Kind::on) {
      node->on = expression(context->conditions[condition->index]);
      raise(node, node->on);
    } else if (condition != nullptr) {
      node->using_columns = identifiers(context->usings[condition->index]);
    }
    raise(node, node->left);
    raise(node, node->right);
    sides.back().table = node;
  };
  for (const Step& step : steps) {
    if (step.kind != Step::Kind::join) {
      const TableRef* right = sides.back().table;
      sides.pop_back();
      join(*joins.back(), &step, right, step.last);
      joins.pop_back();
      continue;
    }
    Grammar::TableFactorContext* right = context->factors[step.index];
    if (step.conditioned) {
      sides.push_back({factor(right), first_of(right)});
      joins.push_back(&step);
    } else {
      join(step, nullptr, factor(right), step.last);
    }
  }
  return sides.back().table;
}

// --------------------------------------------------------------------------------------------
// factors

// In parentheses without a join: no JSON_TABLE and no LATERAL, and MariaDB only has (query) there.
const TableRef* AstBuilder::alone(Grammar::TableRefContext* context) {
  const SqlToken* last = last_of(context);
  if (context->factors.size() > 1) return table(context);
  const Grammar::TableFactorContext* only = context->factors[0];
  if (only->document != nullptr || only->lateral != nullptr) fail(last + 1);
  if (only->query != nullptr) only_mariadb(last + 1);
  return table(context);
}

const TableRef* AstBuilder::factor(Grammar::TableFactorContext* context) {
  if (context->alias != nullptr) {
    const SqlToken* equal = first_of(context->alias) - 1;
    if (equal->type == Kind::equal) only_mariadb(equal);
  }
  if (context->table != nullptr) return base_table(context);
  if (context->query != nullptr) return derived_table(context);
  if (context->braced != nullptr) {
    const SqlToken* word = first_of(context) + 1;
    if (!is_word(word, "OJ")) only_mariadb(word);
    return table(context->braced);
  }
  if (context->inner != nullptr) {
    if (context->inner->items.size() == 1) return alone(context->inner->items[0]);
    auto* list = const_cast<TableRef*>(tables(context->inner));
    list->range = range(context);  // with its parentheses
    return list;
  }
  auto* node = make<TableFunction>(first_of(context), last_of(context));
  node->name = identifier(first_of(context));
  const auto args = out_.arena->make_array<const Expr*>(1);
  args[0] = expression(context->document);
  node->args = args;
  check_json_columns(context->json);
  for (const SqlToken* at = first_of(context); at != last_of(context); ++at) {
    if (at->type == Kind::next_string) only_mysql(at);
  }
  node->alias = identifier(context->alias);
  raise(node, node->args);
  return node;
}

// BETWEEN's AND is an operator to the grammar.
void AstBuilder::check_period(Grammar::SystemTimeContext* period) {
  only_mariadb(first_of(period));
  for (Grammar::ExprContext* bound : period->bounds) expression(bound);
  Grammar::PeriodBoundsContext* system = period->period;
  if (system == nullptr) return;
  for (Grammar::ExprContext* bound : system->bounds) {
    check_bit_expression(bound);
    expression(bound);
  }
  if (system->between != nullptr) check_bit_expression(system->between, true);
  if (system->upper != nullptr) expression(system->upper);
  if (system->between == nullptr || system->upper != nullptr) return;
  const auto* both = try_as<Binary>(expression(system->between));
  if (both == nullptr || both->op != BinaryOp::logical_and) fail(last_of(period) + 1);
}

void AstBuilder::check_json_columns(Grammar::JsonColumnsContext* columns) {
  for (Grammar::JsonColumnContext* column : columns->items) {
    if (column->nested != nullptr) check_json_columns(column->nested);
    if (column->type != nullptr) {
      check_type_name(first_of(column->type));
      if (first_of(column->type)->type == Kind::identifier) only_mysql(first_of(column->type));
    }
    for (Grammar::JsonOnEventContext* event : column->events) check_event(event);
  }
}

const TableRef* AstBuilder::base_table(Grammar::TableFactorContext* context) {
  auto* node = make<BaseTable>(first_of(context), last_of(context));
  node->name = table_name(context->table);
  node->alias = identifier(context->alias);
  if (context->partitions != nullptr) {
    node->partitions = range(first_of(context->partitions) - 2, last_of(context->partitions) + 1);
  }
  if (context->sample != nullptr) {
    const auto* method = static_cast<const SqlToken*>(context->method);
    if (!is_word(method, "SYSTEM") && !is_word(method, "BERNOULLI")) fail(method);
    only_mysql(method);
    unrouted_ = "TABLESAMPLE";
  }
  if (context->temporal != nullptr) check_period(context->temporal);
  if (context->temporal != nullptr) node->temporal = range(context->temporal);
  if (!context->hints.empty()) {
    node->index_hints = range(first_of(context->hints.front()), last_of(context->hints.back()));
  }
  return node;
}

const TableRef* AstBuilder::derived_table(Grammar::TableFactorContext* context) {
  if (context->alias == nullptr && out_.options.mariadb) fail(last_of(context) + 1);
  auto* node = make<DerivedTable>(first_of(context), last_of(context));
  node->query = query(context->query);
  node->alias = identifier(context->alias);
  node->columns = identifiers(context->columns);
  node->lateral = context->lateral != nullptr;
  if (node->lateral || context->alias == nullptr) only_mysql(first_of(context));
  if (context->columns != nullptr) only_mysql(first_of(context->columns) - 1);
  raise(node, node->query);
  return node;
}

}  // namespace sluice::parser
