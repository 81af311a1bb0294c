// SPDX-License-Identifier: Apache-2.0
#include "tests/verdicts/mutator.h"

#include <algorithm>
#include <cctype>

#include "tests/verdicts/parser_verdict.h"

namespace sluice::test {
namespace {

constexpr std::size_t kMaxPieces = 120;

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$' || c == '`';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

Pieces cut_into_pieces(const std::string& sql, const CorpusSettings& settings) {
  parser::TokenList list;
  if (!parser::scan(sql, lex_options(settings, ServerKind::maria), list).ok()) return {};
  Pieces pieces;
  const auto& tokens = list.tokens;
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i) {
    const std::size_t end = i + 2 < tokens.size() ? tokens[i + 1].offset : tokens[i].end();
    pieces.push_back(sql.substr(tokens[i].offset, end - tokens[i].offset));
  }
  return pieces;
}

std::string join_pieces(const Pieces& pieces) {
  std::string out;
  for (const std::string& piece : pieces) {
    const bool apart = out.empty() || piece.empty() || !is_word(out.back()) || !is_word(piece[0]);
    if (!apart) out += ' ';
    out += piece;
  }
  return out;
}

Mutator::Mutator(const std::vector<CorpusStatement>& corpus, std::uint64_t seed) : random_(seed) {
  for (const CorpusStatement& statement : corpus) {
    Pieces pieces = cut_into_pieces(statement.sql, statement.settings);
    if (!pieces.empty()) sources_.push_back({&statement, std::move(pieces)});
  }
}

std::size_t Mutator::below(std::size_t limit) {
  return static_cast<std::size_t>(random_() % std::max<std::size_t>(limit, 1));
}

const std::string& Mutator::any_piece() {
  const Pieces& pieces = sources_[below(sources_.size())].pieces;
  return pieces[below(pieces.size())];
}

// The front of the statement with the back or a part of another one.
void Mutator::splice(Pieces& pieces) {
  const Pieces& other = sources_[below(sources_.size())].pieces;
  const auto from = static_cast<std::ptrdiff_t>(below(other.size()));
  const auto at = static_cast<std::ptrdiff_t>(below(pieces.size() + 1));
  if (below(2) == 0) {
    pieces.erase(pieces.begin() + at, pieces.end());
    pieces.insert(pieces.end(), other.begin() + from, other.end());
    return;
  }
  const auto length = static_cast<std::ptrdiff_t>(
      std::min(other.size() - static_cast<std::size_t>(from), 1 + below(4)));
  pieces.insert(pieces.begin() + at, other.begin() + from, other.begin() + from + length);
}

// A word by a word, a number by a number: such statements pass more often than others.
void Mutator::replace_by_similar(std::string& piece) {
  for (int tries = 0; tries < 20; ++tries) {
    const std::string& other = any_piece();
    const bool similar =
        is_word(other[0]) == is_word(piece[0]) && is_digit(other[0]) == is_digit(piece[0]);
    if (similar && other != piece) {
      piece = other;
      return;
    }
  }
}

void Mutator::mutate(Pieces& pieces) {
  if (pieces.empty()) return splice(pieces);
  const std::size_t at = below(pieces.size());
  const auto place = pieces.begin() + static_cast<std::ptrdiff_t>(at);
  switch (below(9)) {
    case 0:
      pieces.erase(place);
      break;
    case 1:
      pieces.insert(place, pieces[at]);
      break;
    case 2:
      std::swap(pieces[at], pieces[below(pieces.size())]);
      break;
    case 3:
      if (at + 1 < pieces.size()) std::swap(pieces[at], pieces[at + 1]);
      break;
    case 4:
      pieces[at] = any_piece();
      break;
    case 5:
      pieces.insert(place, any_piece());
      break;
    case 6:
    case 7:
      replace_by_similar(pieces[at]);
      break;
    default:
      splice(pieces);
  }
}

CorpusStatement Mutator::next() {
  const Source& source = sources_[below(sources_.size())];
  CorpusStatement mutant;
  mutant.settings = source.statement->settings;
  mutant.file = source.statement->file;
  mutant.line = source.statement->line;
  Pieces pieces = source.pieces;
  const std::size_t count = below(3) == 0 ? 2 + below(2) : 1;
  for (std::size_t i = 0; i < count; ++i) mutate(pieces);
  if (pieces.size() > kMaxPieces) pieces.resize(kMaxPieces);
  mutant.sql = join_pieces(pieces);
  return mutant;
}

}  // namespace sluice::test
