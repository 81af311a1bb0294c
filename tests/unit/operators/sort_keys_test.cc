// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/sort_keys.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::operators {
namespace {

using router::SortKey;
using test::TestCell;
using test::TestRow;
using wire::ColumnInfo;
using wire::ColumnType;
using wire::RowFormat;

// Rows that stay, so that keys read from them do.
class Rows {
 public:
  Rows(std::vector<ColumnInfo> columns, RowFormat format)
      : columns_(std::move(columns)), format_(format) {}

  RowLayout layout(std::size_t hidden) const {
    return {columns_, format_, columns_.size() - hidden, &test::test_metadata()};
  }
  std::span<const wire::Cell> add(const TestRow& row) {
    bytes_.push_back(std::make_unique<Buffer>(test::encode_row(row, columns_, format_)));
    auto cells = std::make_unique<std::vector<wire::Cell>>();
    REQUIRE(wire::split_row(*bytes_.back(), format_, columns_, *cells));
    cells_.push_back(std::move(cells));
    return *cells_.back();
  }

 private:
  std::vector<ColumnInfo> columns_;
  RowFormat format_;
  std::vector<std::unique_ptr<Buffer>> bytes_;
  std::vector<std::unique_ptr<std::vector<wire::Cell>>> cells_;
};

std::string canonical(const SortKeys& keys, const KeyValue& value) {
  Buffer out;
  keys.append_canonical({&value, 1}, out);
  return std::string(as_text(out));
}

// The rows must be in ascending order of the key; every pair is compared.
void check_ascending(const std::vector<ColumnInfo>& columns, std::size_t hidden, SortKey key,
                     const std::vector<TestRow>& ascending, RowFormat format) {
  Rows rows(columns, format);
  for (const bool descending : {false, true}) {
    key.descending = descending;
    Result<SortKeys> keys = SortKeys::make({&key, 1}, rows.layout(hidden), KeyUse::order);
    REQUIRE(keys);
    std::vector<KeyValue> values(ascending.size());
    for (std::size_t i = 0; i < ascending.size(); ++i) {
      REQUIRE(keys->read(rows.add(ascending[i]), {&values[i], 1}));
    }
    for (std::size_t a = 0; a < values.size(); ++a) {
      for (std::size_t b = 0; b < values.size(); ++b) {
        CAPTURE(a);
        CAPTURE(b);
        const int expected = a < b ? -1 : a > b ? 1 : 0;
        CHECK(keys->compare(&values[a], &values[b]) == (descending ? -expected : expected));
        CHECK((canonical(*keys, values[a]) == canonical(*keys, values[b])) == (a == b));
      }
    }
  }
}

void check_ascending(const ColumnInfo& column, const std::vector<std::string>& ascending) {
  std::vector<TestRow> rows = {{std::nullopt}};
  for (const std::string& text : ascending) rows.push_back({text});
  for (const RowFormat format : {RowFormat::text, RowFormat::binary}) {
    check_ascending({column}, 0, test::key_of(test::visible(0)), rows, format);
  }
}

ErrorId refused(const std::vector<ColumnInfo>& columns, std::size_t hidden, const SortKey& key,
                RowFormat format, KeyUse use = KeyUse::order) {
  const RowLayout layout{columns, format, columns.size() - hidden, &test::test_metadata()};
  const Result<SortKeys> keys = SortKeys::make({&key, 1}, layout, use);
  return keys ? ErrorId::server_error : keys.error().id();
}

constexpr ErrorId kAccepted = ErrorId::server_error;

}  // namespace

TEST_CASE("numbers, NULL first") {
  check_ascending(test::int_column(), {"-2147483648", "-10", "-9", "0", "9", "10", "2147483647"});
  check_ascending(test::bigint_column(),
                  {"-9223372036854775808", "-1", "0", "9223372036854775807"});
  check_ascending(test::bigint_column(true),
                  {"0", "9223372036854775807", "9223372036854775808", "18446744073709551615"});
  check_ascending(test::decimal_column(2),
                  {"-100.10", "-9.99", "-0.01", "0.00", "0.01", "9.99", "10.00", "100.10"});
  check_ascending(test::decimal_column(0),
                  {"-" + std::string(65, '9'), "-1", "0", "1" + std::string(20, '0'),
                   "1" + std::string(19, '0') + "1", std::string(65, '9')});
  check_ascending(test::double_column(), {"-1e300", "-1.5", "-5e-324", "0", "5e-324", "1e-5", "0.1",
                                          "0.10000000000000002", "1e15", "1e300"});
  ColumnInfo year = test::typed_column(ColumnType::year);
  year.flags = wire::column_flag::kUnsigned;
  check_ascending(year, {"0000", "1901", "1970", "2155"});
}

