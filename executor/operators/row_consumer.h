// SPDX-License-Identifier: Apache-2.0
// The chain that rows are pushed along: source -> operators -> output. One virtual call per row and
// operator, no allocation per row.
#pragma once

#include <cstdint>
#include <span>

#include "common/base/result.h"
#include "common/wire/row.h"

namespace sluice::executor::operators {

// Views, valid during the call that passes the row.
struct Row {
  Bytes payload;                      // as the shard sent it; empty once a cell was replaced
  std::span<const wire::Cell> cells;  // empty if no operator of the pipeline looks at cells
};

enum class Flow : std::uint8_t {
  more,       // go on
  full,       // go on after the output was sent
  satisfied,  // nothing more is wanted
};

class RowConsumer {
 public:
  virtual ~RowConsumer() = default;

  // Takes one row, whatever it answers.
  virtual Result<Flow> push(const Row& row) = 0;
  // No row follows. To be called again as long as it answers Flow::full.
  virtual Result<Flow> finish() = 0;
};

}  // namespace sluice::executor::operators
