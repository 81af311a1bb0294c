// SPDX-License-Identifier: Apache-2.0
// The typed configuration: what the YAML files say, validated, with defaults filled in.
// Immutable once loaded and shared as ConfigSnapshot; a statement keeps the one it began with.
// Key names and meanings are ShardingSphere-Proxy 5.5's; docs/config.md lists every key.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/password_hash.h"

namespace sluice::config {

using std::chrono::milliseconds;

// ------------------------------------------------------------------------------------- global.yaml

enum class AuthPlugin : std::uint8_t {
  native_password,
  caching_sha2_password,
  ed25519,        // MariaDB's
  clear_password  // mysql_clear_password, over TLS or the unix socket only
};

// What an account asks of its connections beyond the password, like CREATE USER ... REQUIRE.
struct TlsRequirement {
  bool tls = false;
  bool certificate = false;  // of the client, verified by sluice.tls.ca; implies tls
  std::string subject;       // "/C=DE/CN=app": the certificate's, exactly; empty: any
  std::string issuer;
};

struct User {
  std::string name;
  std::string host =
      "%";  // the part behind @; matched against the client's address, % and _ as in LIKE
  std::string password;  // plain text from authority.users; empty if there is a hash
  PasswordHash hash;     // sluice.users[].password-hash
  // authenticationMethodName, or what the hash is made for, or the default; can check the password.
  AuthPlugin auth = AuthPlugin::native_password;
  TlsRequirement require;
  bool admin = false;
};

enum class TlsMode : std::uint8_t { disabled, preferred, required, verify_ca, verify_identity };

// The listener's certificate. mode preferred: offered; required: a client without TLS is refused.
struct FrontendTls {
  TlsMode mode = TlsMode::disabled;
  std::string certificate_file;  // PEM chain; may be empty while mode is disabled
  std::string key_file;          // PEM
  std::string ca_file;           // PEM; set: client certificates are asked for and verified
  bool client_certificates_optional = false;  // a client without one is let in
  std::string min_version = "TLSv1.2";
  milliseconds watch_interval{10'000};  // how often the files are looked at for a change; 0: never
};

// Addresses with the same first bits; IPv4 as ::ffff:a.b.c.d.
struct Network {
  std::array<std::uint8_t, 16> address{};
  std::uint8_t prefix_bits = 128;
};

enum class LogLevel : std::uint8_t { debug, info, warning, error };
enum class LogFormat : std::uint8_t { text, json };

// The listener for monitoring and the status page.
struct HttpSettings {
  bool enabled = true;
  std::string host = "127.0.0.1";  // an IP address
  std::uint16_t port = 8307;
  std::string token_file;               // holds what actions ask for; empty: see `token`
  std::string token;                    // the same as text; neither: actions are refused
  std::vector<std::string> host_names;  // by which it may be called, besides addresses; lower case
};

// The listener for administrators' SQL, in MySQL's protocol.
struct AdminSettings {
  bool enabled = true;             // without an account with `admin: true` there is none
  std::string host = "127.0.0.1";  // an IP address
  std::uint16_t port = 3308;
};

// The top-level `sluice:` block: what ShardingSphere has no key for.
struct SluiceSettings {
  std::uint32_t workers = 0;                       // threads; 0: one per core
  std::uint32_t max_allowed_packet = 64u << 20;    // bytes, of one client command; 1 KiB .. 1 GiB
  std::uint64_t merge_memory_bytes = 64ull << 20;  // per statement, for what cannot stream
  // What one statement may gather from its tables where no shard can answer it.
  std::uint64_t federation_max_bytes = 1ull << 30;
  std::uint64_t federation_max_rows = 10'000'000;
  // Per statement, for rows and keys that a write over several shards reads before it writes.
  std::uint64_t write_memory_bytes = 256ull << 20;
  std::uint32_t plan_cache_bytes = 16u << 20;  // per worker
  bool local_infile = true;                    // LOAD DATA LOCAL
  bool create_due_tables = false;              // nodes of time tables are made when they are due
  milliseconds handshake_timeout{10'000};      // client handshake; 0: none
  milliseconds connect_timeout{2'000};         // default for data sources without connectTimeout
  // Idle time of clients with CLIENT_INTERACTIVE, 0: none; not set: as for the others.
  std::optional<milliseconds> interactive_timeout;
  milliseconds drain_timeout{15'000};  // SIGTERM: open transactions may finish for so long
  // Of the servers of groups: how often they are asked, and how long an answer may take.
  milliseconds health_interval{5'000};
  milliseconds health_timeout{1'000};
  // A replica further behind its primary is not read from; not set: it is not asked.
  std::optional<std::chrono::seconds> max_replica_lag;
  std::string server_version;  // advertised; empty: that of the first data source
  std::string rsa_key_file;    // PEM private key for caching_sha2; empty: generated
  std::string
      xa_log_file;  // the decision log of distributed transactions; xa.log beside global.yaml
  LogLevel log_level = LogLevel::info;
  LogFormat log_format = LogFormat::text;
  FrontendTls tls;
  std::string socket_file;              // unix socket for clients; empty: none
  std::uint32_t socket_mode = 0777;     // its permissions; clients need to write
  std::uint32_t max_logins = 1'000;     // clients that have not logged in yet, at once; 0: no limit
  std::vector<Network> proxy_networks;  // whose PROXY headers are believed
  bool compress_zlib = true;            // sluice.compression: offered to clients
  bool compress_zstd = true;
  // Columns whose string sharding keys the operator vouches to be written in one form only (case,
  // accents, trailing spaces), "table.column"; without it such a column of a non-binary collation
  // routes reads to all shards.
  std::vector<std::string> exact_string_keys;
  HttpSettings http;
  AdminSettings admin;
};

enum class TransactionType : std::uint8_t { local, xa };

struct GlobalConfig {
  std::vector<User> users;
  AuthPlugin default_auth = AuthPlugin::native_password;
  // user name -> databases; "*" for all. Absent: ALL_PERMITTED.
  std::optional<std::multimap<std::string, std::string>> database_permissions;
  TransactionType transaction_type = TransactionType::local;  // transaction.defaultType
  bool sql_show = false;                                      // log each statement with its units
  std::uint16_t port = 3307;                                  // props.proxy-default-port
  std::string bind_address = "0.0.0.0";                       // sluice.bind-address
  std::uint32_t max_connections = 0;  // props.proxy-frontend-max-connections; 0: no limit
  std::chrono::seconds idle_timeout{
      28'800};  // props.proxy-frontend-connection-idle-timeout; 0: none
  std::uint32_t max_connections_per_query = 0;  // props.max-connections-size-per-query, per data
                                                // source; 0 (key absent): as many as units, up to 8
  std::map<std::string, std::string> props;     // all of props as text
  SluiceSettings sluice;
};

// --------------------------------------------------------------------------------- database-*.yaml

struct DataSource {
  std::string name;
  std::string host;  // from the JDBC URL; IPv6 without brackets
  std::uint16_t port = 3306;
  std::string database;  // may be empty
  std::string username;
  std::string password;
  TlsMode tls = TlsMode::disabled;  // url: sslMode=, useSSL=, requireSSL=, verifyServerCertificate=
  std::string tls_ca_file;          // url: serverSslCert= or trustCertificateKeyStoreUrl=file:..pem
  bool allow_public_key_retrieval = true;  // url: allowPublicKeyRetrieval=
  bool compress_zlib = false;              // url: useCompression=, compressionAlgorithms=
  bool compress_zstd = false;              // url: compressionAlgorithms=; goes before zlib
  std::uint8_t zstd_level = 3;             // url: zstdCompressionLevel=
  milliseconds connect_timeout{2'000};     // url: connectTimeout=; else sluice.connect-timeout
  milliseconds socket_timeout{0};  // url: socketTimeout=; longest silence within a reply; 0: none
  milliseconds lease_timeout{
      30'000};  // connectionTimeoutMilliseconds: waiting for a free connection
  milliseconds idle_timeout{60'000};     // idleTimeoutMilliseconds
  milliseconds max_lifetime{1'800'000};  // maxLifetimeMilliseconds
  std::uint32_t max_pool_size = 50;      // over all workers
  std::uint32_t min_pool_size = 1;
};

// How a transaction's reads are spread. Whatever is chosen, they go to the primary once it has
// written, so that it sees its own rows.
enum class TransactionalRead : std::uint8_t {
  primary,
  fixed,   // to one replica for the whole transaction
  dynamic  // to any replica each time
};

enum class Balance : std::uint8_t { round_robin, random, weight };

using ServerIndex = std::uint8_t;  // into ServerGroup::servers; 0 is the primary
inline constexpr std::size_t kMaxGroupServers = 64;

// A primary and the servers that replicate it, one data source for everything else: the group's
// name stands in Database::data_sources, with the primary's settings.
struct ServerGroup {
  std::string name;
  std::vector<DataSource> servers;  // under their own names, the primary first
  // Who shares the reads: replicas, and the primary if it is named among them. Not empty.
  std::vector<ServerIndex> readers;
  std::vector<double> weights;  // of the readers; Balance::weight only
  Balance balance = Balance::round_robin;
  TransactionalRead transactional_read = TransactionalRead::dynamic;
};

// A data node: one actual table in one data source.
struct DataNode {
  std::string data_source;
  std::string table;
  bool operator==(const DataNode&) const = default;
};

inline constexpr std::size_t kMaxShardingColumns = 8;  // of a strategy

enum class StrategyKind : std::uint8_t { none, standard, complex, hint };

struct ShardingStrategy {
  StrategyKind kind = StrategyKind::none;
  std::vector<std::string> columns;  // standard: one; complex: at least one; hint: none
  std::string algorithm;             // name in ShardingRule::algorithms
};

struct KeyGenerate {
  std::string column;
  std::string generator;  // name in ShardingRule::key_generators
};

// Who checks statements about a table before they run.
struct AuditStrategy {
  std::vector<std::string> auditors;  // of type DML_SHARDING_CONDITIONS
  bool hint_disables = true;          // allowHintDisable: a hint may switch them off
};

struct ShardingTable {
  std::string logic_name;
  std::vector<DataNode> nodes;  // expanded actualDataNodes, in their written order; not empty
  ShardingStrategy database_strategy;
  ShardingStrategy table_strategy;
  std::optional<KeyGenerate> key_generate;
  std::optional<AuditStrategy> audit;
};

// `type` upper case, `props` as text.
struct Algorithm {
  std::string name;
  std::string type;
  std::map<std::string, std::string> props;
};

struct ShardingRule {
  std::vector<ShardingTable> tables;  // defaults (strategies, key) already applied
  std::vector<std::vector<std::string>> binding_groups;  // logic names
  std::map<std::string, Algorithm> algorithms;
  std::map<std::string, Algorithm> key_generators;
};

struct SingleRule {
  std::vector<DataNode> tables;     // "ds.t"; table or data source may be "*"
  std::string default_data_source;  // empty: the first
};

struct Database {
  std::string name;
  std::vector<DataSource> data_sources;  // in written order; not empty
  std::vector<ServerGroup> groups;       // of some of the data sources
  ShardingRule sharding;
  std::vector<std::string> broadcast_tables;
  SingleRule single;

  // Null: the data source is one server.
  const ServerGroup* group(std::string_view data_source) const {
    for (const ServerGroup& each : groups) {
      if (each.name == data_source) return &each;
    }
    return nullptr;
  }
};

struct Config {
  GlobalConfig global;
  std::vector<Database> databases;
};

using ConfigSnapshot = std::shared_ptr<const Config>;

}  // namespace sluice::config
