// SPDX-License-Identifier: Apache-2.0
// Each aggregate in both formats, merged from partial values as shards send them.
#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::test {
namespace {

using router::AggregateKind;
using wire::ColumnInfo;
using wire::ColumnType;

// One aggregate without GROUP BY: each input is one shard's partial row.
MergeCase single(AggregateKind kind, const ColumnInfo& column, const TestRow& partials) {
  MergeCase merge;
  merge.columns = {column};
  merge.plan.aggregation.emplace();
  router::AggregateColumn aggregated = aggregate(kind, visible(0));
  if (kind == AggregateKind::min || kind == AggregateKind::max) aggregated.key = key_of(visible(0));
  merge.plan.aggregation->columns = {aggregated};
  for (const TestCell& partial : partials) merge.inputs.push_back({{partial}});
  return merge;
}

std::string merged(AggregateKind kind, const ColumnInfo& column, const TestRow& partials) {
  return merged_in_both_formats(single(kind, column, partials));
}

// AVG with its hidden sum and count; `partials` are {sum, count} of each shard.
MergeCase average(const ColumnInfo& avg, const ColumnInfo& sum, const TestRows& partials) {
  MergeCase merge;
  merge.columns = {avg, sum, bigint_column()};
  merge.plan.hidden_columns = 2;
  merge.plan.aggregation.emplace();
  router::AggregateColumn aggregated = aggregate(AggregateKind::avg, visible(0));
  aggregated.sum = hidden(0);
  aggregated.count = hidden(1);
  merge.plan.aggregation->columns = {aggregated};
  for (const TestRow& partial : partials) {
    merge.inputs.push_back({{std::nullopt, partial[0], partial[1]}});
  }
  return merge;
}

const TestCell kNull = std::nullopt;

}  // namespace

TEST_CASE("COUNT adds up") {
  CHECK(merged(AggregateKind::count, bigint_column(), {"1", "0", "41"}) == "42");
  CHECK(merged(AggregateKind::count, bigint_column(), {"0", "0"}) == "0");
  CHECK(merged(AggregateKind::count, bigint_column(), {}) == "0");
  CHECK(merged(AggregateKind::count, bigint_column(), {"9223372036854775807", "1"}) ==
        "numeric_overflow");
  CHECK(merged(AggregateKind::count, decimal_column(0), {"1"}) == "merge_type");
}

TEST_CASE("SUM of integers and DECIMAL is exact") {
  CHECK(merged(AggregateKind::sum, decimal_column(0), {"1", "2", "-10"}) == "-7");
  CHECK(merged(AggregateKind::sum, decimal_column(2), {"0.10", "0.20"}) == "0.30");
  CHECK(merged(AggregateKind::sum, decimal_column(2), {"0.10", "-0.10"}) == "0.00");
  CHECK(merged(AggregateKind::sum, decimal_column(2), {"-0.10", "0.05"}) == "-0.05");
  CHECK(merged(AggregateKind::sum, decimal_column(2), {kNull, "1.25", kNull}) == "1.25");
  CHECK(merged(AggregateKind::sum, decimal_column(2), {kNull, kNull}) == "NULL");
  CHECK(merged(AggregateKind::sum, decimal_column(2), {}) == "NULL");
  CHECK(merged(AggregateKind::sum, bigint_column(), {"9223372036854775807", "-1"}) ==
        "9223372036854775806");
  CHECK(merged(AggregateKind::sum, bigint_column(true), {"9223372036854775807", "9"}) ==
        "9223372036854775816");
  CHECK(merged(AggregateKind::sum, int_column(), {"2000000000", "2000000000"}) ==
        "numeric_overflow");
}

// MariaDB 10.11: SUM of 16 DECIMAL(65,0) of 65 nines, and 3 more, goes beyond 65 digits.
TEST_CASE("SUM goes beyond 65 digits as the server's does, and overflows before it wraps") {
  const std::string nines(65, '9');
  TestRow partials(16, nines);
  partials.push_back("3");
  CHECK(merged(AggregateKind::sum, decimal_column(0), partials) ==
        "1599999999999999999999999999999999999999999999999999999999999999987");
  CHECK(merged(AggregateKind::sum, decimal_column(38), {nines}) == "numeric_overflow");
  const std::string large(76, '9');
  CHECK(merged(AggregateKind::sum, decimal_column(0), {large, large, large, large, large, large}) ==
        "numeric_overflow");
}

