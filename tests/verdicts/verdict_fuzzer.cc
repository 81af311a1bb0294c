// SPDX-License-Identifier: Apache-2.0
#include "tests/verdicts/verdict_fuzzer.h"

#include <algorithm>
#include <ostream>

#include "parser/parse.h"

namespace sluice::test {
namespace {

// The kinds of tokens in a row: literals and names that differ make no other cause.
std::string shape_of(const FuzzFinding& finding) {
  std::string shape = name_of(finding.kind);
  parser::TokenList list;
  if (!parser::scan(finding.sql, lex_options(finding.settings, ServerKind::maria), list).ok()) {
    return shape + finding.sql;
  }
  for (const parser::Token& token : list.tokens) {
    shape += ' ' + std::to_string(static_cast<int>(token.kind));
  }
  return shape;
}

}  // namespace

// An error that is none of syntax may come out of the middle of parsing; then nothing is known
// about the rest of the text.
bool VerdictFuzzer::accepts(ServerVerdict& server, const std::string& sql,
                            const CorpusSettings& settings, bool& certain) {
  const ServerAnswer answer = server.prepare(sql, settings);
  certain = true;
  if (answer.refused()) return false;
  certain = server.parsed_to_the_end(sql, settings, answer);
  return true;
}

std::optional<Disagreement> VerdictFuzzer::compare(const std::string& sql,
                                                   const CorpusSettings& settings, bool& accepted) {
  const bool as_maria = parser_verdict(sql, settings, ServerKind::maria).accepted;
  const bool as_mysql = parser_verdict(sql, settings, ServerKind::mysql).accepted;
  bool certain = true;
  const bool maria = accepts(maria_, sql, settings, certain);
  accepted = maria && certain;
  if (maria && !as_maria && certain) return Disagreement::missing_maria;
  if (mysql_ == nullptr) return std::nullopt;
  const bool mysql = accepts(*mysql_, sql, settings, certain);
  accepted = accepted || (mysql && certain);
  if (mysql && !as_mysql && certain) return Disagreement::missing_mysql;
  if (maria || mysql || (!as_maria && !as_mysql)) return std::nullopt;
  if (maria_.accepts(sql, settings) != false || mysql_->accepts(sql, settings) != false) {
    return std::nullopt;
  }
  return Disagreement::extra;
}

bool VerdictFuzzer::shows(Disagreement kind, const Pieces& pieces, const CorpusSettings& settings) {
  bool accepted = false;
  return compare(join_pieces(pieces), settings, accepted) == kind;
}

void VerdictFuzzer::shorten(FuzzFinding& finding) {
  Pieces pieces = cut_into_pieces(finding.sql, finding.settings);
  if (pieces.empty() || !shows(finding.kind, pieces, finding.settings)) return;
  for (std::size_t length = std::max<std::size_t>(pieces.size() / 2, 1); length > 0; length /= 2) {
    for (std::size_t at = 0; at + length <= pieces.size();) {
      Pieces shorter = pieces;
      const auto begin = shorter.begin() + static_cast<std::ptrdiff_t>(at);
      shorter.erase(begin, begin + static_cast<std::ptrdiff_t>(length));
      if (!shorter.empty() && shows(finding.kind, shorter, finding.settings)) {
        pieces = std::move(shorter);
      } else {
        ++at;
      }
    }
  }
  finding.sql = join_pieces(pieces);
}

void VerdictFuzzer::record(FuzzFinding finding, FuzzResult& result) {
  if (known_.find(finding.kind, finding.sql) != nullptr) {
    ++result.listed;
    return;
  }
  shorten(finding);
  if (known_.find(finding.kind, finding.sql) != nullptr) {
    ++result.listed;
    return;
  }
  const auto [place, fresh] = seen_.emplace(shape_of(finding), result.findings.size());
  if (!fresh) {
    ++result.findings[place->second].times;
    return;
  }
  const ServerKind asked =
      finding.kind == Disagreement::missing_mysql ? ServerKind::mysql : ServerKind::maria;
  finding.message = parser_verdict(finding.sql, finding.settings, asked).message;
  result.findings.push_back(std::move(finding));
}

FuzzResult VerdictFuzzer::run(const std::vector<CorpusStatement>& corpus, const FuzzLimits& limits,
                              std::uint64_t seed) {
  FuzzResult result;
  Mutator mutator(corpus, seed);
  const auto end = std::chrono::steady_clock::now() + limits.time;
  while (result.statements < limits.statements && std::chrono::steady_clock::now() < end) {
    const CorpusStatement mutant = mutator.next();
    bool accepted = false;
    const auto found = compare(mutant.sql, mutant.settings, accepted);
    ++result.statements;
    if (accepted) ++result.accepted;
    if (found) record({*found, mutant.sql, mutant.sql, mutant.settings, {}, 1}, result);
  }
  return result;
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
    if (near != std::string::npos)
      out << "\n      ours: " << escape_statement(finding->message.substr(near));
    out << '\n';
  }
  out << result.statements << " statements, " << result.accepted
      << " of them accepted by a server; " << result.listed << " listed disagreements, "
      << result.findings.size() << " new ones\n";
}

}  // namespace sluice::test
