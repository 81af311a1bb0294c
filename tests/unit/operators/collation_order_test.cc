// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/collation_order.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "merge_fixture.h"

namespace sluice::executor::operators {
namespace {

// MariaDB 10.11: strings of a column with this collation in the order of STRCMP(a, b), as
// HEX(WEIGHT_STRING(s)); '=' between equal ones, '-' for no weight at all. The strings are '', two
// spaces, a tab, and letters with and without spaces, tabs and accents behind them.
struct Fact {
  const char* collation;
  const char* space;
  bool pads;
  const char* order;
};

const Fact kFacts[] = {
    {"utf8mb4_general_ci", "0020", true,
     "0009 < - = 00200020 < 00410009 < 0041 = 00410020 = 0041 = 0041 = 0041 < 004100200042 "
     "< 00410045 < 0042 < 0053 < 00530053 < 005A = 005A < 4E2D < FFFD"},
    {"utf8mb4_unicode_ci", "0209", true,
     "0201 < - = 02090209 < 0E330201 < 0E33 = 0E330209 = 0E33 = 0E33 = 0E33 < 0E3302090E4A "
     "< 0E330E8B < 0E4A < 0FEA0FEA = 0FEA0FEA < 106A = 106A < FB40CE2D < FFFD"},
    {"utf8mb4_bin", "000020", true,
     "000009 < - = 000020000020 < 000041 < 00005A < 000061000009 < 000061 = 000061000020 < "
     "000061000020000062 < 000061000065 < 000062 < 000073000073 < 00007A < 0000DF < 0000E1 "
     "< 0000E4 < 004E2D < 01F600"},
    {"utf8mb4_nopad_bin", "000020", false,
     "- < 000009 < 000020000020 < 000041 < 00005A < 000061 < 000061000009 < 000061000020 < "
     "000061000020000062 < 000061000065 < 000062 < 000073000073 < 00007A < 0000DF < 0000E1 "
     "< 0000E4 < 004E2D < 01F600"},
    {"latin1_swedish_ci", "20", true,
     "09 < - = 2020 < 4109 < 41 = 4120 = 41 = 41 < 412042 < 4145 < 42 < 5353 < 5A = 5A < "
     "5C < DF"},
    {"utf8mb4_uca1400_ai_ci", "0209", true,
     "0201 < - = 02090209 < 196C < 20750201 < 2075 = 20750209 = 2075 = 2075 = 2075 < "
     "20750209208F < 207520DB < 208F < 22B622B6 = 22B622B6 < 236F = 236F < FB40CE2D"},
    {"utf8mb4_uca1400_nopad_as_cs", "020900200002", false,
     "- < 020100200002 < 020902090020002000020002 < 196C00200002 < 207500200002 < "
     "207500200008 < 20750020002400020002 < 20750020002B00020002 < "
     "207502010020002000020002 < 207502090020002000020002 < "
     "20750209208F002000200020000200020002 < 207520DB0020002000020002 < 208F00200002 < "
     "22B622B60020002000020002 < 22B622B6002001180020000400040004 < 236F00200002 < "
     "236F00200008 < FB40CE2D00200002"},
    {"latin1_german2_ci", "20", true,
     "09 < - = 2020 < 4109 < 41 = 4120 = 41 = 41 < 412042 < 4145 = 4145 < 42 < 5353 = 5353 "
     "< 5A = 5A"},
    {"gbk_chinese_ci", "20", true,
     "09 < - = 2020 < 4109 < 41 = 4120 = 41 < 412042 < 4145 < 42 < 5353 < 5A = 5A < D321"},
    {"utf8mb4_unicode_nopad_ci", "0209", false,
     "- < 0201 < 02090209 < 0E33 = 0E33 = 0E33 = 0E33 < 0E330201 < 0E330209 < 0E3302090E4A "
     "< 0E330E8B < 0E4A < 0FEA0FEA = 0FEA0FEA < 106A = 106A < FB40CE2D < FFFD"},
};

struct Ranked {
  std::string weight;
  int rank;
};

std::vector<Ranked> ranked(std::string_view order) {
  std::vector<Ranked> all;
  int rank = 0;
  while (!order.empty()) {
    const std::size_t end = std::min(order.find(' '), order.size());
    const std::string_view word = order.substr(0, end);
    order.remove_prefix(std::min(end + 1, order.size()));
    if (word == "<") {
      ++rank;
    } else if (word != "=") {
      all.push_back({word == "-" ? "" : test::from_hex(word), rank});
    }
  }
  return all;
}

}  // namespace

TEST_CASE("weight strings order and equal strings as the server does") {
  for (const Fact& fact : kFacts) {
    CAPTURE(fact.collation);
    const std::string space = fact.pads ? test::from_hex(fact.space) : "";
    const Padding padding{as_bytes(space)};
    for (const Ranked& a : ranked(fact.order)) {
      for (const Ranked& b : ranked(fact.order)) {
        CAPTURE(a.rank);
        CAPTURE(b.rank);
        const Bytes left = as_bytes(a.weight);
        const Bytes right = as_bytes(b.weight);
        const int order = compare_weights(left, right, padding);
        CHECK(order == (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0));
        if (order < 0) CHECK(weight_word(left, padding) <= weight_word(right, padding));
        if (order == 0) CHECK(weight_word(left, padding) == weight_word(right, padding));
        const bool same =
            as_text(without_padding(left, padding)) == as_text(without_padding(right, padding));
        CHECK(same == (order == 0));
      }
    }
  }
}

TEST_CASE("weights longer than a word") {
  const Padding spaces{as_bytes(" ")};
  CHECK(compare_weights(as_bytes("abcdefghij"), as_bytes("abcdefghij   "), spaces) == 0);
  CHECK(compare_weights(as_bytes("abcdefghij"), as_bytes("abcdefghij\t"), spaces) > 0);
  CHECK(compare_weights(as_bytes("abcdefghij"), as_bytes("abcdefghij  a"), spaces) < 0);
  CHECK(compare_weights(as_bytes("abcdefghij"), as_bytes("abcdefghij "), Padding{}) < 0);
  CHECK(weight_word(as_bytes("abcdefghij"), spaces) == 0x6162636465666768);
}

TEST_CASE("collations whose weights are not their order are refused") {
  for (const std::string_view name :
       {"utf8mb4_uca1400_as_cs", "utf8mb4_uca1400_as_ci", "utf8mb4_uca1400_ai_cs",
        "utf8mb3_uca1400_german2_as_ci", "utf8mb4_uca1400_nopad_ai_cs", "utf8mb4_thai_520_w2",
        "big5_chinese_ci", "big5_chinese_nopad_ci", "cp1250_czech_cs", "latin7_general_ci",
        "latin7_general_cs", "latin7_estonian_cs", "tis620_thai_nopad_ci"}) {
    CAPTURE(name);
    CHECK_FALSE(weights_are_exact(name));
  }
  for (const std::string_view name :
       {"utf8mb4_general_ci", "utf8mb4_uca1400_ai_ci", "utf8mb4_uca1400_nopad_as_cs",
        "utf8mb4_uca1400_danish_nopad_as_ci", "utf8mb4_uca1400_german2_ai_ci", "utf8mb4_bin",
        "latin2_czech_cs", "big5_bin", "tis620_thai_ci", "utf8mb4_0900_as_cs"}) {
    CAPTURE(name);
    CHECK(weights_are_exact(name));
  }
}

TEST_CASE("padding comes from the metadata, errors name the collation") {
  const router::Metadata& metadata = test::test_metadata();
  const Result<Padding> general = padding_of(metadata, "utf8mb4_general_ci");
  REQUIRE(general);
  CHECK(as_text(general->space) == std::string_view("\0 ", 2));
  const Result<Padding> nopad = padding_of(metadata, "utf8mb4_nopad_bin");
  REQUIRE(nopad);
  CHECK(nopad->space.empty());
  for (const std::string name : {"klingon_ci", "utf8mb4_uca1400_as_cs", "utf8mb4_unweighted_ci"}) {
    CAPTURE(name);
    const Result<Padding> refused = padding_of(metadata, name);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().id() == ErrorId::merge_type);
    CHECK(refused.error().message().find(name) != std::string::npos);
  }
}

}  // namespace sluice::executor::operators
