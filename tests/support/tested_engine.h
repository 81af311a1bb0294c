// SPDX-License-Identifier: Apache-2.0
// The kind of server that a test binary runs behind the gateway: MariaDB, or MySQL 9 where the
// environment says SLUICE_TEST_ENGINE=mysql. Suites are run once for each (tests/integration).
// Errors: std::runtime_error where MySQL is wanted and cannot be had. Thread rule: any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/support/database_server.h"

namespace sluice::test {

enum class Engine { mariadb, mysql };

Engine tested_engine();
inline bool on_mysql() {
  return tested_engine() == Engine::mysql;
}

// A started server of that kind; `arguments` go behind the defaults and must suit it.
std::unique_ptr<DatabaseServer> start_server(const std::vector<std::string>& arguments = {});

}  // namespace sluice::test
