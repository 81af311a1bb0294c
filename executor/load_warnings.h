// SPDX-License-Identifier: Apache-2.0
// The warnings of a LOAD DATA that several servers carried out in pieces, as one server would have
// kept them: with the row numbers of the client's file, in their order, and the first ones only.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "executor/session_state.h"

namespace sluice::executor {

// `message` with the server's row number ("at row 3", "Row 3 doesn't contain ..") replaced by
// that of the client's file; `rows` holds the latter for each row that the server got. `row`
// becomes the number in the message and stays as it is if there is none.
std::string with_file_row(std::string_view message, std::span<const std::uint64_t> rows,
                          std::uint64_t& row);

class LoadWarnings {
 public:
  explicit LoadWarnings(std::size_t most) : most_(most) {}

  // Whether a warning about row `row` or a later one can still be among the first.
  bool wants(std::uint64_t row) const {
    return kept_.size() < most_ || (most_ > 0 && row < kept_.back().row);
  }
  void add(Diagnostic diagnostic, std::span<const std::uint64_t> rows, std::uint64_t& row);
  std::vector<Diagnostic> take();

 private:
  struct Kept {
    std::uint64_t row;
    Diagnostic diagnostic;
  };
  std::size_t most_;
  std::vector<Kept> kept_;  // by row
};

}  // namespace sluice::executor