TEST_CASE("temporal values") {
  check_ascending(test::typed_column(ColumnType::date),
                  {"0000-00-00", "2020-00-00", "2020-01-01", "2020-10-01", "9999-12-31"});
  check_ascending(test::typed_column(ColumnType::datetime),
                  {"2020-01-01 00:00:00", "2020-01-01 00:00:00.000001", "2020-01-01 09:00:00"});
  check_ascending(test::typed_column(ColumnType::timestamp),
                  {"1970-01-01 00:00:01", "2038-01-19 03:14:07.999999"});
  check_ascending(test::typed_column(ColumnType::time),
                  {"-838:59:59.123", "-24:00:00", "-00:00:00.5", "00:00:00", "09:00:00",
                   "100:00:00", "838:59:59"});
}

TEST_CASE("binary strings compare as bytes, without padding") {
  check_ascending(test::binary_column(),
                  {"", std::string(1, '\0'), " ", "a", std::string("a\0", 2), "a ", "aa", "b",
                   "long common beginning", "long common beginning ", "\xff"});
}

TEST_CASE("strings compare by their weights, padded") {
  const std::vector<TestRow> rows = {
      {std::nullopt, std::nullopt},  // NULL
      {"a\t", std::string("\0A\0\t", 4)},   {"a", std::string("\0A", 2)},
      {"a b", std::string("\0A\0 \0B", 6)}, {"b", std::string("\0B", 2)},
  };
  const SortKey key = test::text_key(test::visible(0), test::hidden(0), "utf8mb4_general_ci");
  check_ascending({test::text_column(), test::binary_column()}, 1, key, rows, RowFormat::text);
  check_ascending({test::text_column(), test::binary_column()}, 1, key, rows, RowFormat::binary);
}

// After SET NAMES binary text columns come with the binary collation.
TEST_CASE("a plan's collation counts, not that of the result column") {
  const std::vector<TestRow> by_weight = {{"b", std::string("\0A", 2)},
                                          {"a", std::string("\0B", 2)}};
  SortKey key = test::text_key(test::visible(0), test::hidden(0), "utf8mb4_general_ci");
  const std::vector<ColumnInfo> columns = {test::binary_column(), test::binary_column()};
  check_ascending(columns, 1, key, by_weight, RowFormat::text);
  const std::vector<TestRow> by_bytes = {{"a", std::string("\0B", 2)}, {"b", std::nullopt}};
  key.collation = "binary";
  check_ascending(columns, 1, key, by_bytes, RowFormat::text);
}

TEST_CASE("equal values of different bytes are one key") {
  const auto same = [](const ColumnInfo& column, const std::string& a, const std::string& b) {
    Rows rows({column}, RowFormat::text);
    const SortKey key = test::key_of(test::visible(0));
    Result<SortKeys> keys = SortKeys::make({&key, 1}, rows.layout(0), KeyUse::order);
    REQUIRE(keys);
    KeyValue x;
    KeyValue y;
    REQUIRE(keys->read(rows.add({a}), {&x, 1}));
    REQUIRE(keys->read(rows.add({b}), {&y, 1}));
    CHECK((keys->compare(&x, &y) == 0) == (canonical(*keys, x) == canonical(*keys, y)));
    return keys->compare(&x, &y) == 0;
  };
  CHECK(same(test::int_column(), "0000000042", "42"));
  CHECK(same(test::decimal_column(3), "00001.500", "1.500"));
  CHECK(same(test::decimal_column(2), "-0.00", "0.00"));
  CHECK(same(test::double_column(), "-0", "0"));
  CHECK(same(test::double_column(), "1e2", "100"));
  CHECK_FALSE(same(test::decimal_column(20), "1.00000000000000000001", "1.00000000000000000002"));

  Rows rows({test::text_column(), test::binary_column()}, RowFormat::text);
  const SortKey key = test::text_key(test::visible(0), test::hidden(0), "utf8mb4_general_ci");
  Result<SortKeys> keys = SortKeys::make({&key, 1}, rows.layout(1), KeyUse::order);
  REQUIRE(keys);
  KeyValue x;
  KeyValue y;
  REQUIRE(keys->read(rows.add({"a", std::string("\0A", 2)}), {&x, 1}));
  REQUIRE(keys->read(rows.add({"A  ", std::string("\0A\0 \0 ", 6)}), {&y, 1}));
  CHECK(keys->compare(&x, &y) == 0);
  CHECK(canonical(*keys, x) == canonical(*keys, y));
}

