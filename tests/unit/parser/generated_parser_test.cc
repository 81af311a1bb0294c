// SPDX-License-Identifier: Apache-2.0
// ANTLR decides by one token, without its simulator, as long as the grammar is written for it. Each
// call of adaptivePredict() in the generated parser is a decision that is not: it costs a hot
// statement microseconds and, with full context, locks that all threads share.
#include <fstream>
#include <iterator>
#include <string>

#include <doctest/doctest.h>

namespace {

std::size_t call_sites(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file.good());
  const std::string text(std::istreambuf_iterator<char>(file), {});
  std::size_t count = 0;
  for (std::size_t at = text.find("adaptivePredict("); at != std::string::npos;
       at = text.find("adaptivePredict(", at + 1)) {
    ++count;
  }
  return count;
}

TEST_CASE("the parser of queries and changes decides every step by one token") {
  CHECK(call_sites(SLUICE_GENERATED_PARSER_DIR "/SluiceSqlParser.cpp") == 0);
}

// Nobody waits for these, but their number should not grow unseen. SLL prediction, no full context.
TEST_CASE("the parser of administrative statements looks further ahead in few places") {
  CHECK(call_sites(SLUICE_GENERATED_PARSER_DIR "/SluiceAdminParser.cpp") <= 89);
}

}  // namespace
