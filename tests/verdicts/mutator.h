// SPDX-License-Identifier: Apache-2.0
// New statements out of the corpus's: tokens are deleted, doubled, swapped and replaced, parts of
// other statements put in. The same seed gives the same statements.
#pragma once

#include <random>
#include <string>
#include <vector>

#include "tests/verdicts/corpus_file.h"

namespace sluice::test {

// A token and the white space behind it.
using Pieces = std::vector<std::string>;

// Empty if the text cannot be cut into tokens.
Pieces cut_into_pieces(const std::string& sql, const CorpusSettings& settings);
std::string join_pieces(const Pieces& pieces);

class Mutator {
 public:
  Mutator(const std::vector<CorpusStatement>& corpus, std::uint64_t seed);

  CorpusStatement next();

 private:
  struct Source {
    const CorpusStatement* statement;
    Pieces pieces;
  };
  std::size_t below(std::size_t limit);
  const std::string& any_piece();
  void mutate(Pieces& pieces);
  void splice(Pieces& pieces);
  void replace_by_similar(std::string& piece);

  std::vector<Source> sources_;
  std::mt19937_64 random_;
};

}  // namespace sluice::test
