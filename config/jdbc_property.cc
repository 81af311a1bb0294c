// SPDX-License-Identifier: Apache-2.0
#include "config/jdbc_property.h"

#include <algorithm>
#include <span>

#include "config/scalar.h"

namespace sluice::config {
namespace {

using Problem = std::optional<std::string>;
using Apply = Problem (*)(JdbcProperties&, JdbcUrl&, std::string_view name, std::string_view value);

Problem wrong(std::string_view name, std::string_view expected) {
  return "the url's property " + std::string(name) + " must be " + std::string(expected);
}

Problem set_flag(bool& into, std::string_view name, std::string_view value) {
  const std::optional<bool> flag = parse_boolean(value);
  if (!flag) return wrong(name, "true or false");
  into = *flag;
  return std::nullopt;
}

template <bool JdbcProperties::*member>
Problem flag(JdbcProperties& properties, JdbcUrl&, std::string_view name, std::string_view value) {
  return set_flag(properties.*member, name, value);
}

Problem use_ssl(JdbcProperties& properties, JdbcUrl&, std::string_view name,
                std::string_view value) {
  return set_flag(properties.use_ssl.emplace(), name, value);
}

Problem public_key_retrieval(JdbcProperties&, JdbcUrl& url, std::string_view name,
                             std::string_view value) {
  return set_flag(url.allow_public_key_retrieval, name, value);
}

Problem ssl_mode(JdbcProperties& properties, JdbcUrl&, std::string_view name,
                 std::string_view value) {
  struct Mode {
    std::string_view name;
    TlsMode mode;
  };
  constexpr Mode kModes[] = {
      {"DISABLED", TlsMode::disabled},
      {"PREFERRED", TlsMode::preferred},
      {"REQUIRED", TlsMode::required},
      {"VERIFY_CA", TlsMode::verify_ca},
      {"VERIFY_IDENTITY", TlsMode::verify_identity},
      // MariaDB's names
      {"disable", TlsMode::disabled},
      {"trust", TlsMode::required},
      {"verify-ca", TlsMode::verify_ca},
      {"verify-full", TlsMode::verify_identity},
  };
  for (const Mode& known : kModes) {
    if (!equal_ignoring_case(known.name, value)) continue;
    properties.ssl_mode = known.mode;
    return std::nullopt;
  }
  return wrong(name, "one of DISABLED, PREFERRED, REQUIRED, VERIFY_CA, VERIFY_IDENTITY");
}

// A PEM file, as a path or a file: URL.
Problem ca_file(JdbcProperties&, JdbcUrl& url, std::string_view name, std::string_view value) {
  std::string_view path = value;
  if (path.starts_with("file:")) path.remove_prefix(5);
  if (path.starts_with("//")) path.remove_prefix(2);
  const std::string_view ending = path.substr(std::min(path.rfind('.'), path.size()));
  const bool key_store = equal_ignoring_case(ending, ".jks") ||
                         equal_ignoring_case(ending, ".p12") || equal_ignoring_case(ending, ".pfx");
  if (path.empty() || key_store || path.starts_with("classpath:") || path.starts_with("-----")) {
    return wrong(name, "the path of a PEM file, such as file:/etc/ssl/ca.pem");
  }
  url.tls_ca_file = path;
  return std::nullopt;
}

template <std::optional<milliseconds> JdbcUrl::*member>
Problem timeout(JdbcProperties&, JdbcUrl& url, std::string_view name, std::string_view value) {
  constexpr std::int64_t kLongest = 24LL * 3600 * 1000;
  const std::optional<std::int64_t> time = parse_integer(value);
  if (!time || *time < 0 || *time > kLongest) {
    return wrong(name, "a number of milliseconds from 0 to 86400000");
  }
  url.*member = milliseconds(*time);
  return std::nullopt;
}

Problem use_compression(JdbcProperties&, JdbcUrl& url, std::string_view name,
                        std::string_view value) {
  return set_flag(url.compress_zlib, name, value);
}

// As the R2DBC drivers and MySQL's own clients name them: "zstd,zlib,uncompressed".
Problem compression_algorithms(JdbcProperties&, JdbcUrl& url, std::string_view name,
                               std::string_view value) {
  url.compress_zlib = false;
  url.compress_zstd = false;
  for (const std::string_view word : split_list(value)) {
    const bool zlib = equal_ignoring_case(word, "zlib");
    const bool zstd = equal_ignoring_case(word, "zstd");
    if (!zlib && !zstd && !equal_ignoring_case(word, "uncompressed")) {
      return wrong(name, "a list of zstd, zlib and uncompressed");
    }
    url.compress_zlib |= zlib;
    url.compress_zstd |= zstd;
  }
  return std::nullopt;
}

Problem zstd_level(JdbcProperties&, JdbcUrl& url, std::string_view name, std::string_view value) {
  const std::optional<std::int64_t> level = parse_integer(value);
  if (!level || *level < 1 || *level > 22) return wrong(name, "a number from 1 to 22");
  url.zstd_level = static_cast<std::uint8_t>(*level);
  return std::nullopt;
}

Problem changes_results(JdbcProperties&, JdbcUrl&, std::string_view name, std::string_view) {
  return "the url's property " + std::string(name) +
         " is not supported yet, set the variables on the server";
}

Problem harmless(JdbcProperties&, JdbcUrl&, std::string_view, std::string_view) {
  return std::nullopt;
}

struct Property {
  std::string_view name;
  Apply apply;
};

constexpr Property kApplied[] = {
    {"sslMode", ssl_mode},
    {"useSSL", use_ssl},
    {"requireSSL", flag<&JdbcProperties::require_ssl>},
    {"verifyServerCertificate", flag<&JdbcProperties::verify_certificate>},
    {"trustServerCertificate", flag<&JdbcProperties::trust_server_certificate>},
    {"disableSslHostnameVerification", flag<&JdbcProperties::skip_host_name_check>},
    {"serverSslCert", ca_file},
    {"trustCertificateKeyStoreUrl", ca_file},
    {"allowPublicKeyRetrieval", public_key_retrieval},
    {"connectTimeout", timeout<&JdbcUrl::connect_timeout>},
    {"socketTimeout", timeout<&JdbcUrl::socket_timeout>},
    {"useCompression", use_compression},
    {"compressionAlgorithms", compression_algorithms},
    {"zstdCompressionLevel", zstd_level},
    {"sessionVariables", changes_results},
    {"initSql", changes_results},
};

// They tell a Java driver how to batch, cache, convert and log; rows pass the gateway unconverted,
// and character set, collation and time zone of a connection follow the client's.
constexpr std::string_view kHarmless[] = {
    "allowLoadLocalInfile",
    "allowLocalInfile",
    "allowMultiQueries",
    "allowNanAndInf",
    "allowUrlInLocalInfile",
    "alwaysSendSetIsolation",
    "autoClosePStmtStreams",
    "autoDeserialize",
    "autoReconnect",
    "autoReconnectForPools",
    "autoSlowLog",
    "autocommit",
    "blobSendChunkSize",
    "cacheCallableStmts",
    "cacheCallableStatements",
    "cacheDefaultTimezone",
    "cachePrepStmts",
    "cacheResultSetMetadata",
    "cacheServerConfiguration",
    "callableStmtCacheSize",
    "characterEncoding",
    "characterSetResults",
    "clobCharacterEncoding",
    "clobberStreamingResults",
    "connectionAttributes",
    "connectionCollation",
    "connectionTimeZone",
    "continueBatchOnError",
    "databaseTerm",
    "defaultFetchSize",
    "disconnectOnExpiredPasswords",
    "dontTrackOpenResources",
    "dumpQueriesOnException",
    "elideSetAutoCommits",
    "emptyStringsConvertToZero",
    "emulateLocators",
    "emulateUnsupportedPstmts",
    "enableEscapeProcessing",
    "enablePacketDebug",
    "enableQueryTimeouts",
    "enabledSSLCipherSuites",
    "enabledSslCipherSuites",
    "enabledSslProtocolSuites",
    "enabledTLSProtocols",
    "explainSlowQueries",
    "failOverReadOnly",
    "fallbackToSystemKeyStore",
    "fallbackToSystemTrustStore",
    "forceConnectionTimeZoneToSession",
    "functionsNeverReturnBlobs",
    "gatherPerfMetrics",
    "generateSimpleParameterMetadata",
    "getProceduresReturnsFunctions",
    "holdResultsOpenOverStatementClose",
    "includeInnodbStatusInDeadlockExceptions",
    "includeThreadDumpInDeadlockExceptions",
    "includeThreadNamesAsStatementComment",
    "initialTimeout",
    "interactiveClient",
    "jdbcCompliantTruncation",
    "keepXmlTablesInMemory",
    "largeRowSizeThreshold",
    "locatorFetchBufferSize",
    "logSlowQueries",
    "logXaCommands",
    "logger",
    "maintainTimeStats",
    "maxByteArrayAsHex",
    "maxQuerySizeToLog",
    "maxReconnects",
    "maxRows",
    "metadataCacheSize",
    "netTimeoutForStreamingResults",
    "noAccessToProcedureBodies",
    "noDatetimeStringSync",
    "nullCatalogMeansCurrent",
    "nullDatabaseMeansCurrent",
    "nullNamePatternMatchesAll",
    "overrideSupportsIntegrityEnhancementFacility",
    "packetDebugBufferSize",
    "padCharsWithSpace",
    "paranoid",
    "parseInfoCacheFactory",
    "passwordCharacterEncoding",
    "pedantic",
    "pinGlobalTxToPhysicalConnection",
    "populateInsertRowWithDefaultValues",
    "prepStmtCacheSize",
    "prepStmtCacheSqlLimit",
    "preserveInstants",
    "processEscapeCodesForPrepStmts",
    "profileSQL",
    "profileSql",
    "profilerEventHandler",
    "queryInterceptors",
    "queryTimeoutKillsConnection",
    "quoteIdentifier",
    "readFromMasterWhenNoSlaves",
    "readOnlyPropagatesToServer",
    "reconnectAtTxEnd",
    "reportMetricsIntervalMillis",
    "resultSetSizeThreshold",
    "retriesAllDown",
    "rewriteBatchedStatements",
    "rollbackOnPooledClose",
    "scrollTolerantForwardOnly",
    "secondsBeforeRetryMaster",
    "selfDestructOnPingMaxOperations",
    "selfDestructOnPingSecondsLifetime",
    "sendFractionalSeconds",
    "sendFractionalSecondsForTime",
    "serverTimezone",
    "slowQueryThresholdMillis",
    "slowQueryThresholdNanos",
    "strictUpdates",
    "tcpAbortiveClose",
    "tcpKeepAlive",
    "tcpNoDelay",
    "tcpRcvBuf",
    "tcpSndBuf",
    "tcpTrafficClass",
    "timezone",
    "tinyInt1isBit",
    "traceProtocol",
    "trackSessionState",
    "transformedBitIsBoolean",
    "transactionReplay",
    "treatUtilDateAsTimestamp",
    "trustCertificateKeyStoreType",
    "ultraDevHack",
    "useAffectedRows",
    "useBatchMultiSend",
    "useBulkStmts",
    "useColumnNamesInFindColumn",
    "useConfigs",
    "useCursorFetch",
    "useHostsInPrivileges",
    "useInformationSchema",
    "useJDBCCompliantTimezoneShift",
    "useJvmCharsetConverters",
    "useLegacyDatetimeCode",
    "useLocalSessionState",
    "useLocalTransactionState",
    "useMysqlMetadata",
    "useNanosForElapsedTime",
    "useOldAliasMetadataBehavior",
    "useOldUTF8Behavior",
    "useOnlyServerErrorMessages",
    "usePipelineAuth",
    "useReadAheadInput",
    "useServerPrepStmts",
    "useStreamLengthsInPrepStmts",
    "useTimezone",
    "useUnbufferedInput",
    "useUnicode",
    "useUsageAdvisor",
    "yearIsDateType",
    "zeroDateTimeBehavior",
};

Apply find_apply(std::string_view name) {
  for (const Property& known : kApplied) {
    if (equal_ignoring_case(known.name, name)) return known.apply;
  }
  const bool found = std::any_of(std::begin(kHarmless), std::end(kHarmless),
                                 [&](auto known) { return equal_ignoring_case(known, name); });
  return found ? harmless : nullptr;
}

}  // namespace

std::optional<std::string> JdbcProperties::set(std::string_view name, std::string_view value,
                                               JdbcUrl& url) {
  if (const Apply apply = find_apply(name)) return apply(*this, url, name, value);
  const bool account = equal_ignoring_case(name, "user") || equal_ignoring_case(name, "password");
  url.warnings.push_back("the url's property '" + std::string(name) + "' has no effect here" +
                         (account ? ", use the keys username and password" : ""));
  return std::nullopt;
}

TlsMode JdbcProperties::tls_mode() const {
  if (ssl_mode) return *ssl_mode;
  const bool asked = require_ssl || verify_certificate;
  if (!use_ssl.value_or(asked)) return TlsMode::disabled;
  if (is_mariadb) {
    if (trust_server_certificate) return TlsMode::required;
    return skip_host_name_check ? TlsMode::verify_ca : TlsMode::verify_identity;
  }
  if (verify_certificate) return TlsMode::verify_ca;
  return require_ssl ? TlsMode::required : TlsMode::preferred;
}

}  // namespace sluice::config
