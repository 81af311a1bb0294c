// SPDX-License-Identifier: Apache-2.0
// global.yaml: what is read from it, and one case for each kind of problem with its exact place.
#include <doctest/doctest.h>

#include "config_files.h"

namespace sluice::config {
namespace {

using Lines = std::vector<std::string>;

// kGlobal with more keys behind it.
Lines with(const std::string& more) {
  Lines problems = global_problems(kGlobal + more);
  for (std::string& problem : problems) {
    REQUIRE(problem.starts_with("global.yaml:"));
    problem = problem.substr(12);
  }
  return problems;
}

// The problems of an authority block alone.
Lines authority(const std::string& text) {
  Lines problems = global_problems("authority:\n" + text);
  for (std::string& problem : problems) problem = problem.substr(12);
  return problems;
}

GlobalConfig loaded(const std::string& text) {
  ConfigFiles files;
  files.write("global.yaml", text).write("database-shop.yaml", kDatabase);
  for (const std::string& problem : files.problems()) MESSAGE(problem);
  const ConfigSnapshot config = files.load().config;
  REQUIRE(config);
  return config->global;
}

}  // namespace

TEST_CASE("global: unknown and repeated keys") {
  CHECK(with("prop: {}\n") == Lines{"5:1: unknown key 'prop', did you mean 'props'?"});
  CHECK(with("zzzzzzzz: {}\n") == Lines{"5:1: unknown key 'zzzzzzzz'"});
  CHECK(with("props:\n  sql_show: true\n") ==
        Lines{"6:3: unknown key 'sql_show' in props, did you mean 'sql-show'?"});
  CHECK(with("props:\n  sql-show: true\n  sql-show: false\n") ==
        Lines{"7:3: duplicate key 'sql-show' in props, first in line 6"});
  CHECK(with("props: {}\nprops: {}\n") == Lines{"6:1: duplicate key 'props', first in line 5"});
  CHECK(with("sluice:\n  maxAllowedPacket: 64M\n") ==
        Lines{"6:3: unknown key 'maxAllowedPacket' in sluice, did you mean 'max-allowed-packet'?"});
}

TEST_CASE("global: values of a wrong kind or out of range") {
  CHECK(with("props: []\n") == Lines{"5:8: props must be a map"});
  CHECK(with("props:\n  sql-show: [true]\n") ==
        Lines{"6:13: props.sql-show must be true or false"});
  CHECK(with("props:\n  proxy-default-port: 65536\n") ==
        Lines{"6:23: props.proxy-default-port must be a whole number from 1 to 65535"});
  CHECK(with("props:\n  proxy-default-port: 3307.0\n") ==
        Lines{"6:23: props.proxy-default-port must be a whole number from 1 to 65535"});
  CHECK(with("props:\n  max-connections-size-per-query: 0\n") ==
        Lines{"6:35: props.max-connections-size-per-query must be a whole number from 1 to 65535"});
  CHECK(with("props:\n  proxy-frontend-database-protocol-type: PostgreSQL\n") ==
        Lines{"6:42: props.proxy-frontend-database-protocol-type must be one of MySQL, MariaDB"});
  CHECK(with("props: !tag {}\n") == Lines{"5:8: props takes no tag !tag"});
  CHECK(with("sluice: {workers: -1}\n") ==
        Lines{"5:19: sluice.workers must be a whole number from 0 to 1024"});
  CHECK(with("sluice: {max-allowed-packet: 2G}\n") ==
        Lines{"5:30: sluice.max-allowed-packet must be a number of bytes from 1K to 1G"});
  CHECK(with("sluice: {merge-memory: 64X}\n") ==
        Lines{"5:24: sluice.merge-memory must be a number of bytes from 64K to 1024G"});
  CHECK(with("sluice: {connect-timeout: 10}\n") ==
        Lines{"5:27: sluice.connect-timeout must be a time with its unit, such as 500ms, 10s or "
              "2m, of at most 60m"});
  CHECK(with("sluice: {connect-timeout: 2h}\n").size() == 1);
  CHECK(with("sluice: {log: {level: loud}}\n") ==
        Lines{"5:23: sluice.log.level must be one of debug, info, warning, error"});
  CHECK(with("sluice: {exact-string-keys: {}}\n") ==
        Lines{"5:29: sluice.exact-string-keys must be a list"});
  CHECK(with("sluice: {exact-string-keys: [[]]}\n").front() ==
        "5:30: sluice.exact-string-keys[0] must be a text");
  CHECK(with("sluice: {bind-address: localhost}\n") ==
        Lines{"5:24: sluice.bind-address must be an IP address such as 0.0.0.0 or ::1"});
  CHECK(with("sluice: {server-version: mysql8}\n") ==
        Lines{"5:26: sluice.server-version must begin with a digit and hold up to 60 visible ASCII "
              "characters"});
}

TEST_CASE("global: operational keys of ShardingSphere are warnings, once each") {
  CHECK(with("mode: {type: Cluster, repository: {type: ZooKeeper, props: {namespace: n}}}\n") ==
        Lines{"5:1: warning: mode has no effect here"});
  CHECK(with("sqlFederation: {sqlFederationEnabled: false}\n") ==
        Lines{"5:1: warning: sqlFederation has no effect here"});
  CHECK(with("logging:\n  loggers: [{loggerName: x, level: INFO}]\n") ==
        Lines{"5:1: warning: logging has no effect here"});
  CHECK(with("rules:\n- !AUTHORITY\n  users: []\n") ==
        Lines{"5:1: warning: rules has no effect here"});
  CHECK(with("props:\n  kernel-executor-size: 16\n") ==
        Lines{"6:3: warning: props.kernel-executor-size has no effect here"});
  CHECK(with("transaction:\n  providerType: Atomikos\n") ==
        Lines{"6:3: warning: transaction.providerType has no effect here"});
  CHECK(with("labels: []\nrules: []\ndataSources: {}\nmode:\n") == Lines{});
  CHECK(with("mode: {typ: Cluster}\n") ==
        Lines{"5:1: warning: mode has no effect here",
              "5:8: unknown key 'typ' in mode, did you mean 'type'?"});
}

TEST_CASE("global: what would change results is not supported yet") {
  CHECK(with("transaction:\n  defaultType: XA\n") == Lines{});
  CHECK(with("transaction:\n  defaultType: BASE\n") ==
        Lines{"6:16: transaction.defaultType BASE is not supported, use LOCAL or XA"});
  CHECK(with("transaction:\n  defaultType: local\n") == Lines{});
  CHECK(with("transaction:\n  defaultType: TWO\n") ==
        Lines{"6:16: transaction.defaultType must be one of LOCAL, XA, BASE",
              "6:16: transaction.defaultType TWO is not supported, use LOCAL or XA"});
}

TEST_CASE("global: users") {
  CHECK(authority("  users:\n  - {user: a}\n") == Lines{"3:12: user 'a'@'%' has no password"});
  CHECK(authority("  users:\n  - {user: a@h, password: ''}\n") ==
        Lines{"3:12: user 'a'@'h' has no password"});
  CHECK(
      authority("  users:\n  - {password: x}\n") ==
      Lines{"1:1: no users: add authority.users", "3:5: authority.users[0] needs the key 'user'"});
  CHECK(authority("  users:\n  - {user: '@%', password: x}\n") ==
        Lines{"1:1: no users: add authority.users", "3:12: a user needs a name before '@'"});
  CHECK(authority("  users:\n  - {user: a, password: x}\n  - {user: a@%, password: y}\n") ==
        Lines{"4:12: user 'a'@'%' is defined twice"});
  CHECK(authority("  users: []\n") == Lines{"1:1: no users: add authority.users"});
  CHECK(authority("  users:\n  - root@%:root\n") ==
        Lines{"1:1: no users: add authority.users", "3:5: authority.users[0] must be a map"});
  CHECK(authority("  users:\n  - {user: a, password: x, admin: perhaps}\n") ==
        Lines{"3:35: authority.users[0].admin must be true or false"});
}

TEST_CASE("global: authenticators") {
  const std::string user = "  users: [{user: a, password: x}]\n";
  CHECK(authority(user + "  defaultAuthenticator: x\n") ==
        Lines{"3:25: authenticator 'x' is not defined"});
  CHECK(authority("  users: [{user: a, password: x, authenticationMethodName: x}]\n") ==
        Lines{"2:60: authenticator 'x' is not defined"});
  CHECK(authority(user + "  authenticators: {x: {type: NATIV}}\n") ==
        Lines{"3:30: authenticator 'x' has the unknown type 'NATIV', did you mean 'NATIVE'?"});
  CHECK(authority(user + "  authenticators: {x: {}}\n") ==
        Lines{"3:23: authority.authenticators.x needs the key 'type'"});
  const GlobalConfig config = loaded(
      "authority:\n"
      "  users:\n"
      "  - {user: a, password: x}\n"
      "  - {user: b, password: x, authenticationMethodName: old}\n"
      "  authenticators: {new: {type: CACHING_SHA2_PASSWORD}, old: {type: NATIVE}}\n"
      "  defaultAuthenticator: new\n");
  CHECK(config.default_auth == AuthPlugin::caching_sha2_password);
  CHECK(config.users[0].auth == AuthPlugin::caching_sha2_password);
  CHECK(config.users[1].auth == AuthPlugin::native_password);
}

TEST_CASE("global: privileges") {
  const std::string start =
      "authority:\n  users: [{user: u@h, password: x, admin: yes}]\n  privilege: ";
  CHECK_FALSE(loaded(start + "{type: ALL_PERMITTED}\n").database_permissions);
  const GlobalConfig config =
      loaded(start +
             "{type: DATABASE_PERMITTED, props: {user-database-mappings: 'u@h=shop, u@h=shop'}}\n");
  REQUIRE(config.database_permissions);
  CHECK(*config.database_permissions == std::multimap<std::string, std::string>{{"u", "shop"}});
  CHECK(config.users[0].admin);
  const auto problems = [&](const std::string& privilege) {
    return global_problems(start + privilege + "\n");
  };
  CHECK(problems("{type: DATABASE_PERMITTED}") ==
        Lines{"global.yaml:3:14: authority.privilege needs the key 'user-database-mappings'"});
  CHECK(problems("{type: DATABASE_PERMITTED, props: {user-database-mappings: 'u'}}") ==
        Lines{"global.yaml:3:73: user-database-mappings must be a list of user@host=database"});
  CHECK(problems("{type: DATABASE_PERMITTED, props: {user-database-mappings: 'v@%=*,u@h=x'}}") ==
        Lines{"global.yaml:3:73: warning: user-database-mappings names the database 'x', which no "
              "file defines",
              "global.yaml:3:73: warning: user-database-mappings names the user 'v', who is not "
              "among authority.users"});
  CHECK(
      problems("{type: DATABASE_PERMITTED, props: {user-database-mappings: 'u@a=shop,u@b=*'}}") ==
      Lines{"global.yaml:3:73: user-database-mappings permits 'u' other databases on other hosts, "
            "which is not supported yet"});
  CHECK(problems("{type: NOTHING_PERMITTED}") ==
        Lines{"global.yaml:3:21: authority.privilege has the unknown type 'NOTHING_PERMITTED'"});
}

TEST_CASE("global: the sluice block") {
  const GlobalConfig config = loaded(std::string(kGlobal) +
                                     "props:\n"
                                     "  sql-show: true\n"
                                     "  proxy-default-port: 3308\n"
                                     "  proxy-frontend-max-connections: -1\n"
                                     "  proxy-frontend-connection-idle-timeout: 60\n"
                                     "  max-connections-size-per-query: 4\n"
                                     "sluice:\n"
                                     "  workers: 3\n"
                                     "  max-allowed-packet: 16M\n"
                                     "  merge-memory: 2GiB\n"
                                     "  plan-cache: 65536\n"
                                     "  handshake-timeout: 0\n"
                                     "  connect-timeout: 500ms\n"
                                     "  interactive-timeout: 90s\n"
                                     "  drain-timeout: 2m\n"
                                     "  server-version: 8.0.36-sluice\n"
                                     "  rsa-key-file: keys/rsa.pem\n"
                                     "  bind-address: '::1'\n"
                                     "  log: {level: Warning, format: json}\n"
                                     "  tls:\n"
                                     "    mode: required\n"
                                     "    certificate: /etc/sluice/cert.pem\n"
                                     "    key: key.pem\n"
                                     "    ca: ca.pem\n"
                                     "    min-version: TLSv1.3\n"
                                     "  exact-string-keys: [t_order.code]\n");
  CHECK(config.sql_show);
  CHECK(config.port == 3308);
  CHECK(config.max_connections == 0);
  CHECK(config.idle_timeout == std::chrono::seconds(60));
  CHECK(config.max_connections_per_query == 4);
  CHECK(config.props.at("proxy-default-port") == "3308");
  CHECK(config.bind_address == "::1");
  const SluiceSettings& sluice = config.sluice;
  CHECK(sluice.workers == 3);
  CHECK(sluice.max_allowed_packet == 16 << 20);
  CHECK(sluice.merge_memory_bytes == 2ull << 30);
  CHECK(sluice.plan_cache_bytes == 65536);
  CHECK(sluice.handshake_timeout == milliseconds(0));
  CHECK(sluice.connect_timeout == milliseconds(500));
  CHECK(sluice.interactive_timeout == milliseconds(90'000));
  CHECK(sluice.drain_timeout == milliseconds(120'000));
  CHECK(sluice.server_version == "8.0.36-sluice");
  CHECK(sluice.rsa_key_file.ends_with("/keys/rsa.pem"));
  CHECK(sluice.rsa_key_file.front() == '/');  // the tests' directory is absolute
  CHECK(sluice.log_level == LogLevel::warning);
  CHECK(sluice.log_format == LogFormat::json);
  CHECK(sluice.tls.mode == TlsMode::required);
  CHECK(sluice.tls.certificate_file == "/etc/sluice/cert.pem");
  CHECK(sluice.tls.min_version == "TLSv1.3");
  CHECK(sluice.exact_string_keys == Lines{"t_order.code"});
}

TEST_CASE("global: the connect timeout is the default of the data sources") {
  ConfigFiles files;
  files.write("global.yaml", std::string(kGlobal) + "sluice: {connect-timeout: 7s}\n");
  files.write("database-shop.yaml",
              replaced(kDatabase, "shop_1\n", "shop_1?connectTimeout=250&socketTimeout=9000\n"));
  const ConfigSnapshot config = files.load().config;
  REQUIRE(config);
  CHECK(config->databases[0].data_sources[0].connect_timeout == milliseconds(7'000));
  CHECK(config->databases[0].data_sources[1].connect_timeout == milliseconds(250));
  CHECK(config->databases[0].data_sources[1].socket_timeout == milliseconds(9'000));
}

TEST_CASE("global: users with hashes") {
  const std::string hash = "'*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19'";
  const GlobalConfig config = loaded(
      "authority:\n  users:\n  - {user: a, password: x}\n  - {user: app@%, admin: true}\n"
      "sluice:\n  users:\n  - {user: app@%, password-hash: " +
      hash + "}\n  - {user: b@localhost, password-hash: " + hash + "}\n");
  REQUIRE(config.users.size() == 3);
  CHECK(config.users[1].name == "app");
  CHECK(config.users[1].admin);
  CHECK(config.users[1].password.empty());
  CHECK(config.users[1].hash.sha1.size() == 20);
  CHECK(config.users[1].hash.sha1.substr(0, 2) == "\x24\x70");
  CHECK(config.users[2].host == "localhost");
  CHECK(config.users[2].hash.sha1 == config.users[1].hash.sha1);

  CHECK(with("sluice:\n  users: [{user: a, password-hash: '*24'}]\n") ==
        Lines{"6:36: password-hash must be what a server has stored: '*' and 40 hex digits, "
              "$A$005$ with 63 characters more, 43 characters of base64, or one of them as 0x and "
              "hex digits"});
  CHECK(with("sluice:\n  users: [{user: root, password-hash: " + hash + "}]\n") ==
        Lines{"6:18: user 'root'@'%' has a password in authority.users already"});
  CHECK(with("sluice:\n  users:\n  - {user: a, password-hash: " + hash +
             "}\n  - {user: a, password-hash: " + hash + "}\n") ==
        Lines{"8:12: user 'a'@'%' is defined twice"});
  CHECK(with("sluice:\n  users: [{user: a}]\n") == Lines{"6:18: user 'a'@'%' has no password"});
}

TEST_CASE("global: each form of a hash brings an authenticator that can check it") {
  const std::string sha2 = "$A$005$abcdefghijklmnopqrstCNLjI58lbRUvw3cEH2qD/c7sXWL7BAKnoNm8cfKcTs0";
  const std::string ed25519 = "vubFBzIrapbfHct1/J72dnUryz5VS7lA6XHH8sIx4TI";
  const GlobalConfig config = loaded(
      "authority:\n"
      "  users: [{user: c, authenticationMethodName: clear}]\n"
      "  authenticators: {clear: {type: CLEAR_TEXT}, new: {type: ED25519}}\n"
      "sluice:\n  users:\n"
      "  - {user: a, password-hash: " +
      sha2 +
      "}\n"
      "  - {user: b, password-hash: '" +
      ed25519 +
      "'}\n"
      "  - {user: c, password-hash: " +
      sha2 + "}\n");
  REQUIRE(config.users.size() == 3);
  CHECK(config.users[0].auth == AuthPlugin::clear_password);
  CHECK(config.users[0].hash.sha2_rounds == 5'000);
  CHECK(config.users[1].auth == AuthPlugin::caching_sha2_password);
  CHECK(config.users[1].hash.sha2_salt == "abcdefghijklmnopqrst");
  CHECK(config.users[2].auth == AuthPlugin::ed25519);
  CHECK(config.users[2].hash.ed25519.size() == 32);

  CHECK(authority("  users: [{user: c, authenticationMethodName: old}]\n"
                  "  authenticators: {old: {type: NATIVE}}\n"
                  "sluice:\n  users: [{user: c, password-hash: " +
                  sha2 + "}]\n") ==
        Lines{"5:36: user 'c'@'%' has an authenticationMethodName that cannot check a "
              "password-hash of this form"});
}

TEST_CASE("global: hashes in the forms in which servers print them") {
  const auto sha1 = parse_password_hash("*2470c0c06dee42fd1618bb99005adca2ec9d1e19");
  REQUIRE(sha1);
  CHECK(sha1->sha1.substr(0, 2) == "\x24\x70");
  // The same as 0x and hexadecimal.
  CHECK(parse_password_hash("0x2A32343730433043303644454534324644313631384242393930303541444341"
                            "32454339443145"
                            "3139") == sha1);
  for (const std::string_view wrong :
       {"", "*", "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E1",
        "*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E1G", "$A$005$short", "0x", "0x2", "0xzz",
        "vubFBzIrapbfHct1/J72dnUryz5VS7lA6XHH8sIx4T!",
        "$A$000$abcdefghijklmnopqrstCNLjI58lbRUvw3cEH2qD/c7sXWL7BAKnoNm8cfKcTs0",
        "$A$00x$abcdefghijklmnopqrstCNLjI58lbRUvw3cEH2qD/c7sXWL7BAKnoNm8cfKcTs0"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_password_hash(wrong).has_value());
  }
}

TEST_CASE("global: what an account asks of its connections") {
  const std::string hash = "password-hash: '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19'";
  const GlobalConfig config =
      loaded(std::string(kGlobal) +
             "sluice:\n  tls: {ca: ca.pem, client-certificates: optional}\n  users:\n"
             "  - {user: root, require: ssl}\n"
             "  - {user: a, " +
             hash +
             ", require: x509}\n"
             "  - {user: b, " +
             hash +
             ", require-subject: /CN=app}\n"
             "  - {user: c, " +
             hash + ", require: none}\n");
  REQUIRE(config.users.size() == 4);
  CHECK(config.sluice.tls.client_certificates_optional);
  CHECK(config.users[0].password == "root");
  CHECK(config.users[0].require.tls);
  CHECK_FALSE(config.users[0].require.certificate);
  CHECK(config.users[1].require.tls);
  CHECK(config.users[1].require.certificate);
  CHECK(config.users[2].require.certificate);
  CHECK(config.users[2].require.subject == "/CN=app");
  CHECK_FALSE(config.users[3].require.tls);
  CHECK(with("sluice:\n  users: [{user: root, require: x509}]\n") ==
        Lines{"6:11: a user with a certificate needs sluice.tls.ca to verify it"});
}

TEST_CASE("global: TLS needs a certificate, whoever switched it on") {
  CHECK(with("sluice:\n  tls: {mode: preferred}\n") ==
        Lines{"6:15: sluice.tls.mode needs sluice.tls.certificate and sluice.tls.key"});
  CHECK(with("props:\n  proxy-frontend-ssl-enabled: true\n") ==
        Lines{"6:31: props.proxy-frontend-ssl-enabled needs sluice.tls.certificate and "
              "sluice.tls.key"});
  CHECK(with("props:\n  proxy-frontend-ssl-enabled: true\nsluice:\n  tls: {mode: disabled}\n") ==
        Lines{});
  CHECK(with("props:\n  proxy-frontend-ssl-version: TLSv1.1\n") ==
        Lines{"6:31: props.proxy-frontend-ssl-version must name TLSv1.2 or TLSv1.3"});
  const GlobalConfig config =
      loaded(std::string(kGlobal) +
             "props:\n  proxy-frontend-ssl-enabled: true\n  proxy-frontend-ssl-version: TLSv1.3\n"
             "sluice:\n  tls: {certificate: c.pem, key: k.pem}\n");
  CHECK(config.sluice.tls.mode == TlsMode::preferred);
  CHECK(config.sluice.tls.min_version == "TLSv1.3");
}

TEST_CASE("global: exact-string-keys name columns of sharding tables") {
  CHECK(with("sluice: {exact-string-keys: [t_order.code, t_orde.code, t_order, t_order.]}\n") ==
        Lines{"5:44: sluice.exact-string-keys: 't_orde.code' is not table.column with a table of a "
              "sharding rule",
              "5:57: sluice.exact-string-keys: 't_order' is not table.column with a table of a "
              "sharding rule",
              "5:66: sluice.exact-string-keys: 't_order.' is not table.column with a table of a "
              "sharding rule"});
}

}  // namespace sluice::config
