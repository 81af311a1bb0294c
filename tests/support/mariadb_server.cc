// SPDX-License-Identifier: Apache-2.0
#include "tests/support/mariadb_server.h"

#include <chrono>
#include <stdexcept>

#include <unistd.h>

namespace sluice::test {
namespace {

namespace fs = std::filesystem;

// What must be equal for the template and for each server started from it, and what makes both
// quick.
std::vector<std::string> command_line(const std::string& program) {
  std::vector<std::string> command = {program, "--no-defaults", "--innodb-log-file-size=8M",
                                      "--innodb-buffer-pool-size=32M", "--innodb-doublewrite=0"};
  if (geteuid() == 0) command.push_back("--user=root");
  return command;
}

void make_template(const fs::path& folder) {
  const fs::path log = folder.string() + ".log";
  std::vector<std::string> command = command_line("mariadb-install-db");
  for (const std::string& argument :
       {"--datadir=" + folder.string(), std::string("--auth-root-authentication-method=normal"),
        std::string("--skip-test-db"), std::string("--innodb-flush-log-at-trx-commit=0")}) {
    command.push_back(argument);
  }
  if (run_command(command, log, std::chrono::seconds(120)) != 0) {
    throw std::runtime_error("mariadb-install-db failed: " + last_lines(log, 20));
  }
}

std::vector<std::string> server_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = command_line("mariadbd");
  for (const char* argument :
       {"--bind-address=127.0.0.1", "--skip-name-resolve", "--socket=s.sock", "--pid-file=pid",
        "--innodb-flush-log-at-trx-commit=2", "--innodb-fast-shutdown=2", "--debug-no-sync",
        "--performance-schema=off", "--max-connections=300", "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_general_ci", "--skip-log-bin",
        "--loose-innodb-use-native-aio=0"}) {
    command.push_back(argument);
  }
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

}  // namespace

MariaDbServer::MariaDbServer(const std::vector<std::string>& arguments)
    : DatabaseServer(server_command(arguments), template_data_folder("mariadb", make_template)) {}

}  // namespace sluice::test
