// SPDX-License-Identifier: Apache-2.0
// Algorithms against Java: hash values and BigInteger arithmetic as the JDK computes them.
#include "router/algorithm/algorithm.h"

#include <doctest/doctest.h>

#include "common/base/civil_time.h"

namespace sluice::router {
namespace {

config::Algorithm algorithm(std::string type, std::map<std::string, std::string> props) {
  return {"test", std::move(type), std::move(props)};
}

std::shared_ptr<const Algorithm> make(std::string type, std::map<std::string, std::string> props) {
  auto made = make_algorithm(algorithm(std::move(type), std::move(props)));
  REQUIRE(made.ok());
  return *made;
}

TargetNames tables(std::string prefix, std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(prefix + std::to_string(i));
  return TargetNames(std::move(names), prefix.substr(0, prefix.size() - 1), true);
}

std::size_t target(const Algorithm& algorithm, const ShardingValue& value,
                   const TargetNames& targets) {
  const auto found = algorithm.target_of("c", value, targets);
  REQUIRE_MESSAGE(found.ok(), (found.ok() ? "" : found.error().message()));
  return *found;
}

}  // namespace

TEST_CASE("String.hashCode() of the JDK") {
  const std::pair<std::string_view, std::int32_t> vectors[] = {
      {"", 0},
      {"a", 97},
      {"order", 106006350},
      {"Zo\xC3\xAB", 90166},
      {"\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E", 25921943},
      {"\xF0\x9F\x98\x80", 1772899},
      {"user-0001", 291268803},
      {"AaBB", 2031744},
      {"BBAa", 2031744},
      {"polygenelubricants", INT32_MIN},
      {std::string_view("x\0y", 3), 115441},
  };
  for (const auto& [text, hash] : vectors) CHECK(java_string_hash(text) == hash);
}

TEST_CASE("HASH_MOD hashes integers as the smallest of Integer, Long and BigInteger") {
  const auto hash_mod = make("HASH_MOD", {{"sharding-count", "7"}});
  const TargetNames targets = tables("t_", 7);
  const std::pair<std::int64_t, std::size_t> vectors[] = {{0, 0},
                                                          {1, 1},
                                                          {-1, 1},
                                                          {2147483647, 1},
                                                          {-2147483648, 2},
                                                          {2147483648, 2},
                                                          {-2147483649, 2},
                                                          {INT64_MAX, 2},
                                                          {INT64_MIN, 2},
                                                          {1234567890123, 0},
                                                          {-1234567890123, 1}};
  for (const auto& [value, index] : vectors) {
    CHECK(target(*hash_mod, ShardingValue(value), targets) == index);
  }
  CHECK(target(*hash_mod, ShardingValue(std::uint64_t{9223372036854775808u}), targets) == 2);
  CHECK(target(*hash_mod, ShardingValue(UINT64_MAX), targets) == 4);
  CHECK(target(*hash_mod, ShardingValue(std::uint64_t{12345678901234567890u}), targets) == 3);
  // |hashCode| of this one is 2^31, beyond int
  const auto by_four = make("HASH_MOD", {{"sharding-count", "5"}});
  CHECK(target(*by_four, ShardingValue("polygenelubricants"), tables("t_", 5)) == 2147483648u % 5);
}

TEST_CASE("MOD is never negative and reads long numbers") {
  const auto mod = make("MOD", {{"sharding-count", "7"}});
  const TargetNames targets = tables("t_", 7);
  CHECK(target(*mod, ShardingValue(std::int64_t{-7}), targets) == 0);
  CHECK(target(*mod, ShardingValue(std::int64_t{-1}), targets) == 6);
  CHECK(target(*mod, ShardingValue(std::int64_t{15}), targets) == 1);
  CHECK(target(*mod, ShardingValue(std::uint64_t{9223372036854775808u}), targets) == 6);
  CHECK(target(*mod, ShardingValue(UINT64_MAX), targets) == 6);
  CHECK(target(*mod, ShardingValue("123456789012345678901234567890"), targets) == 0);
  CHECK(target(*mod, ShardingValue("-123456789012345678901234567890"), targets) == 0);
  CHECK(mod->target_of("c", ShardingValue("12a"), targets).error().id() ==
        ErrorId::value_unplaceable);
}

TEST_CASE("VOLUME_RANGE and BOUNDARY_RANGE: closed below, open above") {
  const auto volume = make(
      "VOLUME_RANGE", {{"range-lower", "10"}, {"range-upper", "45"}, {"sharding-volume", "10"}});
  const TargetNames six = tables("t_", 6);
  const std::vector<std::pair<std::int64_t, std::size_t>> vectors{
      {INT64_MIN, 0}, {9, 0},  {10, 1}, {19, 1}, {20, 2},
      {39, 3},        {40, 4}, {44, 4}, {45, 5}, {INT64_MAX, 5}};
  for (const auto& [value, index] : vectors) {
    CAPTURE(value);
    CHECK(target(*volume, ShardingValue(value), six) == index);
  }
  CHECK(target(*volume, ShardingValue(UINT64_MAX), six) == 5);
  CHECK(target(*volume, ShardingValue("20"), six) == 2);
  CHECK(volume->target_of("c", ShardingValue("x"), six).error().id() == ErrorId::value_unplaceable);

  const auto listed = make("BOUNDARY_RANGE", {{"sharding-ranges", "1,5,10"}});
  const TargetNames four = tables("t_", 4);
  CHECK(target(*listed, ShardingValue(std::int64_t{0}), four) == 0);
  CHECK(target(*listed, ShardingValue(std::int64_t{1}), four) == 1);
  CHECK(target(*listed, ShardingValue(std::int64_t{5}), four) == 2);
  CHECK(target(*listed, ShardingValue(std::int64_t{10}), four) == 3);
}

TEST_CASE("MOD cuts characters off and pads its result") {
  const auto cut =
      make("MOD", {{"sharding-count", "4"}, {"start-offset", "2"}, {"stop-offset", "1"}});
  const TargetNames four = tables("t_", 4);
  CHECK(target(*cut, ShardingValue(std::int64_t{12079}), four) == 7 % 4);
  CHECK(target(*cut, ShardingValue("AB7Z"), four) == 7 % 4);
  CHECK_FALSE(cut->target_of("c", ShardingValue("ABZ"), four).ok());

  const auto padded = make("MOD", {{"sharding-count", "12"}, {"zero-padding", "true"}});
  std::vector<std::string> names;
  for (int i = 0; i < 12; ++i)
    names.push_back("t_" + std::string(i < 10 ? "0" : "") + std::to_string(i));
  CHECK(target(*padded, ShardingValue(std::int64_t{3}), TargetNames(names, "t", true)) == 3);
}

TEST_CASE("numbers are padded to the shortest suffix of the targets") {
  const auto mod = make("MOD", {{"sharding-count", "3"}});
  const TargetNames padded({"t_000", "t_001", "t_002"}, "t", true);
  CHECK(target(*mod, ShardingValue(std::int64_t{4}), padded) == 1);
  // The digits of the logic name are not taken for a suffix.
  const TargetNames dated({"t_20240", "t_20241", "t_20242"}, "t_2024", true);
  CHECK(target(*mod, ShardingValue(std::int64_t{5}), dated) == 2);
  const TargetNames missing({"t_0", "t_1"}, "t", true);
  const auto none = mod->target_of("c", ShardingValue(std::int64_t{2}), missing);
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().id() == ErrorId::no_matching_node);
  CHECK(none.error().message().find("'t_2'") != std::string::npos);
}

