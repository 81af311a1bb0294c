// SPDX-License-Identifier: Apache-2.0
// A MySQL 9 server out of build/mysql/root, which tools/mysql.sh makes; see DatabaseServer. The
// tree has a libc of its own, so the program is started by the tree's dynamic loader. Ask
// available() first: a test without MySQL says so and goes on with MariaDB alone.
#pragma once

#include <string>
#include <vector>

#include "tests/support/database_server.h"

namespace sluice::test {

class MySqlServer : public DatabaseServer {
 public:
  static bool available();

  // `arguments` go behind the defaults, e.g. "--max-connections=10".
  explicit MySqlServer(const std::vector<std::string>& arguments = {});
};

}  // namespace sluice::test
