// SPDX-License-Identifier: Apache-2.0
// Where an answer goes that the gateway itself reads: SELECT .. INTO @variable, the value of SET.
#pragma once

#include "common/base/bytes.h"
#include "common/base/result.h"
#include "common/base/task.h"

namespace sluice::executor {

class PacketSink {
 public:
  virtual ~PacketSink() = default;
  // Framed packets, cut anywhere. An error ends the statement.
  virtual Task<Result<void>> take(Bytes framed) = 0;
};

}  // namespace sluice::executor