TEST_CASE("rows may name their collation, and must agree") {
  Rows rows({test::text_column(), test::binary_column(), test::text_column()}, RowFormat::text);
  SortKey key = test::text_key(test::visible(0), test::hidden(0), "");
  key.collation_name = test::hidden(1);
  Result<SortKeys> keys = SortKeys::make({&key, 1}, rows.layout(2), KeyUse::order);
  REQUIRE(keys);
  KeyValue a;
  KeyValue b;
  REQUIRE(keys->read(rows.add({std::nullopt, std::nullopt, "binary"}), {&a, 1}));
  REQUIRE(keys->read(rows.add({"x", "\x20", "latin1_swedish_ci"}), {&a, 1}));
  REQUIRE(keys->read(rows.add({"", "", "latin1_swedish_ci"}), {&b, 1}));
  CHECK(keys->compare(&a, &b) == 0);
  const Result<void> other = keys->read(rows.add({"x", "x", "utf8mb4_bin"}), {&b, 1});
  REQUIRE_FALSE(other);
  CHECK(other.error().id() == ErrorId::merge_type);

  Result<SortKeys> fresh = SortKeys::make({&key, 1}, rows.layout(2), KeyUse::order);
  REQUIRE(fresh);
  const Result<void> unknown = fresh->read(rows.add({"x", "x", "klingon_ci"}), {&b, 1});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().id() == ErrorId::merge_type);
  CHECK(unknown.error().message().find("klingon_ci") != std::string::npos);
}

TEST_CASE("a string that WEIGHT_STRING gave up on is refused") {
  Rows rows({test::text_column(), test::binary_column()}, RowFormat::text);
  const SortKey key = test::text_key(test::visible(0), test::hidden(0), "utf8mb4_general_ci");
  Result<SortKeys> keys = SortKeys::make({&key, 1}, rows.layout(1), KeyUse::order);
  REQUIRE(keys);
  KeyValue value;
  const Result<void> read = keys->read(rows.add({"x", std::nullopt}), {&value, 1});
  REQUIRE_FALSE(read);
  CHECK(read.error().id() == ErrorId::merge_type);
}

TEST_CASE("types that do not compare as they are sent are refused") {
  const SortKey key = test::key_of(test::visible(0));
  SortKey numbered = key;
  numbered.by_number = true;
  ColumnInfo enumeration = test::text_column();
  enumeration.flags = wire::column_flag::kEnum;
  ColumnInfo fixed = test::double_column();
  fixed.decimals = 2;
  for (const RowFormat format : {RowFormat::text, RowFormat::binary}) {
    CHECK(refused({test::text_column()}, 0, key, format) == ErrorId::merge_type);
    CHECK(refused({test::text_column()}, 0, numbered, format) == ErrorId::merge_type);
    CHECK(refused({enumeration}, 0, key, format) == ErrorId::merge_type);
    const SortKey weighted = test::text_key(test::visible(0), test::hidden(0), "utf8mb4_bin");
    CHECK(refused({enumeration, test::binary_column()}, 1, weighted, format) ==
          ErrorId::merge_type);
    CHECK(refused({enumeration, test::binary_column()}, 1, weighted, format, KeyUse::pick) ==
          kAccepted);
    for (const ColumnType type : {ColumnType::json, ColumnType::geometry, ColumnType::bit}) {
      CHECK(refused({test::typed_column(type)}, 0, key, format) == ErrorId::merge_type);
    }
    CHECK(refused({test::bigint_column()}, 0, numbered, format) == kAccepted);
    CHECK(refused({test::typed_column(ColumnType::null_type)}, 0, key, format) == kAccepted);
  }
  // What is sent as text is rounded; MIN and MAX may choose by it.
  for (const ColumnInfo& column : {test::float_column(), fixed}) {
    CHECK(refused({column}, 0, key, RowFormat::text) == ErrorId::merge_type);
    CHECK(refused({column}, 0, key, RowFormat::text, KeyUse::pick) == kAccepted);
    CHECK(refused({column}, 0, key, RowFormat::binary) == kAccepted);
  }
}

