// SPDX-License-Identifier: Apache-2.0
#include "tests/verdicts/corpus_file.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sluice::test {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLabelWidth = 7;
constexpr const char* kLabels[] = {"none", "maria", "mysql", "both"};

std::string label_name(const std::optional<Label>& label) {
  if (!label) return "new";
  if (label->open) return "open";
  return kLabels[(label->mysql ? 2 : 0) + (label->maria ? 1 : 0)];
}

bool read_label(const std::string& name, std::optional<Label>& label) {
  if (name == "new") return true;
  if (name == "open") {
    label = Label{.open = true};
    return true;
  }
  const auto* const found = std::find(std::begin(kLabels), std::end(kLabels), name);
  const auto index = found - std::begin(kLabels);
  if (found == std::end(kLabels)) return false;
  label = Label{(index & 2) != 0, (index & 1) != 0};
  return true;
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string decode_percent(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const bool complete = i + 2 < text.size();
    const int high = complete ? hex_digit(text[i + 1]) : -1;
    const int low = complete ? hex_digit(text[i + 2]) : -1;
    if (high < 0 || low < 0) throw std::runtime_error("not %xx: " + text);
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

CorpusSettings read_settings(const std::string& text) {
  CorpusSettings settings;
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::size_t equal = word.find('=');
    const std::string value = equal == std::string::npos ? "" : word.substr(equal + 1);
    if (word.starts_with("sql_mode=")) {
      settings.sql_mode = value;
    } else if (word.starts_with("charset=")) {
      settings.charset = value;
    } else {
      throw std::runtime_error("an unknown setting: " + word);
    }
  }
  return settings;
}

void begin_statement(const std::string& line, CorpusStatement& statement) {
  const std::string name = line.substr(0, std::min(line.find_first_of(" %"), kLabelWidth));
  if (!read_label(name, statement.label) || line.size() < kLabelWidth) {
    throw std::runtime_error("no label and statement: " + line);
  }
  const bool escaped = line[kLabelWidth - 2] == '%';
  statement.sql = line.substr(kLabelWidth);
  if (escaped) statement.sql = decode_percent(statement.sql);
}

}  // namespace

fs::path corpus_folder() {
  const char* other = std::getenv("SLUICE_CORPUS");
  return other != nullptr ? other : SLUICE_CORPUS_DIR;
}

std::vector<fs::path> corpus_files() {
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::directory_iterator(corpus_folder())) {
    if (entry.path().extension() == ".corpus") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

std::vector<CorpusStatement> read_corpus_file(const fs::path& file) {
  std::ifstream in(file);
  std::vector<CorpusStatement> statements;
  CorpusSettings settings;
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    try {
      if (line.starts_with("#!")) {
        settings = read_settings(line.substr(2));
      } else if (line.starts_with(std::string(kLabelWidth, ' ')) && !statements.empty()) {
        statements.back().sql += '\n' + line.substr(kLabelWidth);
      } else if (!line.empty() && line[0] != '#') {
        CorpusStatement& statement = statements.emplace_back();
        statement.settings = settings;
        statement.file = file.filename();
        statement.line = number;
        begin_statement(line, statement);
      }
    } catch (const std::runtime_error& error) {
      throw std::runtime_error(file.string() + ":" + std::to_string(number) + ": " + error.what());
    }
  }
  return statements;
}

std::vector<CorpusStatement> read_corpus() {
  std::vector<CorpusStatement> all;
  for (const fs::path& file : corpus_files()) {
    for (CorpusStatement& statement : read_corpus_file(file)) all.push_back(std::move(statement));
  }
  return all;
}

void relabel_corpus_file(const fs::path& file, const std::vector<CorpusStatement>& statements) {
  std::ifstream in(file);
  std::string out;
  std::size_t number = 0;
  auto next = statements.begin();
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (next != statements.end() && next->line == number) {
      std::string label = label_name(next->label);
      label.resize(kLabelWidth, ' ');
      label[kLabelWidth - 2] = line[kLabelWidth - 2];
      line.replace(0, kLabelWidth, label);
      ++next;
    }
    out += line + '\n';
  }
  in.close();
  std::ofstream(file) << out;
}

std::string escape_statement(const std::string& sql) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out;
  for (const char c : sql) {
    const auto byte = static_cast<unsigned char>(c);
    const bool blank_at_end = c == ' ' && &c == &sql.back();
    if (c == '%' || byte < 0x20 || byte >= 0x7f || blank_at_end) {
      out += '%';
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  return out;
}

std::string unescape_statement(const std::string& text) {
  return decode_percent(text);
}

}  // namespace sluice::test
