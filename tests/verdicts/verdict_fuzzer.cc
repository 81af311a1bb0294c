// SPDX-License-Identifier: Apache-2.0
#include "tests/verdicts/verdict_fuzzer.h"

#include <algorithm>
#include <ostream>

#include "parser/keyword_table.h"
#include "parser/kind_traits.h"
#include "parser/parse.h"

namespace sluice::test {
namespace {

using parser::TokenKind;
using parser::WordClass;

// What a token is to a grammar: names, and words that may be names, are alike, and so are numbers.
std::string role_of(TokenKind kind) {
  const WordClass word = parser::class_of(kind);
  if (kind == TokenKind::identifier || kind == TokenKind::quoted_identifier ||
      (kind >= parser::kFirstWord && word != WordClass::reserved)) {
    return "name";
  }
  if (kind == TokenKind::integer || kind == TokenKind::decimal || kind == TokenKind::floating) {
    return "number";
  }
  const std::string_view keyword = parser::keyword_text(kind);
  return keyword.empty() ? std::to_string(static_cast<int>(kind)) : std::string(keyword);
}

// Where a message `near '..'` points; the end of the text if it has no such part.
std::size_t place_of(const std::string& message, const std::string& sql) {
  constexpr std::string_view kNear = "near '";
  const std::size_t begin = message.find(kNear);
  const std::size_t end = message.rfind("' at line");
  if (begin == std::string::npos || end == std::string::npos) return sql.size();
  const std::size_t from = begin + kNear.size();
  if (end <= from) return sql.size();
  const std::size_t found = sql.rfind(message.substr(from, std::min<std::size_t>(end - from, 70)));
  return found == std::string::npos ? sql.size() : found;
}

// The token that a message complains about, the one before it, and what the innermost open
// parenthesis stands behind.
std::string site_of(const std::string& message, const FuzzFinding& finding,
                    const parser::TokenList& list) {
  const std::size_t place = place_of(message, finding.sql);
  std::string before = "start";
  std::vector<std::string> open;
  for (const parser::Token& token : list.tokens) {
    const bool here = token.offset >= place || token.kind == TokenKind::end;
    const std::string role = token.kind == TokenKind::end ? "end" : role_of(token.kind);
    if (here) return (open.empty() ? "" : open.back() + "( ") + before + " | " + role;
    if (token.kind == TokenKind::left_paren) open.push_back(before);
    if (token.kind == TokenKind::right_paren && !open.empty()) open.pop_back();
    before = role;
  }
  return {};
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
  if (settings.charset == "gb18030") return std::nullopt;  // MariaDB has none
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

// A place in a grammar: of which kind of statement, and between which tokens. That is the one where
// the parser complains, or, about what is accepted too much, where each of the servers does.
std::string VerdictFuzzer::cause_of(const FuzzFinding& finding) {
  parser::TokenList list;
  const std::string kind = name_of(finding.kind);
  if (!parser::scan(finding.sql, lex_options(finding.settings, ServerKind::maria), list).ok()) {
    return kind + ' ' + finding.sql;
  }
  const std::string head = kind + ": " + std::string(parser::keyword_text(list.tokens[0].kind));
  if (finding.kind != Disagreement::extra) {
    return head + " .. " + site_of(finding.message, finding, list);
  }
  return head + " .. " +
         site_of(maria_.prepare(finding.sql, finding.settings).message, finding, list) + " / " +
         site_of(mysql_->prepare(finding.sql, finding.settings).message, finding, list);
}

// A pattern has to fit the shortest form: a word elsewhere in a long statement excuses nothing.
void VerdictFuzzer::record(FuzzFinding finding, FuzzResult& result) {
  shorten(finding);
  if (const KnownDisagreement* listed = known_.find(finding.kind, finding.sql)) {
    ++result.listed[listed];
    return;
  }
  const ServerKind asked =
      finding.kind == Disagreement::missing_mysql ? ServerKind::mysql : ServerKind::maria;
  finding.message = parser_verdict(finding.sql, finding.settings, asked).message;
  finding.cause = cause_of(finding);
  const auto [place, fresh] = seen_.emplace(finding.cause, result.findings.size());
  if (!fresh) {
    FuzzFinding& known = result.findings[place->second];
    ++known.times;
    if (finding.sql.size() < known.sql.size()) known.sql = finding.sql;
    return;
  }
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
    if (found) record({*found, mutant.sql, mutant.sql, mutant.settings, {}, {}, 1}, result);
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
    out << "\n      " << finding->cause << '\n';
  }
  std::size_t listed = 0;
  std::vector<std::pair<std::size_t, const KnownDisagreement*>> reasons;
  for (const auto& [entry, times] : result.listed) {
    listed += times;
    reasons.emplace_back(times, entry);
  }
  std::sort(reasons.rbegin(), reasons.rend());
  for (const auto& [times, entry] : reasons) {
    out << times << " x listed " << entry->kind << ": " << entry->reason << '\n';
  }
  out << result.statements << " statements, " << result.accepted
      << " of them accepted by a server; " << listed << " listed disagreements, "
      << result.findings.size() << " new ones\n";
}

}  // namespace sluice::test
