// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

using router::Condition;
using router::Operand;
using Kind = Condition::Kind;
using Compare = Condition::Compare;
using wire::ColumnInfo;

const TestCell kNull = std::nullopt;

Condition leaf(Kind kind, router::ColumnAt column, std::size_t operands) {
  Condition made{};
  made.kind = kind;
  made.column = column;
  made.operands.resize(operands);
  return made;
}

Condition compare(Compare how, unsigned column = 0) {
  Condition made = leaf(Kind::compare, visible(column), 1);
  made.compare = how;
  return made;
}

Condition tree(Kind kind, std::vector<Condition> children) {
  Condition made{};
  made.kind = kind;
  made.children = std::move(children);
  return made;
}

Condition negated(Condition condition) {
  condition.negated = true;
  return condition;
}

// The values of one column that pass, in both formats.
std::string passing(const Condition& condition, const ColumnInfo& column, const TestRow& values,
                    std::vector<TestCell> operands, std::vector<std::uint32_t> list_sizes = {}) {
  MergeCase merge;
  merge.columns = {column};
  merge.plan.having = condition;
  merge.having_operands = std::move(operands);
  merge.having_list_sizes = std::move(list_sizes);
  TestRows& rows = merge.inputs.emplace_back();
  for (const TestCell& value : values) rows.push_back({value});
  return merged_in_both_formats(merge);
}

}  // namespace

TEST_CASE("comparisons of exact numbers") {
  const ColumnInfo decimal = decimal_column(2);
  const TestRow values = {"-1.00", "1.49", "1.50", "1.51", kNull};
  CHECK(passing(compare(Compare::equal), decimal, values, {"1.5"}) == "1.50");
  CHECK(passing(compare(Compare::not_equal), decimal, values, {"1.5"}) == "-1.00;1.49;1.51");
  CHECK(passing(compare(Compare::less), decimal, values, {"1.5"}) == "-1.00;1.49");
  CHECK(passing(compare(Compare::less_equal), decimal, values, {"1.500"}) == "-1.00;1.49;1.50");
  CHECK(passing(compare(Compare::greater), decimal, values, {"1"}) == "1.49;1.50;1.51");
  CHECK(passing(compare(Compare::greater_equal), decimal, values, {"1.51"}) == "1.51");
  CHECK(passing(compare(Compare::equal), decimal, values, {kNull}).empty());
  const std::string large = "99999999999999999999999999999999999999999999999999999999999999998";
  CHECK(passing(compare(Compare::less), decimal_column(0), {large, large.substr(0, 64) + "9"},
                {large.substr(0, 64) + "9"}) == large);
}

TEST_CASE("integers of both signs, beyond 64 bits too") {
  CHECK(passing(compare(Compare::greater), bigint_column(true), {"1", "18446744073709551615"},
                {"9223372036854775807"}) == "18446744073709551615");
  CHECK(passing(compare(Compare::greater), bigint_column(true), {"0", "5"}, {"-1"}) == "0;5");
  CHECK(passing(compare(Compare::less), bigint_column(), {"9223372036854775807"},
                {"18446744073709551616"}) == "9223372036854775807");
  CHECK(passing(compare(Compare::equal), int_column(), {"1", "2"}, {"1.5"}).empty());
}

// MariaDB 10.11: for d = 0.30000000000000004e0, d = 0.3 is false; for a = 9007199254740993,
// SELECT MAX(a) m FROM t HAVING m = 9007199254740992e0 finds the row.
TEST_CASE("a double makes it a comparison of doubles") {
  CHECK(passing(compare(Compare::equal), double_column(), {"0.30000000000000004", "0.3"},
                {"0.3"}) == "0.3");
  CHECK(passing(compare(Compare::equal), bigint_column(), {"9007199254740993", "9007199254740991"},
                {"9007199254740992e0"}) == "9007199254740993");
  CHECK(passing(compare(Compare::greater), decimal_column(1), {"0.5", "20.5"}, {"1e1"}) == "20.5");
}

