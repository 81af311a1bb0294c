// SPDX-License-Identifier: Apache-2.0
// A value as the client wrote it to the value that the server would store or compare with, where
// that can be proven; else `unknown`, which a read answers with all nodes and an INSERT with an
// error.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "parser/scan.h"
#include "router/algorithm/algorithm.h"
#include "router/key_domain.h"
#include "router/resolve.h"

namespace sluice::router {

// What is done with the value: compared with the column for equality, or for order, or stored in
// it.
enum class ValueUse : std::uint8_t { compare, bound, store };

struct KeyValue {
  enum class State : std::uint8_t { value, null_value, unknown };
  State state = State::unknown;
  ShardingValue value;  // a string lives in the literal, the parameter or the scratch text
};

// The values of one strategy's columns. Those of several are kept, as their texts may have stood in
// the same scratch text; that of a single one is a view like any other. Meant to be used again.
class KeyTuple {
 public:
  // The next column's value, of `columns` in all.
  void add(const ShardingValue& value, std::size_t columns);
  void clear() { count_ = 0; }
  std::span<const ShardingValue> values() const { return {values_.data(), count_}; }

 private:
  std::size_t count_ = 0;
  std::array<ShardingValue, kMaxKeyColumns> values_;
  std::array<std::string, kMaxKeyColumns> texts_;
};

// How texts are read: the lexical rules and whether the client's characters are UTF-8.
struct TextRules {
  const parser::LexOptions* lex = nullptr;
  bool utf8 = true;
};

// A literal's source text; `minus`: a minus sign stands before it.
KeyValue literal_value(const KeyDomain& domain, ValueUse use, parser::LiteralType type,
                       std::string_view text, bool minus, const TextRules& rules,
                       std::string& scratch);

KeyValue parameter_value(const KeyDomain& domain, ValueUse use, const ParameterValue& parameter,
                         const TextRules& rules, std::string& scratch);

KeyValue integer_value(const KeyDomain& domain, ValueUse use, std::uint64_t magnitude, bool minus,
                       std::string& scratch);

}  // namespace sluice::router
