// SPDX-License-Identifier: Apache-2.0
#include <charconv>

#include "router/resolve_nodes.h"

namespace sluice::router {
namespace {

using Source = InsertPlan::Source;
using State = KeyValue::State;

// Reads the values of one INSERT's rows, folded or listed.
class Rows {
 public:
  Rows(const InsertPlan& plan, const StatementValues& values) : plan_(plan), values_(values) {}

  // `listed`: where a row that is listed has the operand.
  template <class Listed>
  KeyValue value(std::size_t row, const Source& source, Listed listed, const KeyDomain& domain,
                 std::string& scratch) const {
    if (!plan_.folded) {
      return operand_value(listed(plan_.rows[row]), domain, ValueUse::store, values_, scratch);
    }
    const parser::Mark& mark = values_.normalized->marks[plan_.rows_mark];
    const parser::LiteralSpan& literal =
        literal_at(values_, plan_.rows_mark, row * mark.row_width + source.position);
    return literal_value(domain, ValueUse::store, literal.type, literal_text(values_, literal),
                         false, text_rules(values_), scratch);
  }

 private:
  const InsertPlan& plan_;
  const StatementValues& values_;
};

KeyDomain counter_domain() {
  KeyDomain domain;
  domain.kind = KeyDomain::Kind::integer;
  return domain;
}

bool is_zero(const KeyValue& value) {
  const auto* number = std::get_if<std::int64_t>(&value.value);
  return value.state == State::value && number != nullptr && *number == 0;
}

class RowRouter {
 public:
  RowRouter(const InsertPlan& plan, const StatementValues& values,
            std::chrono::system_clock::time_point now, Resolution& out)
      : plan_(plan), rows_(plan, values), hints_(values.hints), now_(now), out_(out) {}

  // Only whether the statement gives every row what no data source may make up.
  Result<void> check(std::size_t count) {
    for (std::size_t row = 0; row < count; ++row) {
      const Result<void> done = check_counter(row);
      if (!done) return done;
    }
    return {};
  }

  Result<void> run(std::size_t count) {
    out_.scratch.unit_of_node.assign(plan_.rule->nodes.size(), -1);
    for (std::size_t row = 0; row < count; ++row) {
      Result<void> done = check_counter(row);
      if (done) done = generate_key(row);
      if (done) done = place(row);
      if (!done) return done;
    }
    return {};
  }

 private:
  Result<void> check_counter(std::size_t row) {
    if (plan_.counter_value.kind != Source::Kind::position) return {};
    const KeyValue value = rows_.value(
        row, plan_.counter_value, [](const InsertPlan::Row& each) { return each.counter_value; },
        counter_domain(), out_.scratch.text);
    if (value.state == State::value && !is_zero(value)) return {};
    return counter_error(plan_.counter_column);
  }

  Result<void> generate_key(std::size_t row) {
    const Source& source = plan_.key_value;
    if (source.kind == Source::Kind::none) return {};
    if (source.kind == Source::Kind::position) {
      // A server makes up a value for NULL and, in an AUTO_INCREMENT column, for 0.
      const KeyValue given = rows_.value(
          row, source, [](const InsertPlan::Row& each) { return each.key_value; },
          plan_.zero_is_null ? counter_domain() : KeyDomain{}, out_.scratch.text);
      if (plan_.zero_is_null && given.state == State::unknown) {
        return counter_error(plan_.rule->key_column);
      }
      if (given.state != State::null_value && !(plan_.zero_is_null && is_zero(given))) {
        out_.keys.emplace_back(std::int64_t{0});
        return {};
      }
    }
    Result<GeneratedKey> key = plan_.rule->key_generator->next(now_);
    if (!key) return key.error();
    if (const auto* number = std::get_if<std::int64_t>(&*key); number && !out_.first_generated) {
      out_.first_generated = static_cast<std::uint64_t>(*number);
    }
    out_.keys.push_back(std::move(*key));
    return {};
  }

  Error counter_error(std::string_view column) const {
    const ErrorId id = plan_.rule->kind == TableKind::broadcast ? ErrorId::auto_increment_broadcast
                                                                : ErrorId::auto_increment_sharded;
    return make_error(id, {column, plan_.rule->name});
  }

  // The row's value of one sharding column, which may be the key just generated.
  KeyValue key_value(std::size_t row, std::size_t index, const KeyDomain& domain) {
    const Source& source = plan_.keys[index].source;
    const bool is_key =
        source.kind == Source::Kind::generated || (plan_.key_value.kind == Source::Kind::position &&
                                                   source.position == plan_.key_value.position);
    if (is_key) {
      const GeneratedKey& key = out_.keys[row];
      if (const auto* text = std::get_if<std::string>(&key)) {
        return {State::value, std::string_view(*text)};
      }
      if (const std::int64_t number = std::get<std::int64_t>(key); number != 0) {
        return integer_value(domain, ValueUse::store, static_cast<std::uint64_t>(number), false,
                             out_.scratch.text);
      }
    }
    return rows_.value(
        row, source, [index](const InsertPlan::Row& each) { return each.keys[index]; }, domain,
        out_.scratch.text);
  }