TEST_CASE("SUM of DOUBLE") {
  CHECK(merged(AggregateKind::sum, double_column(), {"0.1", "0.2"}) == "0.30000000000000004");
  CHECK(merged(AggregateKind::sum, double_column(), {"1e20", "1"}) == "1e20");
  CHECK(merged(AggregateKind::sum, double_column(), {"-0", "-0"}) == "0");
  CHECK(merged(AggregateKind::sum, double_column(), {kNull}) == "NULL");
  CHECK(merged(AggregateKind::sum, double_column(), {"1.7e308", "1.7e308"}) == "numeric_overflow");
}

TEST_CASE("sums of what does not add exactly are refused") {
  ColumnInfo fixed = double_column();
  fixed.decimals = 2;
  MergeCase merge = single(AggregateKind::sum, fixed, {"1.25", "1.25"});
  CHECK(run_merge(merge).text() == "merge_type");  // each partial sum was rounded to be sent
  merge.format = wire::RowFormat::binary;
  CHECK(run_merge(merge).text() == "2.5");
  CHECK(merged(AggregateKind::sum, float_column(), {"1"}) == "merge_type");
  CHECK(merged(AggregateKind::sum, text_column(), {"1"}) == "merge_type");
  CHECK(merged(AggregateKind::sum, decimal_column(200), {"1"}) == "merge_type");
  CHECK(merged(AggregateKind::sum, decimal_column(1), {"1.25"}) == "shards_disagree");
}

TEST_CASE("a malformed partial value is refused") {
  MergeCase merge = single(AggregateKind::sum, decimal_column(1), {"abc"});
  CHECK(merged_in_both_formats(merge) == "malformed_packet");
  merge.columns = {double_column()};
  CHECK(run_merge(merge).text() == "malformed_packet");
  merge.columns = {bigint_column()};
  CHECK(run_merge(merge).text() == "malformed_packet");
}

TEST_CASE("ZEROFILL pads merged numbers in text") {
  ColumnInfo padded = bigint_column(true);
  padded.flags |= wire::column_flag::kZerofill;
  padded.length = 8;
  CHECK(run_merge(single(AggregateKind::sum, padded, {"00000041", "00000001"})).text() ==
        "00000042");
  MergeCase binary = single(AggregateKind::sum, padded, {"41", "1"});
  binary.format = wire::RowFormat::binary;
  CHECK(run_merge(binary).text() == "42");
}

TEST_CASE("integers of every width are written back in theirs") {
  for (const ColumnType type : {ColumnType::tiny, ColumnType::short_int, ColumnType::int24,
                                ColumnType::long_int, ColumnType::long_long, ColumnType::year}) {
    CAPTURE(static_cast<int>(type));
    CHECK(merged(AggregateKind::sum, typed_column(type), {"-100", "-20"}) == "-120");
  }
  CHECK(merged(AggregateKind::sum, typed_column(ColumnType::tiny), {"100", "28"}) ==
        "numeric_overflow");
  CHECK(merged(AggregateKind::sum, typed_column(ColumnType::int24), {"8388607", "1"}) ==
        "numeric_overflow");
}

TEST_CASE("MIN and MAX of every type, NULL apart") {
  const auto both = [](const ColumnInfo& column, const TestRow& partials) {
    return merged(AggregateKind::min, column, partials) + " " +
           merged(AggregateKind::max, column, partials);
  };
  CHECK(both(int_column(), {"9", "-10", "10", kNull}) == "-10 10");
  CHECK(both(bigint_column(true), {"9", "18446744073709551615"}) == "9 18446744073709551615");
  CHECK(both(decimal_column(2), {"9.00", "-9.01", "10.00"}) == "-9.01 10.00");
  CHECK(both(double_column(), {"1e15", "-0.5", "2"}) == "-0.5 1e15");
  CHECK(both(typed_column(ColumnType::date), {"2020-01-02", "2019-12-31"}) ==
        "2019-12-31 2020-01-02");
  CHECK(both(typed_column(ColumnType::time), {"-10:00:00", "09:00:00", "100:00:00"}) ==
        "-10:00:00 100:00:00");
  CHECK(both(binary_column(), {"b", "a", "a "}) == "a b");
  CHECK(both(int_column(), {kNull, kNull}) == "NULL NULL");
  CHECK(both(int_column(), {}) == "NULL NULL");
  CHECK(both(float_column(), {"1.5", "-2.5"}) == "-2.5 1.5");
  CHECK(both(typed_column(ColumnType::json), {"1"}) == "merge_type merge_type");
}

