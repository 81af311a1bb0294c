// SPDX-License-Identifier: Apache-2.0
// The vocabulary of ScriptedServer's scripts: steps, and the packets that they send.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/scripted_server.h"

namespace sluice::test {

// ------------------------------------------------------------------------------------------
// packets

Buffer ok_packet(std::uint64_t affected_rows = 0, std::uint64_t insert_id = 0,
                 wire::StatusFlags status = wire::status::kAutocommit, std::uint16_t warnings = 0);
Buffer err_packet(std::uint16_t number, std::string_view sqlstate, std::string_view message);
Buffer eof_packet(wire::StatusFlags status = wire::status::kAutocommit);

// --------------------------------------------------------------------------------------------
// steps

struct GreetingOptions {
  std::string version = "10.11.0-MariaDB-scripted";
  wire::Capabilities capabilities =
      wire::capability::kLongPassword | wire::capability::kFoundRows | wire::capability::kLongFlag |
      wire::capability::kConnectWithDb | wire::capability::kProtocol41 |
      wire::capability::kTransactions | wire::capability::kSecureConnection |
      wire::capability::kMultiStatements | wire::capability::kMultiResults |
      wire::capability::kPsMultiResults | wire::capability::kPluginAuth |
      wire::capability::kDeprecateEof;
  std::string plugin = "mysql_native_password";
};

Step greet(GreetingOptions options = {});
// Greeting, any response, OK: who logs in with what is not looked at.
Step login(GreetingOptions options = {});
// Reads one message, which must be this command with a text that matches (as in on()).
Step expect(wire::Command command, std::string pattern = ".*");
// Reads one message, whatever it is.
Step read_any();
// Each payload as one message.
Step reply_with(std::vector<Buffer> payloads);
// A text result set; nothing: NULL. All columns are VARCHAR.
using Cells = std::vector<std::optional<std::string>>;
Step result(std::vector<std::string> names, std::vector<Cells> rows);
Step raw_bytes(Buffer bytes);
// Cuts what is sent from here on into writes of so many bytes; 0: no more.
Step chunks(std::size_t bytes);
Step wait_for(std::shared_ptr<Gate> gate);
// Answers by the server's rules until the connection ends.
Step serve_rules();
Step close();                       // FIN
Step reset();                       // RST
Step all(std::vector<Step> steps);  // several steps as one, e.g. as the answer of a rule

}  // namespace sluice::test