  Result<KeyValue> known_value(std::size_t row, std::size_t index) {
    const KeyColumn& column = plan_.rule->key(plan_.keys[index].key);
    const KeyValue value = key_value(row, index, column.domain);
    if (value.state == State::null_value) {
      return make_error(ErrorId::sharding_key_null, {column.name, plan_.rule->name});
    }
    if (value.state == State::unknown) {
      return make_error(ErrorId::sharding_key_expression, {plan_.rule->name, column.name});
    }
    return value;
  }

  // `first` is the index of the level's first key, and moves behind its last one.
  Result<void> narrow(std::size_t row, const Strategy& strategy, std::size_t& first,
                      NodeSet& nodes) {
    const std::size_t columns = strategy.columns.size();
    key_.clear();
    for (std::size_t i = 0; i < columns; ++i) {
      const Result<KeyValue> value = known_value(row, first + i);
      if (!value) return value.error();
      key_.add(value->value, columns);
    }
    first += columns;
    const Result<std::size_t> target = strategy.target_of(key_.values());
    if (!target) return target.error();
    nodes.intersect(strategy.target_nodes[*target]);
    return {};
  }

  Result<void> narrow_by_hint(Level level, const Strategy& strategy, NodeSet& nodes) {
    const std::string_view text =
        hints_ == nullptr ? "" : hints_->value_for(level, plan_.rule->name);
    if (text.empty()) {
      return make_error(ErrorId::hint_missing,
                        {plan_.rule->name, level == Level::database ? "SHARDING_DATABASE_VALUE"
                                                                    : "SHARDING_TABLE_VALUE"});
    }
    const Result<NodeSet> hinted = hinted_nodes(strategy, text, nodes.universe());
    if (!hinted) return hinted.error();
    nodes.intersect(*hinted);
    return {};
  }

  Result<void> place(std::size_t row) {
    if (out_.scratch.sets.empty()) out_.scratch.sets.resize(1);
    NodeSet& nodes = out_.scratch.sets[0];
    nodes = plan_.all_nodes;
    std::size_t next = 0;
    for (const Level level : {Level::database, Level::table}) {
      const Strategy& strategy = plan_.rule->strategy(level);
      Result<void> done;
      if (strategy.narrows()) done = narrow(row, strategy, next, nodes);
      if (strategy.by_hint) done = narrow_by_hint(level, strategy, nodes);
      if (!done) return done;
    }
    if (const std::size_t found = nodes.size(); found != 1) {
      return make_error(ErrorId::row_node_count, {plan_.rule->name, std::to_string(found)});
    }
    add(nodes.first(), static_cast<std::uint32_t>(row));
    return {};
  }

  void add(std::size_t node, std::uint32_t row) {
    std::int32_t& at = out_.scratch.unit_of_node[node];
    if (at < 0) {
      at = static_cast<std::int32_t>(out_.units.size());
      Unit& unit = out_.units.emplace_back();
      unit.data_source = plan_.rule->nodes[node].data_source;
      unit.node = static_cast<std::uint16_t>(node);
      if (!out_.scratch.spare_rows.empty()) {
        unit.rows = std::move(out_.scratch.spare_rows.back());
        out_.scratch.spare_rows.pop_back();
      }
    }
    out_.units[static_cast<std::size_t>(at)].rows.push_back(row);
  }

  const InsertPlan& plan_;
  Rows rows_;
  const Hints* hints_;
  KeyTuple key_;  // of the row and level that is being placed
  std::chrono::system_clock::time_point now_;
  Resolution& out_;
};

}  // namespace

std::size_t row_count(const InsertPlan& plan, const StatementValues& values) {
  if (!plan.folded) return plan.rows.size();
  const parser::Mark& mark = values.normalized->marks[plan.rows_mark];
  return mark.row_width == 0 ? 0 : mark.literal_count / mark.row_width;
}

Result<void> check_counters(const InsertPlan& plan, const StatementValues& values,
                            Resolution& out) {
  return RowRouter(plan, values, {}, out).check(row_count(plan, values));
}

Result<void> resolve_rows(const InsertPlan& plan, const StatementValues& values,
                          std::chrono::system_clock::time_point now, Resolution& out) {
  return RowRouter(plan, values, now, out).run(row_count(plan, values));
}

}  // namespace sluice::router
