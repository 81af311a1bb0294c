// SPDX-License-Identifier: Apache-2.0
// Table t_wire (id INT, note VARCHAR) with rows 0 .. count-1, the same on the gateway, sharded, and
// on the server alone; dropped at the end.
#pragma once

#include "tests/integration/raw_session.h"

namespace sluice::test {

class WireTable {
 public:
  explicit WireTable(int count);
  ~WireTable();
  WireTable(const WireTable&) = delete;
  WireTable& operator=(const WireTable&) = delete;
};

}  // namespace sluice::test
