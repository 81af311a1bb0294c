// SPDX-License-Identifier: Apache-2.0
// What corpus_tool prints.
#pragma once

#include <iosfwd>
#include <vector>

#include "tests/verdicts/disagreements.h"
#include "tests/verdicts/verdict_fuzzer.h"

namespace sluice::test {

// Figures, then the disagreements by kind and first words, the most frequent first.
void print_agreement(const Agreement& agreement, std::ostream& out);

void print_findings(const FuzzResult& result, std::ostream& out);

}  // namespace sluice::test