TEST_CASE("BETWEEN and IN, in three-valued logic") {
  const TestRow values = {"1", "2", "3", "4", kNull};
  const Condition between = leaf(Kind::between, visible(0), 2);
  CHECK(passing(between, int_column(), values, {"2", "3"}) == "2;3");
  CHECK(passing(negated(between), int_column(), values, {"2", "3"}) == "1;4");
  CHECK(passing(between, int_column(), values, {kNull, "3"}).empty());
  CHECK(passing(negated(between), int_column(), values, {kNull, "3"}) == "4");
  CHECK(passing(between, int_column(), values, {"15e-1", "3.5"}) == "2;3");

  const Condition in = leaf(Kind::in_list, visible(0), 3);
  CHECK(passing(in, int_column(), values, {"2", "9", "4.0"}) == "2;4");
  CHECK(passing(negated(in), int_column(), values, {"2", "9", "4"}) == "1;3");
  CHECK(passing(in, int_column(), values, {"2", kNull, "4e0"}) == "2;4");
  CHECK(passing(negated(in), int_column(), values, {"2", kNull, "4"}).empty());
  const Condition in_one = leaf(Kind::in_list, visible(0), 1);
  CHECK(passing(in_one, int_column(), values, {"3"}) == "3");
  CHECK(passing(negated(in_one), int_column(), values, {"3"}) == "1;2;4");
}

TEST_CASE("a list operand stands for several values") {
  Condition in = leaf(Kind::in_list, visible(0), 1);
  in.operands[0].kind = Operand::Kind::list;
  const TestRow values = {"1", "2", "3", "4"};
  CHECK(passing(in, int_column(), values, {"2", "4"}, {2}) == "2;4");
  const Condition both = tree(Kind::all_of, {in, negated(in)});
  CHECK(passing(both, int_column(), values, {"1", "2", "3", "3", "4"}, {3, 2}) == "1;2");
}

TEST_CASE("IS NULL") {
  const Condition is_null = leaf(Kind::is_null, visible(0), 0);
  CHECK(passing(is_null, int_column(), {"1", kNull}, {}) == "NULL");
  CHECK(passing(negated(is_null), int_column(), {"1", kNull}, {}) == "1");
  CHECK(passing(is_null, binary_column(), {"1", kNull}, {}) == "NULL");
}

// Values 1 (true), 0 (false) and NULL (unknown) for `column = 1`.
TEST_CASE("AND, OR and NOT in three-valued logic") {
  MergeCase merge;
  merge.columns = {int_column(), int_column()};
  TestRows& rows = merge.inputs.emplace_back();
  for (const TestCell& a : {TestCell("1"), TestCell("0"), kNull}) {
    for (const TestCell& b : {TestCell("1"), TestCell("0"), kNull}) rows.push_back({a, b});
  }
  const Condition a = compare(Compare::equal, 0);
  const Condition b = compare(Compare::equal, 1);
  merge.having_operands = {"1", "1"};
  const auto run = [&](Condition condition) {
    merge.plan.having = std::move(condition);
    return merged_in_both_formats(merge);
  };
  CHECK(run(tree(Kind::all_of, {a, b})) == "1,1");
  CHECK(run(tree(Kind::any_of, {a, b})) == "1,1;1,0;1,NULL;0,1;NULL,1");
  CHECK(run(tree(Kind::negate, {tree(Kind::all_of, {a, b})})) == "1,0;0,1;0,0;0,NULL;NULL,0");
  CHECK(run(tree(Kind::negate, {tree(Kind::any_of, {a, b})})) == "0,0");
  CHECK(run(tree(Kind::all_of, {a, tree(Kind::negate, {b})})) == "1,0");
}

