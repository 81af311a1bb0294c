// SPDX-License-Identifier: Apache-2.0
#include "tests/support/mysql_server.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include <unistd.h>

namespace sluice::test {
namespace {

namespace fs = std::filesystem;

fs::path tree() {
  return SLUICE_MYSQL_TREE;
}

// What must be equal for the template and for each server started from it.
std::vector<std::string> command_line() {
  const std::string root = tree().string();
  std::vector<std::string> command = {
      root + "/loader",
      "--library-path",
      root + "/libraries:" + root + "/libraries/mysql/private",
      root + "/usr/sbin/mysqld",
      "--no-defaults",
      "--basedir=" + root + "/usr",
      "--innodb-redo-log-capacity=8M",
      "--innodb-buffer-pool-size=32M",
      "--innodb-doublewrite=0",
      "--innodb-use-native-aio=0",
      "--skip-log-bin",
  };
  if (geteuid() == 0) command.push_back("--user=root");
  return command;
}

// --initialize-insecure leaves root@localhost without a password; the init file lets root in over
// TCP, where the server knows no name of 127.0.0.1.
void make_template(const fs::path& folder) {
  const fs::path log = folder.string() + ".log";
  const fs::path accounts = folder.string() + ".sql";
  if (FILE* file = std::fopen(accounts.c_str(), "w")) {
    std::fputs(
        "CREATE USER root@'127.0.0.1';\n"
        "GRANT ALL PRIVILEGES ON *.* TO root@'127.0.0.1' WITH GRANT OPTION;\n",
        file);
    std::fclose(file);
  }
  std::vector<std::string> command = command_line();
  command.push_back("--initialize-insecure");
  command.push_back("--datadir=" + folder.string());
  command.push_back("--init-file=" + accounts.string());
  if (run_command(command, log, std::chrono::seconds(180)) != 0) {
    throw std::runtime_error("mysqld --initialize-insecure failed: " + last_lines(log, 20));
  }
}

std::vector<std::string> server_command(const std::vector<std::string>& arguments) {
  std::vector<std::string> command = command_line();
  for (const char* argument :
       {"--bind-address=127.0.0.1", "--skip-name-resolve", "--socket=s.sock", "--pid-file=pid",
        "--mysqlx=0", "--secure-file-priv=", "--local-infile=1",
        "--innodb-flush-log-at-trx-commit=2", "--innodb-fast-shutdown=2",
        "--performance-schema=off", "--max-connections=300", "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_general_ci"}) {
    command.push_back(argument);
  }
  command.insert(command.end(), arguments.begin(), arguments.end());
  return command;
}

}  // namespace

bool MySqlServer::available() {
  return std::getenv("SLUICE_NO_MYSQL") == nullptr && fs::exists(tree());
}

MySqlServer::MySqlServer(const std::vector<std::string>& arguments)
    : DatabaseServer(server_command(arguments), template_data_folder("mysql", make_template)) {}

}  // namespace sluice::test
