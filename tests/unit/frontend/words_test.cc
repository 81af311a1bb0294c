// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/words.h"

#include <doctest/doctest.h>

namespace sluice::frontend {
namespace {

std::string kinds(std::string_view sql) {
  const std::optional<std::vector<Word>> words = split_words(sql);
  if (!words) return "none";
  std::string text;
  for (const Word& word : *words) {
    if (!text.empty()) text += ' ';
    text += "wqtvs"[static_cast<std::size_t>(word.kind)];
    text += ":" + word.value;
  }
  return text;
}

}  // namespace

TEST_CASE("words, names, texts and variables") {
  CHECK(kinds("") == "");
  CHECK(kinds("  SHOW  `a``b` 'it''s' ; ") == "w:SHOW q:a`b t:it's");
  CHECK(kinds("select @@GLOBAL.Version_Comment limit 1;") ==
        "w:select v:version_comment w:limit w:1");
  CHECK(kinds("/* a */ USE x -- end") == "w:USE w:x");
  CHECK(kinds("SELECT 1; SELECT 2") == "w:SELECT w:1 s:; w:SELECT w:2");
  CHECK(kinds("@@") == "v:");
  CHECK(kinds("#only a comment") == "");
}

TEST_CASE("what is not closed is no statement") {
  for (const char* sql : {"'", "\"a", "`a", "'a''", "/* a", "SELECT 'a /*"}) {
    CAPTURE(sql);
    CHECK(kinds(sql) == "none");
  }
}

TEST_CASE("words know where they stand") {
  const std::string_view sql = "SELECT @@x, 'a''b' FROM `t`";
  const std::optional<std::vector<Word>> words = split_words(sql);
  REQUIRE(words);
  CHECK(sql.substr((*words)[1].begin, (*words)[1].end - (*words)[1].begin) == "@@x");
  CHECK(sql.substr((*words)[3].begin, (*words)[3].end - (*words)[3].begin) == "'a''b'");
}

TEST_CASE("keywords are taken together or not at all") {
  const std::optional<std::vector<Word>> words = split_words("show Sharding table `RULE` 'x'");
  REQUIRE(words);
  WordReader reader(*words);
  CHECK_FALSE(reader.accept("SHOW SHARDING TABLES"));
  CHECK(reader.accept("SHOW SHARDING TABLE"));
  CHECK_FALSE(reader.accept("RULE"));  // a quoted name is no keyword
  CHECK_FALSE(reader.text());
  CHECK(reader.name() == "RULE");
  CHECK(reader.text() == "x");
  CHECK(reader.at_end());
  CHECK_FALSE(reader.name());
}

}  // namespace sluice::frontend
