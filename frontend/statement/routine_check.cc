// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/routine_check.h"

#include <algorithm>
#include <array>

#include "parser/scan.h"

namespace sluice::frontend {
namespace {

using Words = std::vector<std::string>;  // lower case, without quotes

// Statements and functions that reach beyond the one server.
constexpr std::array<std::string_view, 24> kRefused{
    "alter",      "analyze",      "connection_id",     "current_user", "database",
    "deallocate", "execute",      "found_rows",        "get_lock",     "grant",
    "handler",    "is_free_lock", "is_used_lock",      "load",         "lock",
    "optimize",   "prepare",      "release_all_locks", "release_lock", "rename",
    "repair",     "revoke",       "session_user",      "system_user"};
// Variables of the session that a routine might set, and that would stay on its server.
constexpr std::array<std::string_view, 16> kVariables{"autocommit",
                                                      "character_set_client",
                                                      "character_set_connection",
                                                      "character_set_results",
                                                      "collation_connection",
                                                      "completion_type",
                                                      "foreign_key_checks",
                                                      "insert_id",
                                                      "last_insert_id",
                                                      "sql_mode",
                                                      "sql_safe_updates",
                                                      "sql_select_limit",
                                                      "time_zone",
                                                      "timestamp",
                                                      "transaction_isolation",
                                                      "unique_checks"};
constexpr std::array<std::string_view, 5> kTransactions{"commit", "rollback", "savepoint", "start",
                                                        "xa"};

template <class List>
bool contains(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Identifiers and keywords of a body; a text in double quotes may be a name.
Result<Words> words_of(const std::string& body, std::set<std::string>& variables) {
  parser::TokenList list;
  Words words;
  std::string_view rest = body;
  while (!rest.empty()) {
    const Result<void> scanned = parser::scan(rest, {}, list);
    if (!scanned) return scanned.error();
    std::uint32_t end = 0;
    for (const parser::Token& token : list.tokens) {
      std::string_view text = rest.substr(token.offset, token.length);
      const bool behind_at = end > 0 && end == token.offset && rest[end - 1] == '@';
      end = token.end();
      if (text.size() > 1 && text.front() == '@' && text[1] != '@') {
        text.remove_prefix(1);
        if (text.size() > 1 && (text.front() == '`' || text.front() == '\'')) {
          text = text.substr(1, text.size() - 2);
        }
        variables.insert(router::to_lower(text));
        continue;
      }
      if (text.size() > 1 && (text.front() == '`' || text.front() == '"')) {
        text = text.substr(1, text.size() - 2);
      }
      if (behind_at) variables.insert(router::to_lower(text));
      words.push_back(router::to_lower(text));
    }
    words.emplace_back(";");
    rest.remove_prefix(std::min<std::size_t>(rest.size(), std::max(list.next_statement, 1u)));
  }
  return words;
}

class Checker {
 public:
  Checker(const std::vector<Routine>& routines, std::string_view name,
          const router::DatabaseMetadata& database)
      : routines_(routines), name_(name), database_(database) {
    for (const auto& [logic, table] : database.tables) {
      if (table.rule->kind == router::TableKind::single && table.view == nullptr) continue;
      tables_.insert(router::to_lower(logic));
      for (const router::ActualNode& node : table.rule->nodes) {
        tables_.insert(router::to_lower(node.table));
      }
    }
  }

  Result<RoutineFacts> run() {
    std::vector<const Routine*> open{find_routine(routines_, name_, true)};
    std::set<const Routine*> seen(open.begin(), open.end());
    while (!open.empty()) {
      const Routine& routine = *open.back();
      open.pop_back();
      if (!routine.body) return refuse("whose text the gateway may not see");
      Result<Words> words = words_of(*routine.body, facts_.variables);
      if (!words) return words.error();
      const Result<void> checked = check(*words);
      if (!checked) return checked.error();
      for (const bool procedure : {false, true}) {
        for (const std::string& word : *words) {
          const Routine* const used = find_routine(routines_, word, procedure);
          if (used != nullptr && seen.insert(used).second) open.push_back(used);
        }
      }
    }
    return std::move(facts_);
  }

 private:
  Error refuse(const std::string& what) const {
    return make_error(ErrorId::unsupported, {"CALL of a procedure " + what, name_});
  }

  Result<void> check(const Words& words) {
    for (std::size_t i = 0; i < words.size(); ++i) {
      const std::string& word = words[i];
      const std::string next = i + 1 < words.size() ? words[i + 1] : std::string();
      if (tables_.contains(word))
        return refuse("that names the sharded or broadcast table or view " + word);
      if (contains(kRefused, word)) return refuse("that uses " + router::to_upper(word));
      if ((word == "user" || word == "schema") && next == "(") {
        return refuse("that uses " + router::to_upper(word) + "()");
      }
      // TRUNCATE is a function, too.
      const bool defines =
          word == "create" || word == "drop" || (word == "truncate" && next != "(");
      if (defines) return refuse("that uses " + router::to_upper(word));
      // SET may change the session: only local and user variables are known to be harmless.
      if (word == "set" && (next == "session" || next == "global" || next == "names" ||
                            next == "transaction" || next.starts_with("@@"))) {
        return refuse("that uses SET " + router::to_upper(next));
      }
      const bool assigned = next == "=" || next == ":=";
      if (assigned && contains(kVariables, word)) return refuse("that sets " + word);
      facts_.ends_transactions = facts_.ends_transactions || contains(kTransactions, word);
    }
    return {};
  }

  const std::vector<Routine>& routines_;
  std::string name_;
  const router::DatabaseMetadata& database_;
  std::set<std::string> tables_;
  RoutineFacts facts_;
};

bool same(std::string_view left, std::string_view right) {
  return router::to_lower(left) == router::to_lower(right);
}

}  // namespace

const Routine* find_routine(const std::vector<Routine>& routines, std::string_view name,
                            bool procedure) {
  const auto found = std::find_if(routines.begin(), routines.end(), [&](const Routine& routine) {
    return routine.is_procedure == procedure && same(routine.name, name);
  });
  return found == routines.end() ? nullptr : &*found;
}

Result<RoutineFacts> check_procedure(const std::vector<Routine>& routines, std::string_view name,
                                     const router::DatabaseMetadata& database) {
  return Checker(routines, name, database).run();
}

}  // namespace sluice::frontend
