// SPDX-License-Identifier: Apache-2.0
#include "router/load/row_placer.h"

#include <algorithm>
#include <charconv>

namespace sluice::router {
namespace {

using State = KeyValue::State;

// LOCAL takes whatever a file holds: what is no number is 0, what follows one is cut off, what is
// too large becomes the nearest that the column has. Not told here: fractions, exponents, and what
// follows a line's end, which to MariaDB is a blank and to MySQL no part of a number.
KeyValue loaded_integer(const KeyDomain& domain, std::string_view text, std::string& scratch) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  if (!text.empty() && text.front() >= '\n' && text.front() <= '\r') return {};
  const bool minus = text.starts_with('-');
  if (minus || text.starts_with('+')) text.remove_prefix(1);
  std::uint64_t magnitude = 0;
  const char* const end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, magnitude);
  if (parsed.ec == std::errc::result_out_of_range) magnitude = UINT64_MAX;
  if (parsed.ptr != end && (*parsed.ptr == '.' || *parsed.ptr == 'e' || *parsed.ptr == 'E')) {
    return {};
  }
  // -(minimum + 1) + 1: the smallest integer has no positive counterpart.
  const std::uint64_t lowest =
      domain.minimum == 0 ? 0 : static_cast<std::uint64_t>(-(domain.minimum + 1)) + 1;
  magnitude = std::min(magnitude, minus ? lowest : domain.maximum);
  return integer_value(domain, ValueUse::store, magnitude, minus, scratch);
}

}  // namespace

KeyValue loaded_value(const KeyDomain& domain, std::string_view text, const TextRules& rules,
                      std::string& scratch) {
  if (domain.kind == KeyDomain::Kind::integer) return loaded_integer(domain, text, scratch);
  ParameterValue parameter;
  parameter.kind = ParameterValue::Kind::text;
  parameter.text = text;
  return parameter_value(domain, ValueUse::store, parameter, rules, scratch);
}

RowPlacer::RowPlacer(const LoadPlan& plan, bool utf8) : plan_(plan), nodes_(0) {
  rules_.utf8 = utf8;
  const auto want = [&](std::uint32_t position) {
    const bool known = std::any_of(values_.begin(), values_.end(), [&](const FieldValue& each) {
      return each.position == position;
    });
    if (!known) values_.emplace_back().position = position;
  };
  for (const auto& key : plan.keys) {
    if (key) want(key->field);
  }
  if (plan.key_field) want(plan.key_field->field);
  if (plan.counter_field) want(plan.counter_field->field);
  std::sort(values_.begin(), values_.end(), [](const FieldValue& left, const FieldValue& right) {
    return left.position < right.position;
  });
}

const FieldValue& RowPlacer::field(std::uint32_t position) const {
  return *std::find_if(values_.begin(), values_.end(),
                       [&](const FieldValue& each) { return each.position == position; });
}

// No server may be left to count: each would count for itself.
Result<void> RowPlacer::check_counter(const LoadPlan::Counter& counter, std::uint64_t row) {
  const FieldValue& value = field(counter.field);
  bool counts = value.state != FieldValue::State::text;
  if (!counts && counter.zero_counts) {
    KeyDomain domain;
    domain.kind = KeyDomain::Kind::integer;
    const KeyValue number = loaded_value(domain, value.text, rules_, scratch_);
    const auto* integer = std::get_if<std::int64_t>(&number.value);
    counts = number.state != State::value || (integer != nullptr && *integer == 0);
  }
  if (!counts) return {};
  return make_error(ErrorId::load_counter, {std::to_string(row), plan_.rule->name, counter.column});
}

Result<void> RowPlacer::generate(std::chrono::system_clock::time_point now) {
  Result<GeneratedKey> key = plan_.rule->key_generator->next(now);
  if (!key) return key.error();
  if (const auto* number = std::get_if<std::int64_t>(&*key)) {
    generated_number_ = static_cast<std::uint64_t>(*number);
    generated_ = std::to_string(*number);
    if (first_generated_ == 0) first_generated_ = *generated_number_;
  } else {
    generated_ = std::get<std::string>(*key);
  }
  return {};
}

// Precondition: the column has a value, in the file or generated.
KeyValue RowPlacer::key_value(const KeyDomain& domain,
                              const std::optional<LoadPlan::Source>& source) {
  if (!source) {
    if (!generated_number_) return {State::value, std::string_view(generated_)};
    return integer_value(domain, ValueUse::store, *generated_number_, false, scratch_);
  }
  const FieldValue& value = field(source->field);
  if (value.state == FieldValue::State::null_value) {
    return {source->null_is_zero ? State::value : State::null_value, std::int64_t{0}};
  }
  if (value.state == FieldValue::State::missing) return {};
  return loaded_value(domain, value.text, rules_, scratch_);
}

// `first` is the index of the level's first key, and moves behind its last one.
Result<void> RowPlacer::narrow(const Strategy& strategy, std::size_t& first, std::uint64_t row) {
  if (!strategy.narrows()) return {};
  const std::size_t columns = strategy.columns.size();
  key_.clear();
  for (std::size_t i = 0; i < columns; ++i) {
    const KeyColumn& column = strategy.columns[i];
    const KeyValue value = key_value(column.domain, plan_.keys[first + i]);
    if (value.state != State::value) {
      const bool null = value.state == State::null_value;
      return make_error(null ? ErrorId::load_key_null : ErrorId::load_key_value,
                        {std::to_string(row), plan_.rule->name, column.name});
    }
    key_.add(value.value, columns);
  }
  first += columns;
  const Result<std::size_t> target = strategy.target_of(key_.values());
  if (!target) return target.error();
  nodes_.intersect(strategy.target_nodes[*target]);
  return {};
}

Result<std::size_t> RowPlacer::place(std::uint64_t row, std::chrono::system_clock::time_point now) {
  Result<void> done;
  if (plan_.key_field) done = check_counter(*plan_.key_field, row);
  if (done && plan_.counter_field) done = check_counter(*plan_.counter_field, row);
  if (done && plan_.generates_key) done = generate(now);
  if (!done) return done.error();
  if (everywhere()) return std::size_t{0};
  nodes_ = NodeSet::all(plan_.rule->nodes.size());
  std::size_t next = 0;
  done = narrow(plan_.rule->database_strategy, next, row);
  if (done) done = narrow(plan_.rule->table_strategy, next, row);
  if (!done) return done.error();
  if (const std::size_t found = nodes_.size(); found != 1) {
    return make_error(ErrorId::row_node_count, {plan_.rule->name, std::to_string(found)});
  }
  return nodes_.first();
}

}  // namespace sluice::router
