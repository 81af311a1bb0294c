// SPDX-License-Identifier: Apache-2.0
// PREPARE, EXECUTE and DEALLOCATE PREPARE as SQL, and DO: names and values as the text has them.
#include "router/planning/plan_statement.h"
#include "router/planning/variable_names.h"

namespace sluice::router {
namespace {

using Kind = NamedStatementPlan::Kind;

// Of an identifier, in lower case: names of statements are compared without case.
std::string name_at(const StatementContext& context, std::uint32_t token) {
  const std::string_view text = context.source.token_text(token);
  return user_variable_name("@" + std::string(text), context.parsed.options);
}

// The first token at [from, end) outside of parentheses that is `word`, or end.
std::uint32_t find_word(const StatementContext& context, std::uint32_t from,
                        std::string_view word) {
  int depth = 0;
  const std::uint32_t end = context.source.whole().end;
  for (std::uint32_t at = from; at < end; ++at) {
    const std::string text = context.source.word(at);
    if (text == "(") ++depth;
    if (text == ")") --depth;
    if (depth == 0 && text == word) return at;
  }
  return end;
}

void read_parameters(const StatementContext& context, std::uint32_t from,
                     NamedStatementPlan& plan) {
  const std::uint32_t end = context.source.whole().end;
  if (from >= end) return;
  plan.parameters = context.source.text({from, end});
  for (std::uint32_t at = from; at < end; at = find_word(context, at, ",") + 1) {
    ++plan.parameter_count;
  }
}

NamedStatementPlan read_execute(const StatementContext& context) {
  NamedStatementPlan plan{};
  const std::uint32_t end = context.source.whole().end;
  const std::uint32_t values = find_word(context, 2, "USING");
  plan.kind = Kind::execute;
  if (context.source.word(1) == "IMMEDIATE" && values > 2) {
    plan.kind = Kind::execute_immediate;
    plan.text = context.source.text({2, values});
  } else {
    plan.name = name_at(context, 1);
  }
  if (values < end) read_parameters(context, values + 1, plan);
  return plan;
}

}  // namespace

bool is_named_statement(const StatementContext& context) {
  const std::string first = context.source.word(0);
  return first == "DO" || first == "PREPARE" || first == "EXECUTE" || first == "DEALLOCATE" ||
         (first == "DROP" && context.source.word(1) == "PREPARE");
}

void plan_named_statement(StatementContext& context) {
  NamedStatementPlan plan{};
  const std::string first = context.source.word(0);
  if (first == "EXECUTE") {
    plan = read_execute(context);
  } else if (first == "DO") {
    plan.kind = Kind::evaluate;
    plan.text = context.source.text({1, context.source.whole().end});
  } else if (first == "PREPARE") {
    plan.kind = Kind::prepare;
    plan.name = name_at(context, 1);
    plan.text = context.source.text({3, context.source.whole().end});
  } else {
    plan.kind = Kind::deallocate;
    plan.name = name_at(context, 2);
  }
  context.plan.cacheable = false;
  context.plan.body = std::move(plan);
}

}  // namespace sluice::router
