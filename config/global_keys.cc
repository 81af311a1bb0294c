// SPDX-License-Identifier: Apache-2.0
// The keys of global.yaml.
#include "config/data_source_keys.h"
#include "config/key_tables.h"

namespace sluice::config {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::int64_t kInt32Max = std::numeric_limits<std::int32_t>::max();

constexpr Key kTypedKeys[] = {text("type"), props("props")};
constexpr KeyTable kTyped{kTypedKeys};

constexpr Key kAlgorithmKeys[] = {required(text("type")), props("props")};
constexpr KeyTable kAlgorithm{kAlgorithmKeys};

constexpr Key kModeKeys[] = {text("type"), map("repository", kTyped)};
constexpr KeyTable kMode{kModeKeys};

constexpr Key kUserKeys[] = {required(text("user")), text("password"), boolean("admin"),
                             text("authenticationMethodName")};
constexpr KeyTable kUser{kUserKeys};

constexpr Key kAuthorityKeys[] = {list("users", kUser), named("authenticators", kAlgorithm),
                                  text("defaultAuthenticator"), map("privilege", kAlgorithm)};
constexpr KeyTable kAuthority{kAuthorityKeys};

constexpr Key kTransactionKeys[] = {choice("defaultType", "LOCAL|XA|BASE"),
                                    no_effect(text("providerType")), no_effect(props("props"))};
constexpr KeyTable kTransaction{kTransactionKeys};

constexpr Key kCacheKeys[] = {integer("initialCapacity", 0), integer("maximumSize", 0)};
constexpr KeyTable kCache{kCacheKeys};

constexpr Key kSqlParserKeys[] = {map("sqlStatementCache", kCache), map("parseTreeCache", kCache),
                                  boolean("sqlCommentParseEnabled")};
constexpr KeyTable kSqlParser{kSqlParserKeys};

constexpr Key kSqlFederationKeys[] = {boolean("sqlFederationEnabled"),
                                      boolean("allQueryUseSQLFederation"),
                                      map("executionPlanCache", kCache)};
constexpr KeyTable kSqlFederation{kSqlFederationKeys};

constexpr Key kSqlTranslatorKeys[] = {text("type"), props("props"),
                                      boolean("useOriginalSQLWhenTranslatingFailed")};
constexpr KeyTable kSqlTranslator{kSqlTranslatorKeys};

constexpr Key kGlobalClockKeys[] = {text("type"), text("provider"), boolean("enabled"),
                                    props("props")};
constexpr KeyTable kGlobalClock{kGlobalClockKeys};

constexpr Key kLoggerKeys[] = {text("loggerName"), text("level"), boolean("additivity"),
                               text("appenderName"), props("props")};
constexpr KeyTable kLogger{kLoggerKeys};
constexpr Key kAppenderKeys[] = {text("appenderName"), text("appenderClass"), text("pattern"),
                                 text("file")};
constexpr KeyTable kAppender{kAppenderKeys};
constexpr Key kLoggingKeys[] = {list("loggers", kLogger), list("appenders", kAppender)};
constexpr KeyTable kLogging{kLoggingKeys};

constexpr Key kPropsKeys[] = {
    boolean("sql-show"),
    integer("proxy-default-port", 1, 65'535),
    integer("proxy-frontend-max-connections", -kInt32Max, kInt32Max),
    integer("proxy-frontend-connection-idle-timeout", -kInt32Max, kInt32Max),
    integer("max-connections-size-per-query", 1, 65'535),
    boolean("proxy-frontend-ssl-enabled"),
    text("proxy-frontend-ssl-version"),
    choice("proxy-frontend-database-protocol-type", "MySQL|MariaDB"),
    no_effect(text("proxy-frontend-ssl-cipher")),
    no_effect(boolean("sql-simple")),
    no_effect(integer("kernel-executor-size", 0)),
    no_effect(integer("max-union-size-per-datasource", 0)),
    no_effect(boolean("check-table-metadata-enabled")),
    no_effect(boolean("check-duplicate-table-enabled")),
    no_effect(integer("load-table-metadata-batch-size", 0)),
    no_effect(integer("proxy-frontend-flush-threshold", 0)),
    no_effect(integer("proxy-backend-query-fetch-size", -1)),
    no_effect(integer("proxy-frontend-executor-size", 0)),
    no_effect(boolean("proxy-hint-enabled")),
    no_effect(integer("proxy-netty-backlog", 0)),
    no_effect(text("proxy-instance-type")),
    no_effect(text("proxy-mysql-default-version")),
    no_effect(integer("cdc-server-port", 0, 65'535)),
    no_effect(boolean("agent-plugins-enabled")),
    no_effect(integer("groovy-inline-expression-parsing-cache-max-size", 0)),
    no_effect(text("metadata-identifier-case-sensitivity")),
    no_effect(boolean("instance-connection-enabled")),
    no_effect(boolean("proxy-meta-data-collector-enabled")),
    no_effect(text("proxy-meta-data-collector-cron")),
    no_effect(boolean("system-schema-metadata-assembly-enabled")),
    no_effect(text("system-log-level")),
    no_effect(text("sql-federation-type")),
    no_effect(boolean("persist-schemas-to-repository-enabled")),
};
constexpr KeyTable kProps{kPropsKeys};

constexpr Key kLogKeys[] = {choice("level", "debug|info|warning|error"),
                            choice("format", "text|json")};
constexpr KeyTable kLog{kLogKeys};

constexpr Key kTlsKeys[] = {choice("mode", "disabled|preferred|required"),
                            text("certificate"),
                            text("key"),
                            text("ca"),
                            choice("min-version", "TLSv1.2|TLSv1.3"),
                            choice("client-certificates", "required|optional"),
                            limited(Shape::duration, "watch-interval", 0, 24 * kHour)};
constexpr KeyTable kTls{kTlsKeys};

constexpr Key kHttpKeys[] = {boolean("enabled"), text("host"),       integer("port", 1, 65'535),
                             text("token"),      text("token-file"), texts("host-names")};
constexpr KeyTable kHttp{kHttpKeys};

constexpr Key kAdminKeys[] = {boolean("enabled"), text("host"), integer("port", 1, 65'535)};
constexpr KeyTable kAdmin{kAdminKeys};

constexpr Key kMoreUserKeys[] = {required(text("user")),  text("password-hash"),
                                 boolean("admin"),        choice("require", "none|ssl|x509"),
                                 text("require-subject"), text("require-issuer")};
constexpr KeyTable kMoreUser{kMoreUserKeys};

constexpr Key kSluiceKeys[] = {
    integer("workers", 0, 1024),
    limited(Shape::size, "max-allowed-packet", 1 << 10, 1 << 30),
    limited(Shape::size, "merge-memory", 64 << 10, std::int64_t{1} << 40),
    limited(Shape::size, "federation-max-bytes", 64 << 10, std::int64_t{1} << 40),
    integer("federation-max-rows", 1, std::int64_t{1} << 40),
    limited(Shape::size, "write-memory", 64 << 10, std::int64_t{1} << 40),
    limited(Shape::size, "plan-cache", 64 << 10, 1 << 30),
    boolean("local-infile"),
    boolean("create-due-tables"),
    limited(Shape::duration, "handshake-timeout", 0, kHour),
    limited(Shape::duration, "connect-timeout", 0, kHour),
    limited(Shape::duration, "drain-timeout", 0, 24 * kHour),
    limited(Shape::duration, "interactive-timeout", 0, 365 * 24 * kHour),
    limited(Shape::duration, "health-interval", 100, kHour),
    limited(Shape::duration, "health-timeout", 50, 60'000),
    limited(Shape::duration, "max-replica-lag", 0, 24 * kHour),
    text("server-version"),
    text("rsa-key-file"),
    text("xa-log"),
    text("bind-address"),
    texts("compression"),
    text("socket"),
    text("socket-mode"),
    integer("max-logins", 0, 1 << 20),
    texts("proxy-protocol-networks"),
    map("log", kLog),
    map("tls", kTls),
    list("users", kMoreUser),
    map("http", kHttp),
    map("admin", kAdmin),
    texts("exact-string-keys"),
};
constexpr KeyTable kSluice{kSluiceKeys};

constexpr Key kKeys[] = {
    map("authority", kAuthority),
    map("transaction", kTransaction),
    map("props", kProps),
    map("sluice", kSluice),
    no_effect(map("mode", kMode)),
    no_effect(map("sqlParser", kSqlParser)),
    no_effect(map("sqlFederation", kSqlFederation)),
    no_effect(map("sqlTranslator", kSqlTranslator)),
    no_effect(map("globalClock", kGlobalClock)),
    no_effect(map("logging", kLogging)),
    no_effect(named("dataSources", kDataSourceKeys)),
    no_effect(texts("labels")),
    no_effect(any("rules")),  // ShardingSphere, too, reads global rules from the keys above only
    no_effect(any("cdc")),
    no_effect(any("traffic")),
};

}  // namespace

constinit const KeyTable kGlobalKeys{kKeys};

}  // namespace sluice::config
