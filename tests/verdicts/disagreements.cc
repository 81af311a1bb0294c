// SPDX-License-Identifier: Apache-2.0
#include "tests/verdicts/disagreements.h"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sluice::test {
namespace {

std::string single_blanks(const std::string& sql) {
  std::string out;
  for (const char c : sql) {
    const char blank = c == '\n' || c == '\t' || c == '\r' ? ' ' : c;
    if (blank != ' ' || (!out.empty() && out.back() != ' ')) out += blank;
  }
  return out;
}

std::vector<std::string> split_tabs(const std::string& line) {
  std::vector<std::string> fields;
  std::istringstream in(line);
  for (std::string field; std::getline(in, field, '\t');) fields.push_back(field);
  return fields;
}

KnownDisagreement read_entry(const std::vector<std::string>& fields) {
  KnownDisagreement entry;
  entry.kind = fields[0];
  entry.is_regex = fields[1] == "regex";
  entry.reason = fields[2];
  entry.statement = fields[3];
  if (entry.is_regex) {
    entry.pattern.assign(entry.statement, std::regex::ECMAScript | std::regex::icase);
  }
  return entry;
}

double& figure(KnownDisagreements& known, const std::string& name) {
  if (name == "accepted") return known.accepted_floor;
  if (name == "refused") return known.refused_floor;
  if (name == "wording") return known.wording_floor;
  if (name == "fuzz") return known.fuzz_limit;
  throw std::runtime_error("disagreements.tsv: " + name);
}

double share(std::size_t all, std::size_t bad) {
  return all == 0 ? 100.0 : 100.0 * static_cast<double>(all - bad) / static_cast<double>(all);
}

}  // namespace

bool KnownDisagreement::matches(Disagreement found, const std::string& sql) const {
  if (kind != name_of(found)) return false;
  if (is_regex) return std::regex_search(single_blanks(sql), pattern);
  return statement == escape_statement(sql);
}

const KnownDisagreement* KnownDisagreements::find(Disagreement found,
                                                  const std::string& sql) const {
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [&](const auto& known) { return known.matches(found, sql); });
  return entry == entries.end() ? nullptr : &*entry;
}

std::filesystem::path disagreements_file() {
  return corpus_folder() / "disagreements.tsv";
}

KnownDisagreements read_disagreements() {
  KnownDisagreements known;
  std::ifstream in(disagreements_file());
  for (std::string line; std::getline(in, line);) {
    const std::vector<std::string> fields = split_tabs(line);
    if (fields.size() == 3) {
      figure(known, fields[1]) = std::stod(fields[2]);
    } else if (fields.size() == 4) {
      known.entries.push_back(read_entry(fields));
    } else if (!line.empty() && line[0] != '#') {
      throw std::runtime_error("disagreements.tsv: " + line);
    }
  }
  return known;
}

void write_disagreements(const KnownDisagreements& known) {
  std::ofstream out(disagreements_file());
  char figures[160];
  std::snprintf(figures, sizeof figures,
                "floor\taccepted\t%.2f\nfloor\trefused\t%.2f\nfloor\twording\t%.2f\n"
                "limit\tfuzz\t%.0f\n",
                known.accepted_floor, known.refused_floor, known.wording_floor, known.fuzz_limit);
  out << "# See tests/verdicts/disagreements.h; ./run corpus accept renews texts and floors.\n"
      << figures;
  for (const KnownDisagreement& entry : known.entries) {
    out << entry.kind << '\t' << (entry.is_regex ? "regex" : "text") << '\t' << entry.reason << '\t'
        << entry.statement << '\n';
  }
}

double Agreement::accepted_share() const {
  const auto missing = std::count_if(
      found.begin(), found.end(), [](const Found& one) { return one.kind != Disagreement::extra; });
  return share(accepted, static_cast<std::size_t>(missing));
}

double Agreement::refused_share() const {
  const auto extra = std::count_if(
      found.begin(), found.end(), [](const Found& one) { return one.kind == Disagreement::extra; });
  return share(refused, static_cast<std::size_t>(extra));
}

Agreement compare_with_labels(const std::vector<CorpusStatement>& corpus) {
  Agreement agreement;
  for (const CorpusStatement& statement : corpus) {
    if (!statement.label || statement.label->open) continue;
    ++(statement.label->mysql || statement.label->maria ? agreement.accepted : agreement.refused);
    if (const auto kind = disagreement(statement)) agreement.found.push_back({*kind, &statement});
  }
  return agreement;
}

}  // namespace sluice::test
