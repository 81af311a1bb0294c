// SPDX-License-Identifier: Apache-2.0
// actualDataNodes: what ShardingSphere's documentation and Groovy's rules say they expand to.
#include <string>

#include <doctest/doctest.h>

#include "config/row_expression.h"

namespace sluice::config {
namespace {

std::string expanded(std::string_view expression) {
  const auto result = expand_row_expression(expression);
  if (!result) return "error: " + result.error().message();
  std::string joined;
  for (const std::string& text : *result) joined += (joined.empty() ? "" : "|") + text;
  return joined;
}

std::string problem(std::string_view expression) {
  const auto result = expand_row_expression(expression);
  return result ? "none" : result.error().message();
}

}  // namespace

TEST_CASE("expansion: ranges, lists and their products, the rightmost fastest") {
  CHECK(expanded("t_order_${1..3}") == "t_order_1|t_order_2|t_order_3");
  CHECK(expanded("t_order_$->{1..3}") == "t_order_1|t_order_2|t_order_3");
  CHECK(expanded("ds_${0..1}.t_order_${0..1}") ==
        "ds_0.t_order_0|ds_0.t_order_1|ds_1.t_order_0|ds_1.t_order_1");
  CHECK(expanded("${['online', 'offline']}_table${1..3}") ==
        "online_table1|online_table2|online_table3|offline_table1|offline_table2|offline_table3");
  CHECK(expanded("t_${[1, 3, 5]}") == "t_1|t_3|t_5");
  CHECK(expanded("t_${3..1}") == "t_3|t_2|t_1");
  CHECK(expanded("t_${0..<3}") == "t_0|t_1|t_2");
  CHECK(expanded("t_${-1..1}") == "t_-1|t_0|t_1");
  CHECK(expanded("t_${[1, 2, 1, 1]}") == "t_1|t_2");
  CHECK(expanded("t_${[]}") == "");
  CHECK(expanded("t_${null}") == "t_");
  CHECK(expanded("t_${2 * 3 + 1}") == "t_7");
  CHECK(expanded("t_${[0, 1] + [7] + 9}") == "t_0|t_1|t_7|t_9");
  CHECK(expanded("t_${(0..2) + (8..9)}") == "t_0|t_1|t_2|t_8|t_9");
}

TEST_CASE("expansion: commas on the top level separate, blanks around them go") {
  CHECK(expanded("ds_0.t_${0..1}, ds_1.t_${2..3}") == "ds_0.t_0|ds_0.t_1|ds_1.t_2|ds_1.t_3");
  CHECK(expanded(" a , b,c ") == "a|b|c");
  CHECK(expanded("  t_order_${0..1}  ") == "t_order_0|t_order_1");
  CHECK(expanded("db${0..1}.t_0${8..9}, db${0..1}.t_${10..11}") ==
        "db0.t_08|db0.t_09|db1.t_08|db1.t_09|db0.t_10|db0.t_11|db1.t_10|db1.t_11");
  CHECK(expanded("a,,b,") == "a|b");
  CHECK(expanded("a${1},,b,") == "a1|b");
  CHECK(expanded("") == "");
  CHECK(expanded("a\n, b${1}\n") == "a|b1");
}

TEST_CASE("expansion: nested strings and closures") {
  CHECK(expanded("t_${[\"new${1+2}\", 'old']}_${1..2}") == "t_new3_1|t_new3_2|t_old_1|t_old_2");
  CHECK(expanded("t_${(8..11).collect{ t -> t.toString().padLeft(2, '0') }}") ==
        "t_08|t_09|t_10|t_11");
  CHECK(expanded("t_${(1..2).collect { it * 10 }}") == "t_10|t_20");
  CHECK(expanded("t_${(0..1).collect{ a -> \"x${(1..2).collect{ b -> a + b }}\" }}") ==
        "t_x[1, 2]|t_x[2, 3]");
  CHECK(expanded("t_\\$x_${1}") == "t_$x_1");
}

TEST_CASE("expansion: text without an expression stands for itself") {
  CHECK(expanded("t_$x") == "t_$x");
  CHECK(expanded("t_\\n") == "t_\\n");
  CHECK(expanded("t_\"q\"") == "t_\"q\"");
}

TEST_CASE("expansion: the type prefixes") {
  CHECK(expanded("<GROOVY>t_${0..1}") == "t_0|t_1");
  CHECK(expanded("<LITERAL>t_order_1, t_order_2") == "t_order_1|t_order_2");
  CHECK(expanded("<LITERAL>t_order_${1..3}") == "t_order_${1..3}");
  CHECK(expanded("<INTERVAL>P=t_;SP=yyyyMM;DIA=1;DIU=MONTHS;DL=202311;DU=202402") ==
        "t_202311|t_202312|t_202401|t_202402");
  CHECK(expanded("<INTERVAL>P=t_;SP=yyyyMMdd;DL=20240227;DU=20240301") ==
        "t_20240227|t_20240228|t_20240229|t_20240301");
  CHECK(expanded("<INTERVAL>P=t_;SP=yyyy;DIA=2;DIU=years;DL=2020;DU=2023;C=ISO") ==
        "t_2020|t_2022");
  CHECK(problem("<INTERVAL>P=t_;SP=yyyy").find("DL is missing") != std::string::npos);
  CHECK(problem("<INTERVAL>P=t_;SP=yyyy;DL=2020;DU=20x1").find("does not follow SP") !=
        std::string::npos);
  CHECK(problem("<INTERVAL>P=t_;SP=QQ;DL=1;DU=2").find("'QQ' is not known here") !=
        std::string::npos);
  CHECK(problem("<INTERVAL>P=t_;SP=yyyy;DIU=EONS;DL=2020;DU=2021").find("no unit of time") !=
        std::string::npos);
  CHECK(problem("<ESPRESSO>t_${0..1}").find("<ESPRESSO> is not supported yet") !=
        std::string::npos);
  CHECK(problem("<GROVY>t_${0..1}").find("<GROVY> is unknown") != std::string::npos);
}

TEST_CASE("expansion: problems name their character") {
  CHECK(problem("t_${0..}") ==
        "inline expression 't_${0..}': character 8: expected a value [SL-1002]");
  CHECK(problem("t_${0..1") == "inline expression 't_${0..1': character 9: expected '}' [SL-1002]");
  CHECK(problem("\xC3\xA4${id}") ==
        "inline expression '\xC3\xA4${id}': character 4: 'id' has no value here [SL-1002]");
  CHECK(problem("t_$x${1}").find("character 3: '$' must begin ${...}") != std::string::npos);
  CHECK(problem("t_${'a}").find("a string without its closing quote") != std::string::npos);
  CHECK(problem("t_${1.foo()}").find("there is no method 'foo' here") != std::string::npos);
  CHECK(problem("t_${'a'.size}").find("'()' is missing behind 'size'") != std::string::npos);
  CHECK(problem("t_${foo(1)}").find("unknown function 'foo'") != std::string::npos);
  CHECK(problem("t_${08}").find("this number is not supported") != std::string::npos);
  CHECK(problem("t_${1.5f}").find("this number is not supported") != std::string::npos);
  CHECK(problem("t_${'a'..'c'}").find(".. of a string and a string is not supported") !=
        std::string::npos);
}

TEST_CASE("expansion: results, time and nesting are bounded") {
  CHECK(expand_row_expression("t_${1..1000000}")->size() == 1'000'000);
  CHECK(problem("${0..999}${0..999}_${0..1}").find("more than 1,000,000") != std::string::npos);
  CHECK(problem("t_${1..9223372036854775807}").find("a range is too long") != std::string::npos);
  CHECK(problem("t_${-9223372036854775807..9223372036854775807}").find("too long") !=
        std::string::npos);
  CHECK(problem("t_${0..1000000}").find("a range is too long") != std::string::npos);
  const std::string text(1'000, 'x');
  CHECK(problem("${(1..99999).collect{it + '" + text + "'}}").find("computes too much") !=
        std::string::npos);
  const std::string deep = "${" + std::string(100'000, '(') + "1" + std::string(100'000, ')') + "}";
  CHECK(problem(deep).find("nested too deeply") != std::string::npos);
  CHECK(problem("${" + std::string(100'000, '-') + "1}").find("nested too deeply") !=
        std::string::npos);
  std::string chain = "${1";
  for (int i = 0; i < 1000; ++i) chain += "+1";
  CHECK(problem(chain + "}").find("too many operators") != std::string::npos);
  CHECK(problem("${" + std::string(1 << 20, ' ') + "}").find("longer than 1 MiB") !=
        std::string::npos);
}

}  // namespace sluice::config
