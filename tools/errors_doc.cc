// SPDX-License-Identifier: Apache-2.0
// Prints docs/errors.md from the error table: one heading per code, so that a code found in a
// message or a log leads to its remedy. ./run docs runs it.
#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include "common/base/error.h"

namespace {

struct Section {
  char digit;  // of SL-dxxx; 0: errors that carry MySQL's number only
  const char* title;
};

constexpr std::array<Section, 9> kSections = {{
    {'0', "General"},
    {'1', "Configuration"},
    {'2', "Clients"},
    {'3', "SQL text"},
    {'4', "Planning"},
    {'5', "Execution"},
    {'6', "Servers behind the gateway"},
    {'7', "Administration"},
    {0, "Errors with a number of MySQL's own"},
}};

char section_of(const sluice::ErrorEntry& entry) {
  return entry.code.size() > 3 ? entry.code[3] : '\0';
}

// `{}` stands for a name or value; in Markdown as an ellipsis.
std::string readable(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) == "{}") {
      out += "…";
      ++i;
    } else {
      out += text[i];
    }
  }
  return out;
}

void print_entry(const sluice::ErrorEntry& entry) {
  const std::string_view title = entry.code.empty() ? entry.name : entry.code;
  std::printf("\n### %.*s\n\n", static_cast<int>(title.size()), title.data());
  std::printf("> %s\n\n", readable(entry.message).c_str());
  std::printf("errno %d, SQLSTATE %s, source: %s.", entry.number,
              std::string(entry.sqlstate).c_str(),
              std::string(sluice::to_string(entry.source)).c_str());
  if (!entry.remedy.empty()) std::printf(" %s.", readable(entry.remedy).c_str());
  std::printf("\n");
}

// How many entries of the section were printed.
std::size_t print_section(const Section& section) {
  std::size_t printed = 0;
  for (std::size_t i = 0; i < sluice::error_count(); ++i) {
    const auto id = static_cast<sluice::ErrorId>(i);
    const sluice::ErrorEntry& entry = sluice::error_entry(id);
    if (id == sluice::ErrorId::server_error || section_of(entry) != section.digit) continue;
    if (printed++ == 0) std::printf("\n## %s\n", section.title);
    print_entry(entry);
  }
  return printed;
}

}  // namespace

int main() {
  std::printf(
      "# Errors\n\n"
      "Generated from `common/base/error_table.def` by `./run docs`. A message that a client gets "
      "ends\n"
      "with the code in brackets; errors of a server are passed on as they came. An ellipsis "
      "stands for\n"
      "the name or the value that the message is about.\n");
  std::size_t printed = 1;  // server_error is what servers say, not an entry of ours
  for (const Section& section : kSections) printed += print_section(section);
  if (printed == sluice::error_count()) return 0;
  std::fprintf(stderr, "a code's first digit has no section in tools/errors_doc.cc\n");
  return 1;
}