// MariaDB 10.11, for groups of 30000 rows whose sums are 30000, 30001, 30002 and 29999:
//   SELECT g, AVG(x) a FROM t GROUP BY g HAVING a > 1          ->  3 (shown 1.0001)
//   .. HAVING a > 1e0                                          ->  2, 3
//   .. HAVING a BETWEEN 1 AND 1                                ->  1
//   .. HAVING a IN (1, 2)                                      ->  1
//   .. HAVING a IN (1)                                         ->  1, 2, 4
//   .. HAVING a NOT IN (1, 2)                                  ->  2, 3, 4
//   .. HAVING a IN (1.000033333, 7)                            ->  2
// MySQL compares all of them before it rounds.
TEST_CASE("averages are compared as the server's version does") {
  MergeCase merge;
  merge.columns = {int_column(), decimal_column(4), decimal_column(0), bigint_column()};
  merge.plan.hidden_columns = 2;
  router::Aggregation& aggregation = merge.plan.aggregation.emplace();
  aggregation.group_by = {key_of(visible(0))};
  router::AggregateColumn avg = aggregate(router::AggregateKind::avg, visible(1));
  avg.sum = hidden(0);
  avg.count = hidden(1);
  aggregation.columns = {avg};
  merge.inputs = {{{"1", "1", "10000", "10000"},
                   {"2", "1", "10001", "10000"},
                   {"3", "1", "10002", "10000"},
                   {"4", "1", "9999", "10000"}},
                  {{"1", "1", "20000", "20000"},
                   {"2", "1", "20000", "20000"},
                   {"3", "1", "20000", "20000"},
                   {"4", "1", "20000", "20000"}}};
  const auto groups = [&](const Condition& condition, std::vector<TestCell> operands) {
    merge.plan.having = condition;
    merge.having_operands = std::move(operands);
    merged_in_both_formats(merge);
    std::string passed;
    for (const TestRow& row : run_merge(merge).rows) passed += *row[0];
    return passed;
  };
  const Condition above = compare(Compare::greater, 1);
  const Condition between = leaf(Kind::between, visible(1), 2);
  const Condition in_one = leaf(Kind::in_list, visible(1), 1);
  const Condition in_two = leaf(Kind::in_list, visible(1), 2);
  CHECK(groups(above, {"1"}) == "3");
  CHECK(groups(above, {"1e0"}) == "23");
  CHECK(groups(between, {"1", "1"}) == "1");
  CHECK(groups(in_two, {"1", "2"}) == "1");
  CHECK(groups(in_one, {"1"}) == "124");
  CHECK(groups(negated(in_two), {"1", "2"}) == "234");
  CHECK(groups(in_two, {"1.000033333", "7"}) == "2");

  router::Metadata mysql = test_metadata();
  mysql.server_version = "8.0.36";
  merge.metadata = &mysql;
  CHECK(groups(above, {"1"}) == "23");
  CHECK(groups(in_one, {"1"}) == "1");
}

TEST_CASE("columns and operands that are no exact numbers are refused") {
  ColumnInfo fixed = double_column();
  fixed.decimals = 2;
  for (const ColumnInfo& column :
       {binary_column(), text_column(), fixed, typed_column(wire::ColumnType::date),
        typed_column(wire::ColumnType::bit)}) {
    CHECK(passing(compare(Compare::equal), column, {}, {"1"}) == "merge_type");
  }
  CHECK(passing(compare(Compare::equal), int_column(), {}, {"abc"}) == "merge_type");
  CHECK(passing(compare(Compare::equal), int_column(), {}, {"1e999"}) == "merge_type");
  MergeCase rounded;
  rounded.columns = {float_column()};
  rounded.plan.having = compare(Compare::equal);
  rounded.having_operands = {"1"};
  CHECK(run_merge(rounded).text() == "merge_type");
}

TEST_CASE("a condition and operands that do not fit are an internal error") {
  CHECK(passing(compare(Compare::equal), int_column(), {}, {}) == "internal");
  CHECK(passing(compare(Compare::equal), int_column(), {}, {"1", "2"}) == "internal");
  CHECK(passing(leaf(Kind::between, visible(0), 1), int_column(), {}, {"1"}) == "internal");
  CHECK(passing(leaf(Kind::in_list, visible(0), 0), int_column(), {}, {}) == "internal");
  CHECK(passing(leaf(Kind::compare, visible(3), 1), int_column(), {}, {"1"}) == "internal");
  CHECK(passing(tree(Kind::negate, {}), int_column(), {}, {}) == "internal");
}

TEST_CASE("a malformed value is refused") {
  MergeCase merge;
  merge.columns = {decimal_column(1)};
  merge.plan.having = compare(Compare::equal);
  merge.having_operands = {"1"};
  merge.inputs = {{{"abc"}}};
  CHECK(merged_in_both_formats(merge) == "malformed_packet");
}

}  // namespace sluice::executor::test
