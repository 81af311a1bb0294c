// SPDX-License-Identifier: Apache-2.0
// The listeners for operators: sluice.http and sluice.admin.
#include <doctest/doctest.h>

#include "config_files.h"

namespace sluice::config {
namespace {

using Lines = std::vector<std::string>;

// The problems of global.yaml with these lines behind kGlobal, without the file's name.
Lines with(const std::string& more) {
  Lines problems = global_problems(kGlobal + more);
  for (std::string& problem : problems) problem = problem.substr(12);
  return problems;
}

SluiceSettings loaded(const std::string& more) {
  ConfigFiles files;
  files.write("global.yaml", kGlobal + more).write("database-shop.yaml", kDatabase);
  for (const std::string& problem : files.problems()) MESSAGE(problem);
  const ConfigSnapshot config = files.load().config;
  REQUIRE(config);
  return config->global.sluice;
}

}  // namespace

TEST_CASE("the HTTP listener") {
  const HttpSettings unsaid = loaded("").http;
  CHECK(unsaid.enabled);
  CHECK(unsaid.host == "127.0.0.1");
  CHECK(unsaid.port == 8307);
  CHECK(unsaid.token.empty());
  const HttpSettings said =
      loaded(
          "sluice:\n  http: {host: '::', port: 9000, token: 0123456789abcdef, "
          "host-names: [Sluice.Internal]}\n")
          .http;
  CHECK(said.host == "::");
  CHECK(said.port == 9000);
  CHECK(said.token == "0123456789abcdef");
  CHECK(said.host_names == std::vector<std::string>{"sluice.internal"});
  CHECK_FALSE(loaded("sluice:\n  http: {enabled: false}\n").http.enabled);

  const auto http = [](const std::string& keys) {
    return with("sluice:\n  http: {" + keys + "}\n");
  };
  CHECK(http("host: localhost") ==
        Lines{"6:16: sluice.http.host must be an IP address such as 127.0.0.1 or ::1"});
  CHECK(http("port: 0") == Lines{"6:16: sluice.http.port must be a whole number from 1 to 65535"});
  CHECK(http("port: 3307") == Lines{"6:16: sluice.http.port is the client port, too"});
  CHECK(http("port: 3307, enabled: false") == Lines{});
  CHECK(http("token: ''") ==
        Lines{"6:17: sluice.http.token must be 16 to 256 visible ASCII characters without blanks"});
  CHECK(http("token: 'sixteen or more x'") ==
        Lines{"6:17: sluice.http.token must be 16 to 256 visible ASCII characters without blanks"});
  CHECK(http("tokens: x") ==
        Lines{"6:10: unknown key 'tokens' in sluice.http, did you mean 'token'?"});
}

TEST_CASE("the admin port") {
  const std::string dba =
      "  users: [{user: dba, password-hash: '*" + std::string(40, 'A') + "', admin: true}]\n";
  const AdminSettings unsaid = loaded("").admin;
  CHECK(unsaid.enabled);
  CHECK(unsaid.host == "127.0.0.1");
  CHECK(unsaid.port == 3308);
  const AdminSettings said = loaded("sluice:\n  admin: {host: '::1', port: 4000}\n" + dba).admin;
  CHECK(said.host == "::1");
  CHECK(said.port == 4000);

  const auto admin = [&](const std::string& keys) {
    return with("sluice:\n  admin: {" + keys + "}\n" + dba);
  };
  CHECK(admin("host: here") ==
        Lines{"6:17: sluice.admin.host must be an IP address such as 127.0.0.1 or ::1"});
  CHECK(admin("port: 3307") == Lines{"6:17: sluice.admin.port is the client port, too"});
  CHECK(admin("port: 8307") == Lines{"6:17: sluice.admin.port is sluice.http.port, too"});
  CHECK(with("sluice:\n  admin: {port: 4000}\n") ==
        Lines{"6:10: sluice.admin needs an account with admin: true"});
  CHECK(with("sluice:\n  admin: {enabled: false}\n") == Lines{});
}

}  // namespace sluice::config