TEST_CASE("INLINE keeps the sign as Groovy does") {
  const auto inlined = make("INLINE", {{"algorithm-expression", "t_${c % 3}"}});
  const TargetNames targets = tables("t_", 3);
  CHECK(target(*inlined, ShardingValue(std::int64_t{5}), targets) == 2);
  const auto negative = inlined->target_of("c", ShardingValue(std::int64_t{-5}), targets);
  REQUIRE_FALSE(negative.ok());
  CHECK(negative.error().message().find("'t_-2'") != std::string::npos);
  const TargetNames signed_names({"t_-2", "t_-1", "t_0", "t_1", "t_2"}, "t", true);
  CHECK(target(*inlined, ShardingValue(std::int64_t{-5}), signed_names) == 0);
}

TEST_CASE("tabulated buckets say the same as the algorithm") {
  const TargetNames targets = tables("t_", 8);
  const std::shared_ptr<const Algorithm> algorithms[] = {
      make("MOD", {{"sharding-count", "8"}}), make("HASH_MOD", {{"sharding-count", "8"}}),
      make("INLINE", {{"algorithm-expression", "t_${Math.abs(c % 8)}"}}),
      make("INLINE", {{"algorithm-expression", "t_${c % 8}"}})};
  for (const auto& algorithm : algorithms) {
    for (const std::int64_t value :
         {0ll, 1ll, -1ll, 13ll, -13ll, 4294967301ll, (long long)INT64_MIN}) {
      const auto bucket = algorithm->bucket_of(ShardingValue(value));
      if (algorithm->bucket_count() == 0 || !bucket) continue;
      REQUIRE(*bucket < algorithm->bucket_count());
      const auto tabulated = algorithm->target_of_bucket("c", *bucket, targets);
      const auto direct = algorithm->target_of("c", ShardingValue(value), targets);
      REQUIRE(tabulated.ok() == direct.ok());
      if (direct.ok()) CHECK(*tabulated == *direct);
    }
  }
}