TEST_CASE("MIN and MAX of strings by weight; the first of equal ones stays") {
  MergeCase merge;
  merge.columns = {text_column(), binary_column(), text_column()};
  merge.plan.hidden_columns = 2;
  merge.plan.aggregation.emplace();
  router::AggregateColumn aggregated = aggregate(AggregateKind::min, visible(0));
  aggregated.key = key_of(visible(0));
  aggregated.key->weight = hidden(0);
  aggregated.key->collation_name = hidden(1);
  const std::string collation = "utf8mb4_general_ci";
  const auto row = [&](const std::string& value, const std::string& weight) {
    return TestRows{{value, weight, collation}};
  };
  merge.inputs = {row("B", std::string("\0B", 2)),
                  row("a", std::string("\0A", 2)),
                  row("A ", std::string("\0A\0 ", 4)),
                  {{kNull, kNull, "binary"}}};
  merge.plan.aggregation->columns = {aggregated};
  CHECK(merged_in_both_formats(merge) == "a");
  merge.plan.aggregation->columns[0].kind = AggregateKind::max;
  CHECK(merged_in_both_formats(merge) == "B");
}

TEST_CASE("MIN of BIT and ENUM by the number beside it") {
  MergeCase merge;
  merge.columns = {typed_column(ColumnType::bit), bigint_column(true)};
  merge.plan.hidden_columns = 1;
  merge.plan.aggregation.emplace();
  router::AggregateColumn aggregated = aggregate(AggregateKind::min, visible(0));
  aggregated.key = key_of(hidden(0));
  aggregated.key->by_number = true;
  merge.plan.aggregation->columns = {aggregated};
  merge.inputs = {{{"10", "10"}}, {{"9", "9"}}};
  CHECK(merged_in_both_formats(merge) == "9");
}

// The averages are those of average_test.cc, from the server.
TEST_CASE("AVG of exact numbers") {
  const ColumnInfo avg = decimal_column(4);
  const ColumnInfo sum = decimal_column(0);
  CHECK(merged_in_both_formats(average(avg, sum, {{"1", "1"}, {"1", "2"}})) == "0.6667");
  CHECK(merged_in_both_formats(average(avg, sum, {{"2", "3"}, {kNull, "0"}})) == "0.6667");
  CHECK(merged_in_both_formats(average(avg, sum, {{kNull, "0"}, {kNull, "0"}})) == "NULL");
  CHECK(merged_in_both_formats(average(avg, sum, {})) == "NULL");
  CHECK(merged_in_both_formats(average(decimal_column(9), decimal_column(5), {{"2.00000", "3"}})) ==
        "0.666666666");
  CHECK(merged_in_both_formats(average(decimal_column(7), sum, {{"1", "3"}})) == "0.3333333");
  CHECK(merged_in_both_formats(average(decimal_column(38), decimal_column(37),
                                       {{"2.0000000000000000000000000000000000000", "3"}})) ==
        "0.66666666666666666666666666666666666667");
}

TEST_CASE("AVG of doubles") {
  CHECK(merged_in_both_formats(average(double_column(), double_column(),
                                       {{"0.1", "1"}, {"0.5", "2"}})) == "0.19999999999999998");
  CHECK(merged_in_both_formats(average(double_column(), double_column(), {{kNull, "0"}})) ==
        "NULL");
}

TEST_CASE("AVG of other shapes is refused") {
  CHECK(merged_in_both_formats(average(double_column(), decimal_column(0), {})) == "merge_type");
  CHECK(merged_in_both_formats(average(decimal_column(4), double_column(), {})) == "merge_type");
  CHECK(merged_in_both_formats(average(decimal_column(2), decimal_column(4), {})) == "merge_type");
  CHECK(merged_in_both_formats(average(decimal_column(60), decimal_column(4), {})) == "merge_type");
  MergeCase merge = average(decimal_column(4), decimal_column(0), {});
  merge.plan.aggregation->columns[0].count.reset();
  CHECK(merged_in_both_formats(merge) == "internal");
  merge = average(decimal_column(4), decimal_column(0), {{"1", "-1"}});
  CHECK(merged_in_both_formats(merge) == "numeric_overflow");
  merge = average(decimal_column(4), decimal_column(0), {{"1", "9223372036854775807"}, {"1", "1"}});
  CHECK(merged_in_both_formats(merge) == "numeric_overflow");
}

// Without GROUP BY a shard without rows sends NULL for the columns that are not aggregated.
TEST_CASE("other columns come from a shard that has rows") {
  MergeCase merge;
  merge.columns = {bigint_column(), binary_column(), binary_column()};
  merge.plan.aggregation.emplace();
  merge.plan.aggregation->columns = {aggregate(AggregateKind::count, visible(0)),
                                     aggregate(AggregateKind::first, visible(1))};
  merge.inputs = {{{"0", kNull, "constant"}}, {{"2", "x", "constant"}}, {{"2", "y", "constant"}}};
  CHECK(merged_in_both_formats(merge) == "4,x,constant");
}

}  // namespace sluice::executor::test
