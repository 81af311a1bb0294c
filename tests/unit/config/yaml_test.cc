// SPDX-License-Identifier: Apache-2.0
// The tree that YAML becomes, and its limits.
#include <doctest/doctest.h>

#include "config/load_yaml.h"

namespace sluice::config {
namespace {

YamlDocument parsed(std::string_view text) {
  auto result = parse_yaml(text);
  const auto* problem = std::get_if<YamlProblem>(&result);
  REQUIRE_MESSAGE(!problem, (problem ? problem->message : ""));
  return std::get<YamlDocument>(std::move(result));
}

std::string problem(std::string_view text) {
  const auto result = parse_yaml(text);
  const auto* found = std::get_if<YamlProblem>(&result);
  if (!found) return "none";
  return std::to_string(found->line) + ":" + std::to_string(found->column) + " " + found->message;
}

std::string place(const YamlNode* node) {
  REQUIRE(node);
  return std::to_string(node->line) + ":" + std::to_string(node->column);
}

}  // namespace

TEST_CASE("yaml: kinds, texts and places") {
  const YamlDocument document = parsed(
      "a: 1\n"
      "b: 'it''s'\n"
      "c:\n"
      "  - x\n"
      "  - {y: z}\n"
      "d:\n"
      "e: ~\n"
      "f: 007\n");
  const YamlNode& root = *document.root;
  REQUIRE(root.is_map());
  CHECK(root.entries.size() == 6);
  CHECK(root.text_of("a") == "1");
  CHECK(place(root.find("a")) == "1:4");
  CHECK(root.text_of("b") == "it's");
  REQUIRE(root.sequence("c"));
  CHECK(root.sequence("c")->items[0]->text == "x");
  CHECK(root.sequence("c")->items[1]->text_of("y") == "z");
  CHECK(place(root.sequence("c")->items[1]) == "5:5");
  CHECK(root.find("d") == nullptr);
  CHECK(root.entries[3].value->is_null());
  CHECK(place(root.entries[3].value) == "6:1");
  CHECK(root.find("e") == nullptr);
  CHECK(root.text_of("f") == "007");
  CHECK(root.map("a") == nullptr);
  CHECK(root.scalar("c") == nullptr);
}

TEST_CASE("yaml: tags") {
  const YamlDocument document = parsed("- !SHARDING\n  tables: {}\n- !!str 1\n- 'q'\n");
  REQUIRE(document.root->is_sequence());
  CHECK(document.root->items[0]->tag == "!SHARDING");
  CHECK(document.root->items[0]->is_map());
  CHECK(place(document.root->items[0]) == "1:3");
  CHECK(document.root->items[1]->tag.empty());
  CHECK(document.root->items[2]->tag.empty());
}

TEST_CASE("yaml: aliases share nodes, merge keys add what is missing") {
  const YamlDocument document = parsed(
      "base: &base {x: 1, y: 2}\n"
      "same: *base\n"
      "more:\n"
      "  <<: *base\n"
      "  y: 3\n"
      "most:\n"
      "  <<: [{z: 9}, *base]\n");
  const YamlNode& root = *document.root;
  CHECK(root.find("same") == root.find("base"));
  CHECK(root.map("more")->entries.size() == 2);
  CHECK(root.map("more")->text_of("x") == "1");
  CHECK(root.map("more")->text_of("y") == "3");
  CHECK(root.map("most")->entries.size() == 3);
  CHECK(root.map("most")->text_of("z") == "9");
}

TEST_CASE("yaml: nothing is a null node at the beginning") {
  for (const char* text : {"", "\n", "# a comment\n\n", "\xEF\xBB\xBF"}) {
    const YamlDocument document = parsed(text);
    CHECK(document.root->is_null());
    CHECK(place(document.root) == "1:1");
  }
}

TEST_CASE("yaml: problems with their places") {
  CHECK(problem("a: [b\n") == "1:6 not YAML: end of sequence flow not found");
  CHECK(problem("a: }\n") == "1:4 not YAML: illegal flow end");
  CHECK(problem("a:\n\tb: 1\n").starts_with("2:"));
  CHECK(problem("a: *b\n") == "1:4 not YAML: the referenced anchor is not defined");
  CHECK(problem("a: \"b\n") == "1:6 not YAML: a quoted text is not closed");
  CHECK(problem("a: 'b\nc: d\n") == "2:5 not YAML: a quoted text is not closed");
  CHECK(problem("a: 1\n---\nb: 2\n") == "3:1 a second YAML document; a file holds one");
  CHECK(problem("[a]: b\n") == "1:1 a key must be text");
  CHECK(problem("{a: b}: c\n") == "1:1 a key must be text");
  CHECK(problem("---\na: 1\n...\n") == "none");
}

TEST_CASE("yaml: limits") {
  CHECK(problem(std::string(64, '[') + std::string(64, ']')) == "none");
  CHECK(problem(std::string(65, '[') + std::string(65, ']')) ==
        "1:65 nested more than 64 levels deep");
  CHECK(problem("&a [*a]") == "1:5 an alias stands within its own anchor");
  std::string laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'j'; ++c) {
    const std::string previous(1, static_cast<char>(c - 1));
    laughs += std::string(1, c) + ": &" + c + " [";
    for (int i = 0; i < 10; ++i) laughs += (i == 0 ? "*" : ", *") + previous;
    laughs += "]\n";
  }
  CHECK(problem(laughs).find("aliases repeat too much") != std::string::npos);
  CHECK(problem(std::string(kMaxYamlBytes + 1, ' ')) == "0:0 the file is larger than 64 MiB");
}

TEST_CASE("yaml: bytes that are no text are survived") {
  for (int byte = 0; byte < 256; ++byte) {
    const char c = static_cast<char>(byte);
    parse_yaml(std::string(1, c));
    parse_yaml(std::string("a: ") + c + "\n");
    parse_yaml(std::string("\"") + c + "\"\n");
  }
}

}  // namespace sluice::config