TEST_CASE("props are checked") {
  const config::Algorithm bad[] = {
      algorithm("MOD", {}),
      algorithm("MOD", {{"sharding-count", "0"}}),
      algorithm("MOD", {{"sharding-count", "four"}}),
      algorithm("MOD", {{"sharding-count", "4"}, {"start-offset", "-1"}}),
      algorithm("MOD", {{"sharding-count", "4"}, {"zero-padding", "yes"}}),
      algorithm("HASH_MOD", {}),
      algorithm("HASH_MOD", {{"sharding-count", "4"}, {"normalize-numeric-int-range", "1"}}),
      algorithm("INLINE", {}),
      algorithm("INLINE", {{"algorithm-expression", "t_${a % b}"}}),
      algorithm("INTERVAL", {}),
  };
  for (const config::Algorithm& each : bad) CHECK_FALSE(make_algorithm(each).ok());
}

TEST_CASE("INTERVAL: an interval is closed below and open above, and names the target's end") {
  const std::map<std::string, std::string> props{
      {"datetime-pattern", "yyyy-MM-dd HH:mm:ss"}, {"datetime-lower", "2024-01-31 12:00:00"},
      {"datetime-upper", "2024-04-01 00:00:00"},   {"sharding-suffix-pattern", "yyyyMM"},
      {"datetime-interval-amount", "1"},           {"datetime-interval-unit", "MONTHS"}};
  const auto interval = make("INTERVAL", props);
  const TargetNames targets({"t_202401", "t_202402", "t_202403"}, "t", true);
  const auto found = [&](const char* text) {
    return target(*interval, ShardingValue(text), targets);
  };
  // Java adds to what it had, so that the 31st becomes the 29th for good.
  CHECK(found("2024-01-31 12:00:00") == 0);
  CHECK(found("2024-02-29 11:59:59") == 0);
  CHECK(found("2024-02-29 12:00:00") == 1);
  CHECK(found("2024-03-29 11:59:59") == 1);
  CHECK(found("2024-03-29 12:00:00") == 2);
  CHECK(found("2024-04-29 11:59:59") == 2);  // the interval began before datetime-upper
  const std::int64_t march = *parse_civil("2024-03-29 12:00:00");
  CHECK(target(*interval, ShardingValue(march), targets) == 2);
  CHECK(target(*interval, ShardingValue(march - 1), targets) == 1);
  for (const char* text : {"2024-01-31 11:59:59", "2024-04-29 12:00:00", "soon"}) {
    CHECK(interval->target_of("c", ShardingValue(text), targets).error().id() ==
          ErrorId::value_unplaceable);
  }
  using Buckets = std::pair<std::uint32_t, std::uint32_t>;
  CHECK(interval->buckets_of({march - 1, march}) == Buckets{1, 2});
  CHECK(interval->buckets_of({INT64_MIN, march}) == Buckets{0, 2});
  CHECK(interval->buckets_of({march, INT64_MAX}) == Buckets{2, 2});
  CHECK_FALSE(interval->buckets_of({INT64_MIN, *parse_civil("2024-01-01")}).has_value());

  auto broken = props;
  broken["datetime-upper"] = "2023-01-01 00:00:00";
  CHECK_FALSE(make_algorithm(algorithm("INTERVAL", broken)).ok());
  broken["datetime-upper"] = "tomorrow";
  CHECK_FALSE(make_algorithm(algorithm("INTERVAL", broken)).ok());
}

