// SPDX-License-Identifier: Apache-2.0
// Inline expressions. Input: the value of the column `id` (8 bytes, little endian), whether it is a
// number, an unsigned number or text (1 byte), the expression. What has a modulus must give the
// same text for a value and for its remainder.
#include <array>
#include <cstring>

#include "config/row_expression.h"
#include "tests/fuzz/check.h"

namespace {

using namespace sluice;
using fuzz::check;

constexpr std::size_t kHeader = 9;

std::string evaluated(const config::InlineExpression& expression, config::InlineValue value) {
  const std::array arguments{config::InlineArgument{"id", value}};
  std::string text = "<";
  const auto done = expression.evaluate(arguments, text);
  check(text.starts_with('<'));
  if (!done) check(text == "<" && !done.error().message().empty());
  return done ? text : "";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < kHeader) return 0;
  std::uint64_t bits = 0;
  std::memcpy(&bits, data, sizeof bits);
  const std::string_view text = as_text(fuzz::as_input(data, size).subspan(kHeader));

  const auto expanded = config::expand_row_expression(text);
  if (expanded) check(expanded->size() <= 1'000'000);

  const auto compiled = config::InlineExpression::compile(text);
  if (!compiled) return 0;
  check(compiled->is_like(*compiled));
  if (data[8] % 3 == 1) {
    evaluated(*compiled, bits);
  } else if (data[8] % 3 == 2) {
    evaluated(*compiled, as_text(fuzz::as_input(data, sizeof bits)));
  } else {
    const auto value = static_cast<std::int64_t>(bits);
    const std::string result = evaluated(*compiled, value);
    const auto modulus = static_cast<std::int64_t>(compiled->modulus());
    if (modulus == 0 || compiled->columns().front() != "id") return 0;
    check(!result.empty() && result == evaluated(*compiled, value % modulus));
  }
  return 0;
}
