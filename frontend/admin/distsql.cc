// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/distsql.h"

#include <algorithm>

#include "frontend/admin/distsql_gateway.h"
#include "frontend/admin/distsql_rules.h"

namespace sluice::frontend {
namespace {

// What may stand behind a statement's words, before FROM database.
enum class Behind : std::uint8_t { nothing, name, maybe_name, maybe_like };

struct RuleStatement {
  const char* words;
  Behind behind;
  ResultSet (*answer)(const RuleQuery& query);
};

// Longer ones before those that they begin with.
constexpr RuleStatement kRuleStatements[] = {
    {"SHOW STORAGE UNITS", Behind::nothing, storage_units},
    {"SHOW SHARDING TABLE RULES", Behind::nothing, sharding_table_rules},
    {"SHOW SHARDING TABLE RULE", Behind::name, sharding_table_rules},
    {"SHOW SHARDING TABLE NODES", Behind::maybe_name, sharding_table_nodes},
    {"SHOW SHARDING ALGORITHMS", Behind::nothing, sharding_algorithms},
    {"SHOW SHARDING KEY GENERATORS", Behind::nothing, sharding_key_generators},
    {"SHOW SINGLE TABLES", Behind::maybe_like, single_tables},
    {"SHOW SINGLE TABLE", Behind::name, single_tables},
    {"SHOW BROADCAST TABLE RULES", Behind::nothing, broadcast_table_rules},
    {"SHOW READWRITE_SPLITTING RULES", Behind::nothing, splitting_rules},
    {"SHOW READWRITE_SPLITTING RULE", Behind::name, splitting_rules},
    {"COUNT SHARDING RULE", Behind::nothing, count_sharding_rule},
    {"COUNT SINGLE TABLE", Behind::nothing, count_single_table},
    {"COUNT BROADCAST RULE", Behind::nothing, count_broadcast_rule},
    {"COUNT READWRITE_SPLITTING RULE", Behind::nothing, count_splitting_rule},
};

struct Arguments {
  std::string name;
  std::optional<std::string> like;
  std::string database;  // empty: the session's
};

// Nothing: the statement goes on in another way.
std::optional<Arguments> read_arguments(WordReader& words, Behind behind) {
  Arguments arguments;
  const bool from_comes = words.accept("FROM");
  if (!from_comes && (behind == Behind::name || behind == Behind::maybe_name)) {
    arguments.name = words.name().value_or("");
  }
  if (behind == Behind::name && arguments.name.empty()) return std::nullopt;
  if (!from_comes && behind == Behind::maybe_like && words.accept("LIKE")) {
    arguments.like = words.text();
    if (!arguments.like) return std::nullopt;
  }
  if (from_comes || words.accept("FROM")) {
    const std::optional<std::string> database = words.name();
    if (!database) return std::nullopt;
    arguments.database = *database;
  }
  if (!words.at_end()) return std::nullopt;
  return arguments;
}

Result<const config::Database*> database_of(const Session& session, const std::string& named) {
  const std::string& name = named.empty() ? session.state.database : named;
  if (name.empty()) return make_error(ErrorId::no_database_selected);
  const auto& databases = session.services.config.databases;
  const auto found = std::find_if(databases.begin(), databases.end(),
                                  [&](const config::Database& each) { return each.name == name; });
  if (found == databases.end()) return make_error(ErrorId::unknown_database, {name});
  return &*found;
}

Result<std::optional<ResultSet>> answer_rules(const Session& session,
                                              const std::vector<Word>& all) {
  for (const RuleStatement& statement : kRuleStatements) {
    WordReader words(all);
    if (!words.accept(statement.words)) continue;
    const std::optional<Arguments> arguments = read_arguments(words, statement.behind);
    if (!arguments) continue;
    const Result<const config::Database*> database = database_of(session, arguments->database);
    if (!database) return database.error();
    const router::DatabaseMetadata& metadata = *session.services.metadata->find((*database)->name);
    return std::optional<ResultSet>(statement.answer({.database = **database,
                                                      .metadata = metadata,
                                                      .name = arguments->name,
                                                      .like = arguments->like}));
  }
  return std::optional<ResultSet>();
}

// SHOW STATUS FROM READWRITE_SPLITTING RULES | RULE group [FROM database]
Result<std::optional<ResultSet>> answer_splitting_status(const Session& session,
                                                         const std::vector<Word>& all) {
  WordReader words(all);
  if (!words.accept("SHOW STATUS FROM READWRITE_SPLITTING")) return std::optional<ResultSet>();
  const bool one = words.accept("RULE");
  if (!one && !words.accept("RULES")) return std::optional<ResultSet>();
  const std::optional<Arguments> arguments =
      read_arguments(words, one ? Behind::name : Behind::nothing);
  if (!arguments) return std::optional<ResultSet>();
  const Result<const config::Database*> database = database_of(session, arguments->database);
  if (!database) return database.error();
  return std::optional<ResultSet>(
      splitting_status(**database, *session.services.shared.health, arguments->name));
}

std::optional<ResultSet> answer_gateway(const Session& session, const std::vector<Word>& all) {
  const GatewayShared& shared = session.services.shared;
  WordReader words(all);
  std::optional<ResultSet> rows;
  if (words.accept("SHOW COMPUTE NODES")) {
    rows = compute_nodes(shared);
  } else if (words.accept("SHOW COMPUTE NODE INFO")) {
    rows = compute_node_info(shared);
  } else if (words.accept("SHOW COMPUTE NODE MODE")) {
    rows = compute_node_mode();
  } else if (words.accept("SHOW DIST VARIABLES")) {
    std::optional<std::string> pattern;
    if (words.accept("LIKE")) pattern = words.text().value_or("");
    rows = dist_variables(*shared.config, pattern, {});
  } else if (words.accept("SHOW DIST VARIABLE WHERE NAME") && words.accept_symbol('=')) {
    const std::optional<std::string> name = words.name();
    if (name) rows = dist_variables(*shared.config, std::nullopt, *name);
  }
  if (!words.at_end()) rows.reset();
  return rows;
}

}  // namespace

Result<std::optional<ResultSet>> answer_distsql(const Session& session,
                                                const std::vector<Word>& words) {
  std::optional<ResultSet> gateway = answer_gateway(session, words);
  if (gateway) return gateway;
  Result<std::optional<ResultSet>> status = answer_splitting_status(session, words);
  if (!status || *status) return status;
  return answer_rules(session, words);
}

Result<std::optional<ResultSet>> answer_distsql(const Session& session, std::string_view sql,
                                                const Error& failed) {
  if (!session.login.admin || failed.id() != ErrorId::syntax_error) {
    return std::optional<ResultSet>();
  }
  const std::optional<std::vector<Word>> words = split_words(sql);
  if (!words) return std::optional<ResultSet>();
  return answer_distsql(session, *words);
}

}  // namespace sluice::frontend
