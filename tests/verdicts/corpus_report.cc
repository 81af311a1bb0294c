// SPDX-License-Identifier: Apache-2.0
#include "tests/verdicts/corpus_report.h"

#include <algorithm>
#include <cctype>
#include <iomanip>
#include <map>
#include <ostream>
#include <sstream>

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

}  // namespace

void print_agreement(const Agreement& agreement, std::ostream& out) {
  out << std::fixed << std::setprecision(2) << "accepted by a server: " << agreement.accepted
      << ", of these by the parser: " << agreement.accepted_share() << " %\n"
      << "refused by both servers: " << agreement.refused
      << ", of these by the parser: " << agreement.refused_share() << " %\n";
  std::map<std::string, std::vector<Agreement::Found>> groups;
  for (const Agreement::Found& found : agreement.found) {
    const bool extra = found.kind == Disagreement::extra;
    groups[(extra ? "EXTRA    " : "MISSING  ") + first_words(found.statement->sql)].push_back(found);
  }
  std::vector<const std::pair<const std::string, std::vector<Agreement::Found>>*> order;
  for (const auto& group : groups) order.push_back(&group);
  std::stable_sort(order.begin(), order.end(), [](const auto* a, const auto* b) {
    return a->second.size() > b->second.size();
  });
  for (const auto* group : order) {
    out << '\n' << group->first << ": " << group->second.size() << '\n';
    for (const Agreement::Found& found : group->second) print_one(found, out);
  }
}

void print_findings(const FuzzResult& result, std::ostream& out) {
  std::vector<const FuzzFinding*> order;
  for (const FuzzFinding& finding : result.findings) order.push_back(&finding);
  std::stable_sort(order.begin(), order.end(),
                   [](const auto* a, const auto* b) { return a->times > b->times; });
  for (const FuzzFinding* finding : order) {
    out << finding->times << " x " << name_of(finding->kind) << ": "
        << escape_statement(finding->sql);
    if (!finding->settings.sql_mode.empty()) out << "   [" << finding->settings.sql_mode << ']';
    if (!finding->settings.charset.empty()) out << "   [" << finding->settings.charset << ']';
    const std::size_t near = finding->message.find("near ");
    if (near != std::string::npos) out << "\n      ours: " << escape_statement(finding->message.substr(near));
    out << '\n';
  }
  out << result.statements << " statements, " << result.accepted << " of them accepted by a server; "
      << result.listed << " listed disagreements, " << result.findings.size() << " new ones\n";
}

}  // namespace sluice::test