TEST_CASE("columns that are not there are an internal error") {
  const std::vector<ColumnInfo> columns = {test::text_column(), test::binary_column()};
  CHECK(refused(columns, 1, test::key_of(test::visible(1)), RowFormat::text) == ErrorId::internal);
  CHECK(refused(columns, 1, test::key_of(test::hidden(1)), RowFormat::text) == ErrorId::internal);
  const SortKey key = test::text_key(test::visible(0), test::hidden(7), "utf8mb4_bin");
  CHECK(refused(columns, 1, key, RowFormat::text) == ErrorId::internal);
}

TEST_CASE("a malformed value is refused") {
  for (const ColumnInfo& column :
       {test::int_column(), test::decimal_column(2), test::double_column(),
        test::typed_column(ColumnType::date), test::typed_column(ColumnType::time),
        test::typed_column(ColumnType::null_type)}) {
    Rows rows({column}, RowFormat::text);
    const SortKey key = test::key_of(test::visible(0));
    Result<SortKeys> keys = SortKeys::make({&key, 1}, rows.layout(0), KeyUse::order);
    REQUIRE(keys);
    KeyValue value;
    const Result<void> read = keys->read(rows.add({"abc"}), {&value, 1});
    REQUIRE_FALSE(read);
    CHECK(read.error().id() == ErrorId::malformed_packet);
  }
}

TEST_CASE("kept keys outlive their row") {
  MemoryBudget budget(1 << 20);
  RowArena arena(budget);
  KeptKeys kept;
  const SortKey key = test::key_of(test::visible(0));
  const std::vector<ColumnInfo> columns = {test::binary_column()};
  const RowLayout layout{columns, RowFormat::text, 1, &test::test_metadata()};
  Result<SortKeys> keys = SortKeys::make({&key, 1}, layout, KeyUse::order);
  REQUIRE(keys);
  KeyValue value;
  {
    Rows rows(columns, RowFormat::text);
    REQUIRE(keys->read(rows.add({"a string of some length"}), {&value, 1}));
    CHECK(kept.empty());
    REQUIRE(kept.keep(arena, {&value, 1}));
  }
  Rows rows(columns, RowFormat::text);
  REQUIRE(keys->read(rows.add({"a string of some length"}), {&value, 1}));
  CHECK(keys->compare(&value, kept.data()) == 0);
  REQUIRE(keys->read(rows.add({"a string of some other length"}), {&value, 1}));
  CHECK(keys->compare(&value, kept.data()) > 0);

  MemoryBudget small(8);
  RowArena little(small);
  KeptKeys none;
  CHECK_FALSE(none.keep(little, {&value, 1}));
}

TEST_CASE("leading keys are those that group the rows") {
  const SortKey a = test::key_of(test::visible(0));
  const SortKey b = test::key_of(test::visible(1), true);
  const SortKey c = test::key_of(test::hidden(0));
  const std::vector<SortKey> order = {a, b, c};
  const auto leading = [&](const std::vector<SortKey>& keys) {
    return leading_keys(order, keys).size();
  };
  CHECK(leading({a}) == 1);
  CHECK(leading({b, a}) == 2);
  CHECK(leading({b, a, b}) == 2);
  CHECK(leading({c, b, a}) == 3);
  CHECK(leading({b}) == 0);
  CHECK(leading({a, c}) == 0);
  CHECK(leading({}) == 0);
  CHECK(leading({a, test::key_of(test::visible(7))}) == 0);
}

}  // namespace sluice::executor::operators
