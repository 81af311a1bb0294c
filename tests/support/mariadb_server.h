// SPDX-License-Identifier: Apache-2.0
// A MariaDB server of the system's package; see DatabaseServer.
#pragma once

#include <string>
#include <vector>

#include "tests/support/database_server.h"

namespace sluice::test {

class MariaDbServer : public DatabaseServer {
 public:
  // `arguments` go behind the defaults, e.g. "--max-connections=10".
  explicit MariaDbServer(const std::vector<std::string>& arguments = {});
};

}  // namespace sluice::test
