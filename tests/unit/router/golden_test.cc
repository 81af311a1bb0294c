// SPDX-License-Identifier: Apache-2.0
// Plans as data: cases/*.yaml hold statements and what is to become of them, as plan_text() says
// it, or the error. SLUICE_ACCEPT=1 writes what came out; look at the difference before you commit
// it.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include <doctest/doctest.h>
#include <yaml-cpp/yaml.h>

#include "fixture.h"
#include "router/plan_text.h"

namespace sluice::router {
namespace {

struct Case {
  std::string comment;
  std::string sql;
  std::string database = "shop";
  std::vector<std::string> parameters;
  std::string expect;
};

struct CaseFile {
  std::filesystem::path path;
  std::string head;  // comment lines before the first case
  std::vector<Case> cases;
};

std::string text_of(const YAML::Node& node, const char* key, std::string fallback = {}) {
  return node[key] ? node[key].as<std::string>() : fallback;
}

CaseFile read_cases(const std::filesystem::path& path) {
  CaseFile file{path, {}, {}};
  std::ifstream in(path);
  for (std::string line; std::getline(in, line) && line.starts_with('#');) file.head += line + "\n";
  for (const auto& node : YAML::LoadFile(path)) {
    Case each;
    each.comment = text_of(node, "comment");
    each.sql = text_of(node, "sql");
    each.database = text_of(node, "database", "shop");
    for (const auto& parameter : node["parameters"]) {
      each.parameters.push_back(parameter.as<std::string>());
    }
    each.expect = text_of(node, "expect");
    file.cases.push_back(std::move(each));
  }
  return file;
}

// A generated key has a random part of its own when it is a UUID.
std::string without_uuids(std::string text) {
  for (std::size_t at = text.find('\''); at != std::string::npos; at = text.find('\'', at + 1)) {
    const std::string_view rest = std::string_view(text).substr(at + 1);
    const std::size_t digits = rest.find_first_not_of("0123456789abcdef");
    if (digits == 32 && rest[32] == '\'') text.replace(at + 1, 32, "<uuid>");
  }
  return text;
}

// The keys of the shared generator depend on the cases before; shown as <key>, <key> + 1 ...
std::string with_relative_keys(std::string text, const Resolution& resolution) {
  std::int64_t first = 0;
  for (const GeneratedKey& key : resolution.keys) {
    const auto* number = std::get_if<std::int64_t>(&key);
    if (number == nullptr || *number == 0) continue;
    if (first == 0) first = *number;
    const std::string digits = std::to_string(*number);
    const std::string name =
        *number == first ? "<key>" : "<key+" + std::to_string(*number - first) + ">";
    for (std::size_t at = text.find(digits); at != std::string::npos; at = text.find(digits)) {
      text.replace(at, digits.size(), name);
    }
  }
  return text;
}

ParameterValue parameter_of(const std::string& text) {
  if (text == "NULL") return {};
  if (text.starts_with('\'')) {
    return text_parameter(std::string_view(text).substr(1, text.size() - 2));
  }
  return integer_parameter(std::stoll(text));
}

std::string error_text(const Error& error) {
  return "error " + std::to_string(error.number()) + " (" + std::string(error.sqlstate()) + ") " +
         error.message() + "\n";
}

std::string flags_text(const Plan& plan) {
  const RoutedPlan* routed = plan.routed();
  if (routed == nullptr) return {};
  std::string text;
  const auto add = [&text](std::string_view flag) {
    text += (text.empty() ? "flags: " : ", ");
    text += flag;
  };
  if (routed->statement_class == StatementClass::locking_read) add("locks");
  if (routed->uses_clock) add("clock");
  if (routed->leaves_session_state) add("leaves session state");
  if (routed->reload_schema) add("reloads schema");
  if (!plan.cacheable) add("not cached");
  for (const PinnedLiteral& pinned : plan.pinned) add("pins " + pinned.text);
  for (const std::uint16_t cell : routed->rename_cells) add("renames cell " + std::to_string(cell));
  return text.empty() ? text : text + "\n";
}

// Where a clause was taken away blanks may be left, which the files do not keep.
std::string without_end_blanks(const std::string& text) {
  return std::regex_replace(text, std::regex(" +\n"), "\n");
}

std::string outcome(const Case& each) {
  TestStatement statement(each.sql, each.database);
  const Result<PlanPtr> plan = statement.plan();
  if (!plan) return error_text(plan.error());
  std::vector<ParameterValue> parameters;
  for (const std::string& parameter : each.parameters) {
    parameters.push_back(parameter_of(parameter));
  }
  const StatementValues values = statement.values(parameters);
  Resolution resolution;
  if (const RoutedPlan* routed = (*plan)->routed()) {
    const Result<void> resolved = resolve(*routed, values, kTestTime, resolution);
    if (!resolved) return error_text(resolved.error());
  }
  const std::string text = plan_text(**plan, resolution, values, test_session_values());
  return without_end_blanks(without_uuids(with_relative_keys(text, resolution)) +
                            flags_text(**plan));
}

std::string block(const std::string& text, const std::string& indent) {
  std::string out = "|\n";
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) out += indent + line + "\n";
  return out;
}

std::string quoted(const std::string& text) {
  YAML::Emitter emitter;
  emitter << YAML::DoubleQuoted << text;
  return emitter.c_str();
}

void write_cases(const CaseFile& file) {
  std::ofstream out(file.path);
  out << file.head;
  for (const Case& each : file.cases) {
    out << "\n- ";
    if (!each.comment.empty()) out << "comment: " << quoted(each.comment) << "\n  ";
    const bool plain = each.sql.find('\n') == std::string::npos;
    out << "sql: "
        << (plain ? "|-\n    " + each.sql + "\n" : "|-" + block(each.sql, "    ").substr(1));
    if (each.database != "shop") out << "  database: " << quoted(each.database) << "\n";
    if (!each.parameters.empty()) {
      out << "  parameters: [";
      for (const std::string& parameter : each.parameters) {
        out << (&parameter == &each.parameters.front() ? "" : ", ") << quoted(parameter);
      }
      out << "]\n";
    }
    out << "  expect: " << block(each.expect, "    ");
  }
}

}  // namespace

TEST_CASE("plans are as the case files say") {
  const bool accept = std::getenv("SLUICE_ACCEPT") != nullptr;
  std::vector<std::filesystem::path> paths;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(kTestFolder) + "cases")) {
    if (entry.path().extension() == ".yaml") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  REQUIRE_FALSE(paths.empty());
  for (const auto& path : paths) {
    CaseFile file = read_cases(path);
    REQUIRE_FALSE(file.cases.empty());
    for (Case& each : file.cases) {
      CAPTURE(path.filename().string());
      CAPTURE(each.sql);
      const std::string actual = outcome(each);
      if (!accept) CHECK(actual == each.expect);
      each.expect = actual;
    }
    if (accept) write_cases(file);
  }
}

}  // namespace sluice::router
