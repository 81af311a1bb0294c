// SPDX-License-Identifier: Apache-2.0
#include "tests/support/tested_engine.h"

#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "tests/support/mariadb_server.h"
#include "tests/support/mysql_server.h"

namespace sluice::test {
namespace {

Engine engine_of_environment() {
  const char* value = std::getenv("SLUICE_TEST_ENGINE");
  const std::string_view name = value == nullptr ? "mariadb" : value;
  if (name == "mariadb") return Engine::mariadb;
  if (name == "mysql") return Engine::mysql;
  throw std::runtime_error("SLUICE_TEST_ENGINE is neither mariadb nor mysql");
}

}  // namespace

Engine tested_engine() {
  static const Engine engine = engine_of_environment();
  return engine;
}

std::unique_ptr<DatabaseServer> start_server(const std::vector<std::string>& arguments) {
  if (tested_engine() == Engine::mariadb) return std::make_unique<MariaDbServer>(arguments);
  if (!MySqlServer::available()) throw std::runtime_error("there is no MySQL in build/mysql");
  return std::make_unique<MySqlServer>(arguments);
}

}  // namespace sluice::test
