// SPDX-License-Identifier: Apache-2.0
// corpus_report report | accept: how the parser agrees with the labels of the corpus, without
// servers.
#include <algorithm>
#include <cctype>
#include <exception>
#include <iomanip>
#include <iostream>
#include <map>
#include <sstream>

#include "tests/verdicts/disagreements.h"

namespace sluice::test {
namespace {

std::string first_words(const std::string& sql) {
  std::istringstream in(sql);
  std::string out;
  std::string word;
  for (int i = 0; i < 2 && in >> word; ++i) out += (i == 0 ? "" : " ") + word;
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

const char* label_text(const Label& label) {
  if (label.mysql) return label.maria ? "both accept" : "MySQL accepts";
  return label.maria ? "MariaDB accepts" : "both refuse";
}

void print_one(const Agreement::Found& found, std::ostream& out) {
  const CorpusStatement& statement = *found.statement;
  const ServerKind asked =
      found.kind == Disagreement::missing_mysql ? ServerKind::mysql : ServerKind::maria;
  const ParserVerdict verdict = parser_verdict(statement.sql, statement.settings, asked);
  out << "  " << statement.file << ':' << statement.line << ": " << label_text(*statement.label)
      << ": " << escape_statement(statement.sql);
  if (!statement.settings.sql_mode.empty()) out << "   [" << statement.settings.sql_mode << ']';
  if (!verdict.accepted) {
    const std::size_t near = verdict.message.find("near ");
    out << "\n      ours: "
        << escape_statement(verdict.message.substr(near == std::string::npos ? 0 : near));
  }
  out << '\n';
}

// Figures, then the disagreements by kind and first words, the most frequent first.
void print_agreement(const Agreement& agreement, std::ostream& out) {
  out << std::fixed << std::setprecision(2) << "accepted by a server: " << agreement.accepted
      << ", of these by the parser: " << agreement.accepted_share() << " %\n"
      << "refused by both servers: " << agreement.refused
      << ", of these by the parser: " << agreement.refused_share() << " %\n";
  std::map<std::string, std::vector<Agreement::Found>> groups;
  for (const Agreement::Found& found : agreement.found) {
    const bool extra = found.kind == Disagreement::extra;
    groups[(extra ? "EXTRA    " : "MISSING  ") + first_words(found.statement->sql)].push_back(
        found);
  }
  std::vector<const std::pair<const std::string, std::vector<Agreement::Found>>*> order;
  for (const auto& group : groups) order.push_back(&group);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return a->second.size() > b->second.size();
  });
  for (const auto* group : order) {
    out << '\n' << escape_statement(group->first) << ": " << group->second.size() << '\n';
    for (const Agreement::Found& found : group->second) print_one(found, out);
  }
}

int report() {
  const std::vector<CorpusStatement> corpus = read_corpus();
  print_agreement(compare_with_labels(corpus), std::cout);
  return 0;
}

// Floors as they are now; texts that hold no more go, new ones come without a reason.
int accept() {
  const std::vector<CorpusStatement> corpus = read_corpus();
  const Agreement agreement = compare_with_labels(corpus);
  KnownDisagreements known = read_disagreements();
  std::erase_if(known.entries, [&](const KnownDisagreement& entry) {
    return !entry.is_regex &&
           std::none_of(agreement.found.begin(), agreement.found.end(), [&](const auto& found) {
             return entry.matches(found.kind, found.statement->sql);
           });
  });
  for (const Agreement::Found& found : agreement.found) {
    if (known.find(found.kind, found.statement->sql) != nullptr) continue;
    KnownDisagreement& entry = known.entries.emplace_back();
    entry.kind = name_of(found.kind);
    entry.reason = "Not done yet";
    entry.statement = escape_statement(found.statement->sql);
  }
  // Rounded down, so that the figures of this very moment are not below their floor.
  known.accepted_floor = static_cast<int>(agreement.accepted_share() * 100) / 100.0;
  known.refused_floor = static_cast<int>(agreement.refused_share() * 100) / 100.0;
  write_disagreements(known);
  std::cout << known.entries.size() << " entries in " << disagreements_file().filename() << '\n';
  return 0;
}

int run(int argc, char** argv) {
  const std::string command = argc > 1 ? argv[1] : "";
  if (command == "report") return report();
  if (command == "accept") return accept();
  std::cerr << "usage: corpus_report report | accept\n";
  return 2;
}

}  // namespace
}  // namespace sluice::test

int main(int argc, char** argv) {
  try {
    return sluice::test::run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "corpus_report: " << error.what() << '\n';
    return 2;
  }
}