// Worked out by hand from ceil(round(seconds / width, 2 decimals)), within 0 and the last one.
TEST_CASE("AUTO_INTERVAL: a stretch ends with its end, and hundredths are rounded off") {
  const auto interval = make("AUTO_INTERVAL", {{"datetime-lower", "2024-01-01 00:00:00"},
                                               {"datetime-upper", "2024-01-01 00:50:00"},
                                               {"sharding-seconds", "1000"}});
  CHECK(interval->bucket_count() == 5);
  const TargetNames targets = tables("t_", 5);
  const std::int64_t lower = *parse_civil("2024-01-01 00:00:00");
  const std::pair<std::int64_t, std::size_t> vectors[] = {
      {-100'000, 0}, {0, 0},    {4, 0},    {5, 1},    {6, 1},    {1000, 1}, {1004, 1},
      {1006, 2},     {2000, 2}, {3000, 3}, {3999, 4}, {4000, 4}, {4006, 4}, {1'000'000, 4}};
  for (const auto& [seconds, index] : vectors) {
    CAPTURE(seconds);
    CHECK(target(*interval, ShardingValue(lower + seconds * kMicrosPerSecond), targets) == index);
  }
  CHECK(target(*interval, ShardingValue("2024-01-01 00:20:00"), targets) == 2);
  CHECK(interval->target_of("c", ShardingValue("2024"), targets).error().id() ==
        ErrorId::value_unplaceable);
}

TEST_CASE("JUMP_HASH moves values to the new target only, and spreads them") {
  const auto four = make("JUMP_HASH", {{"sharding-count", "4"}});
  const auto five = make("JUMP_HASH", {{"sharding-count", "5"}});
  std::vector<int> counts(5);
  int moved = 0;
  const auto probe = [&](const ShardingValue& value) {
    const std::uint32_t before = *four->bucket_of(value);
    const std::uint32_t after = *five->bucket_of(value);
    if (after != before) {
      CHECK(after == 4);
      ++moved;
    }
    ++counts[after];
  };
  for (std::int64_t i = -5'000; i < 5'000; ++i) probe(ShardingValue(i));
  for (int i = 0; i < 10'000; ++i) {
    const std::string text = "user-" + std::to_string(i);
    probe(ShardingValue(std::string_view(text)));
  }
  CHECK(moved == counts[4]);
  for (const int count : counts) CHECK(std::abs(count - 4'000) < 400);
  // Rows are where they are: the function must not change.
  CHECK(*five->bucket_of(ShardingValue(std::int64_t{42})) == 0);
  CHECK(*five->bucket_of(ShardingValue(UINT64_MAX)) == 3);
  CHECK(*five->bucket_of(ShardingValue("user-1")) == 3);
}

TEST_CASE("LIST: each value is in one list, or among the others") {
  const auto list = make("LIST", {{"sharding-lists", "de, at;fr ;1,-2"}});
  const TargetNames targets = tables("t_", 4);
  CHECK(target(*list, ShardingValue("at"), targets) == 0);
  CHECK(target(*list, ShardingValue("fr"), targets) == 1);
  CHECK(target(*list, ShardingValue(std::int64_t{-2}), targets) == 2);
  CHECK(list->target_of("c", ShardingValue("jp"), targets).error().id() ==
        ErrorId::value_unplaceable);
  const auto open = make("LIST", {{"sharding-lists", "de;fr"}, {"others", "2"}});
  CHECK(open->bucket_count() == 3);
  CHECK(target(*open, ShardingValue(UINT64_MAX), targets) == 2);
  for (const char* lists : {"", "a;b,a"}) {
    CHECK_FALSE(make_algorithm(algorithm("LIST", {{"sharding-lists", lists}})).ok());
  }
  CHECK_FALSE(make_algorithm(algorithm("LIST", {{"sharding-lists", "a;b"}, {"others", "3"}})).ok());
}

TEST_CASE("COMPLEX_INLINE takes all columns") {
  const auto complex = make("COMPLEX_INLINE", {{"algorithm-expression", "t_${(a + b) % 3}"}});
  const TargetNames targets = tables("t_", 3);
  const KeyArgument both[] = {{"a", std::int64_t{4}}, {"b", std::int64_t{1}}};
  REQUIRE(complex->target_of_values(both, targets).ok());
  CHECK(*complex->target_of_values(both, targets) == 2);
  CHECK(complex->target_of_values({both, 1}, targets).error().id() == ErrorId::expression_invalid);
}

TEST_CASE("HINT_INLINE is the value itself unless told otherwise") {
  const TargetNames targets = tables("t_", 3);
  const auto plain = make("HINT_INLINE", {})->target_of("value", ShardingValue("t_2"), targets);
  REQUIRE(plain.ok());
  CHECK(*plain == 2);
  const auto inlined = make("HINT_INLINE", {{"algorithm-expression", "t_${value % 3}"}});
  const auto found = inlined->target_of("value", ShardingValue(std::int64_t{7}), targets);
  REQUIRE(found.ok());
  CHECK(*found == 1);
}

}  // namespace sluice::router
