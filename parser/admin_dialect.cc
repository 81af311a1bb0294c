// SPDX-License-Identifier: Apache-2.0
#include "parser/admin_dialect.h"

#include <algorithm>

#include "SluiceAdminParser.h"
#include "parser/ascii.h"
#include "parser/kind_traits.h"
#include "parser/numeric_flags.h"
#include "parser/server_words.h"

namespace sluice::parser {
namespace {

using Grammar = grammar::SluiceAdminParser;

constexpr std::size_t kMariadbRules[] = {
    Grammar::RuleSequenceObject,
    Grammar::RuleOuterCompound,
    Grammar::RuleGrantedPassword,
    Grammar::RuleForRange,
    Grammar::RuleDefaultRoleOf,
    Grammar::RuleShowExplain,
    Grammar::RuleVia,
    Grammar::RuleHistory,
    Grammar::RuleAnalyzedStatement,
    Grammar::RuleLockWait,
    Grammar::RuleParameterMode,
    Grammar::RuleRoleAdmin,
    Grammar::RuleBackupStatement,
    Grammar::RuleRecoverFormat,
    Grammar::RuleCursorParameter,
    Grammar::RuleFetched,
    Grammar::RuleRowsExamined,
};

constexpr std::size_t kMysqlRules[] = {
    Grammar::RuleHistogram,
    Grammar::RuleGrantedAs,
    Grammar::RulePluginPassword,
    Grammar::RuleRevokeIfExists,
    Grammar::RuleIgnoreUnknown,
    Grammar::RuleCreateTablespace,
    Grammar::RuleAlterTablespace,
    Grammar::RuleDropTablespace,
    Grammar::RuleCreateLogfileGroup,
    Grammar::RuleAlterLogfileGroup,
    Grammar::RuleStartLogin,
    Grammar::RuleMysqlRoles,
    Grammar::RuleCreateResourceGroup,
    Grammar::RuleAlterResourceGroup,
    Grammar::RuleAlterInstance,
    Grammar::RuleCreateLibrary,
    Grammar::RuleAlterLibrary,
    Grammar::RuleDefaultRoles,
    Grammar::RuleDefaultRole,
    Grammar::RuleSecondIdentification,
    Grammar::RulePasswordRule,
    Grammar::RuleHexText,
    Grammar::RuleLoadFrom,
    Grammar::RuleLoadCompression,
    Grammar::RuleBulkOptions,
    Grammar::RuleReadOnly,
    Grammar::RuleSimpleBody,
    Grammar::RuleUsedLibraries,
    Grammar::RuleUserAttribute,
};

template <std::size_t N>
bool contains(const std::size_t (&rules)[N], std::size_t rule) {
  return std::find(std::begin(rules), std::end(rules), rule) != std::end(rules);
}

void note(std::optional<std::uint32_t>& where, const SqlToken* token) {
  where = std::min(where.value_or(token->index), token->index);
}

// A word of a rule that makes a statement one server's: how far from the first one it stands.
struct OwnWord {
  std::size_t rule;
  std::uint32_t offset;
  std::string_view word;
  bool mariadb;
};

constexpr OwnWord kOwnWords[] = {
    {Grammar::RuleFlushOption, 0, "CLIENT_STATISTICS", true},
    {Grammar::RuleFlushOption, 0, "DES_KEY_FILE", true},
    {Grammar::RuleFlushOption, 0, "HOSTS", true},
    {Grammar::RuleFlushOption, 0, "INDEX_STATISTICS", true},
    {Grammar::RuleFlushOption, 0, "MASTER", true},
    {Grammar::RuleFlushOption, 0, "QUERY", true},
    {Grammar::RuleFlushOption, 0, "REPLICA", true},
    {Grammar::RuleFlushOption, 0, "SLAVE", true},
    {Grammar::RuleFlushOption, 0, "SSL", true},
    {Grammar::RuleFlushOption, 0, "TABLE_STATISTICS", true},
    {Grammar::RuleFlushOption, 0, "USER_STATISTICS", true},
    {Grammar::RuleFlushOption, 0, "USER_VARIABLES", true},
    {Grammar::RuleResetOption, 0, "MASTER", true},
    {Grammar::RuleResetOption, 0, "QUERY", true},
    {Grammar::RuleServerStatement, 1, "MASTER", true},
    {Grammar::RuleServerStatement, 1, "SONAME", true},
    {Grammar::RuleShowStatement, 1, "CLIENT_STATISTICS", true},
    {Grammar::RuleShowStatement, 1, "INDEX_STATISTICS", true},
    {Grammar::RuleShowStatement, 1, "PACKAGE", true},
    {Grammar::RuleShowStatement, 1, "TABLE_STATISTICS", true},
    {Grammar::RuleShowStatement, 1, "USER_STATISTICS", true},
    {Grammar::RuleShowStatement, 1, "USER_VARIABLES", true},
    {Grammar::RuleShowStatement, 1, "LIBRARY", false},
    {Grammar::RuleShowStatement, 2, "SONAME", true},
    {Grammar::RuleShowCreate, 0, "PACKAGE", true},
    {Grammar::RuleShowCreate, 0, "LIBRARY", false},
    {Grammar::RuleConditionField, 0, "ROW_NUMBER", true},
};

}  // namespace

void AdminDialect::start(const TokenList& list, std::uint32_t first, bool mariadb) {
  grants_ = list.tokens[first].kind == TokenKind::kw_grant;
  list_ = &list;
  mariadb_ = mariadb;
  replaceable_ = other_privilege_ = host_ = false;
}

void AdminDialect::end_rule(std::size_t rule, const SqlToken* first, const SqlToken* last,
                            AdminOutline& outline) {
  if (rule == Grammar::RuleShowExplain) {
    for (const SqlToken* at = first; at < last && at <= first + 4; ++at) {
      note_system_time(at, outline);
    }
  }
  if (contains(kMariadbRules, rule)) return note(outline.only_mariadb, first);
  if (contains(kMysqlRules, rule)) return note(outline.only_mysql, first);
  for (const OwnWord& own : kOwnWords) {
    const bool here = own.rule == rule && first + own.offset <= last;
    if (!here || !equals_upper(text(first + own.offset), own.word)) continue;
    note(own.mariadb ? outline.only_mariadb : outline.only_mysql, first + own.offset);
  }
  end_grant_rule(rule, first, last, outline);
  end_other_rule(rule, first, last, outline);
  end_clause_rule(rule, first, last, outline);
}

std::string_view AdminDialect::text(const SqlToken* token) const {
  const Token& source = list_->tokens[token->index];
  return list_->sql.substr(source.offset, source.length);
}

// Privileges, roles, and who has them.
void AdminDialect::end_grant_rule(std::size_t rule, const SqlToken* first, const SqlToken* last,
                                  AdminOutline& outline) {
  switch (rule) {
    case Grammar::RuleResourceLimit:
    case Grammar::RuleRequireClause:
      if (rule == Grammar::RuleResourceLimit) note_limit(first, last, outline);
      if (grants_) note(outline.only_mariadb, first);
      return;
    case Grammar::RuleGrantedRoles:
    case Grammar::RuleRevokedRoles:
      for (const SqlToken* at = first; at != last; ++at) {
        if (at->type == TokenKind::comma) note(outline.only_mysql, at);
      }
      return;
    case Grammar::RuleRoleName:
      if (last->type == TokenKind::right_paren) note(outline.only_mariadb, first + 1);
      if (is_mariadb_role(text(first))) note(outline.only_mariadb, first);
      if (last->type == TokenKind::user_variable) note(outline.only_mysql, last);
      if (equals_upper(text(first), "NONE")) note(outline.only_mariadb, first);
      return;
    case Grammar::RulePrivilege:
      for (const std::string_view word :
           {"BINLOG", "CONNECTION", "FEDERATED", "READ_ONLY", "READ", "SET"}) {
        const bool one = last != first && (first + 1)->type != TokenKind::left_paren;
        if (one && equals_upper(text(first), word)) note(outline.only_mariadb, first);
      }
      if (first != last && equals_upper(text(last), "ROLE")) note(outline.only_mysql, last);
      if (first != last && equals_upper(text(first), "REPLICATION") &&
          (equals_upper(text(last), "ADMIN") || equals_upper(text(last), "REPLICA"))) {
        note(outline.only_mariadb, last);
      }
      // ALL stands alone.
      if (first->type == TokenKind::kw_all &&
          ((first - 1)->type == TokenKind::comma || (last + 1)->type == TokenKind::comma)) {
        outline.note_wrong(first->index);
      }
      return;
    case Grammar::RuleOtherPrivilege:
      if (is_mariadb_role(text(first))) note(outline.only_mariadb, first);
      if (last->type == TokenKind::user_variable) note(outline.only_mysql, last);
      if (equals_upper(text(first), "NONE")) note(outline.only_mariadb, first);
      if (last->type == TokenKind::user_variable) host_ = true;
      other_privilege_ = true;
      return;
    case Grammar::RulePrivilegeLevel:
      if (other_privilege_) note(outline.only_mysql, first - 1);
      if (host_) outline.note_wrong(first->index - 1);
      // FUNCTION is no table.
      if (equals_upper(text(first), "FUNCTION") &&
          (first == last || (last - first == 2 && last->type == TokenKind::star))) {
        outline.note_wrong(first->index + 1);
      }
      return;
    default:
      return;
  }
}

void AdminDialect::end_other_rule(std::size_t rule, const SqlToken* first, const SqlToken* last,
                                  AdminOutline& outline) {
  switch (rule) {
    case Grammar::RuleMysqlWord:
      if (!mariadb_) return outline.note_wrong(first->index);
      return note(outline.foreign_word, first);
    case Grammar::RuleLabel:
      if (is_mysql_label(text(first))) note(outline.only_mysql, first);
      return;
    case Grammar::RuleWholeNumber:
      if (first->type == TokenKind::plus) note(outline.only_mariadb, first);
      if (last->type == TokenKind::hex && text(last)[0] != '0') note(outline.only_mysql, last);
      return;
    case Grammar::RuleCountNumber:
      if (last->type == TokenKind::hex && text(last)[0] != '0') note(outline.only_mysql, last);
      return;
    case Grammar::RuleForeignBody:
      return note(outline.only_mysql, first + 1);
    case Grammar::RuleProgramType:
      if (equals_upper(text(first), "ROW") || equals_upper(text(first), "TYPE")) {
        note(outline.only_mariadb, first);
      }
      return;
    case Grammar::RuleIdentification:
      if (last - first >= 2 && equals_upper(text(first + 1), "BY") &&
          equals_upper(text(first + 2), "PASSWORD")) {
        note(outline.only_mariadb, first + 2);
      }
      return;
    case Grammar::RuleSourceOption:
      return note_source_option(first, outline);
    case Grammar::RuleObjectName:
      if (first->type == TokenKind::dot) note(outline.only_mariadb, first);
      return;
    case Grammar::RulePreparePiece:
      if (first != last ||
          (first->type != TokenKind::string && first->type != TokenKind::user_variable)) {
        note(outline.only_mariadb, first);
      }
      return;
    case Grammar::RuleUsedValue:
      if (first != last || first->type != TokenKind::user_variable) {
        note(outline.only_mariadb, first);
      }
      return;
    case Grammar::RuleUntilItem:
      if (starts_with_upper(text(first), "MASTER_")) note(outline.only_mariadb, first);
      if (starts_with_upper(text(first), "SOURCE_") || starts_with_upper(text(first), "SQL_")) {
        note(outline.only_mysql, first);
      }
      return;
    case Grammar::RuleLockItem:
      for (const SqlToken* at = first; at != last; ++at) {
        if (at->type == TokenKind::equal || at->type == TokenKind::kw_low_priority) {
          note(outline.only_mariadb, at);
        }
      }
      if (last->type != TokenKind::kw_write && last->type != TokenKind::kw_local &&
          equals_upper(text(last), "CONCURRENT")) {
        note(outline.only_mariadb, last);
      }
      return;
    case Grammar::RuleThreadTypes:
      if (first->type == TokenKind::comma || last->type == TokenKind::comma) {
        note(outline.only_mariadb, first);
      }
      return;
    case Grammar::RuleDataType:
      if (const SqlToken* flag = excessive_flag(first, last)) note(outline.only_mysql, flag);
      if (first->type != TokenKind::identifier) return;
      note_type(first, outline);
      if (is_numeric_flag(last) && !equals_upper(text(first), "SQL_TSI_YEAR"))
        outline.note_wrong(last->index);
      return;
    case Grammar::RuleCreateView:
    case Grammar::RuleCreateSpatialReference:
      replaceable_ = true;
      return;
    case Grammar::RuleCreateStatement:
      if ((first + 1)->type == TokenKind::kw_or && !replaceable_) {
        note(outline.only_mariadb, first + 1);
      }
      return;
    case Grammar::RuleChangeStatement:
      note(equals_upper(text(first + 1), "MASTER") ? outline.only_mariadb : outline.only_mysql,
           first + 1);
      return;
    case Grammar::RuleServerStatement:
      if (equals_upper(text(first), "RESTART")) note(outline.only_mysql, first);
      if (equals_upper(text(first), "KILL")) note_killed_user(first, last, outline);
      if (last - first > 2 && equals_upper(text(first + 1), "PLUGIN")) {
        note_condition(first + 2, outline);
      }
      if (equals_upper(text(first + 1), "SLAVE")) note(outline.only_mariadb, first + 1);
      if (equals_upper(text(first + 1), "REPLICA") && (first + 2)->type == TokenKind::string) {
        note(outline.only_mariadb, first + 2);
      }
      return;
    default:
      return;
  }
}

// Conditions, comments and clauses that only one server has in statements of both.
void AdminDialect::end_clause_rule(std::size_t rule, const SqlToken* first, const SqlToken* last,
                                   AdminOutline& outline) {
  switch (rule) {
    case Grammar::RuleCreateRoutine:
      // Aggregate functions with a body are MariaDB's; procedures are no aggregates.
      if (!equals_upper(text(first), "AGGREGATE")) return;
      if (last->type != TokenKind::string) note(outline.only_mariadb, first);
      if (first != last && equals_upper(text(first + 1), "PROCEDURE")) {
        outline.note_wrong(first->index + 1);
      }
      return;
    case Grammar::RuleStatement:
      if (equals_upper(text(first), "RENAME") && last - first > 2)
        note_condition(first + 2, outline);
      return;
    case Grammar::RuleHandlerStatement:
      for (const SqlToken* at = first; at < last; ++at) {
        if (at->type == TokenKind::equal && equals_upper(text(at - 1), "OPEN")) {
          note(outline.only_mariadb, at);
        }
      }
      return;
    case Grammar::RuleMaintenance:
      for (const SqlToken* at = first + 1; at < last && at < first + 3; ++at) {
        const bool table =
            equals_upper(text(at - 1), "TABLE") || equals_upper(text(at - 1), "TABLES");
        if (!table && equals_upper(text(at), "VIEW")) note(outline.only_mariadb, at);
      }
      return;
    case Grammar::RuleDatabaseOption:
      if (equals_upper(text(first), "COMMENT")) note(outline.only_mariadb, first);
      return;
    case Grammar::RuleAlterDatabase:
      if (equals_upper(text(last), "NAME")) note(outline.only_mariadb, last);
      return;
    case Grammar::RuleCreateServer:
      if (last != first) note_condition(first + 1, outline);
      return;
    case Grammar::RuleLabelled:
      if (first != last) note_system_time(first, outline);
      return;
    case Grammar::RuleCompound:
      if (equals_upper(text(first), "OPEN") && last->type == TokenKind::right_paren) {
        note(outline.only_mariadb, last);
      }
      return;
    case Grammar::RulePlugin:
      // One word to MariaDB, and reserved in MySQL.
      if (equals_upper(text(first), "SYSTEM") && (first - 1)->type == TokenKind::kw_with) {
        outline.note_wrong(first->index);
      }
      if (last != first && (first + 1)->type == TokenKind::kw_using) {
        note(outline.only_mariadb, first + 1);
      }
      return;
    case Grammar::RuleRevokeStatement:
      if (last - first > 2 && equals_upper(text(first + 1), "ADMIN") &&
          equals_upper(text(first + 2), "OPTION")) {
        note(outline.only_mariadb, first + 1);
      }
      return;
    case Grammar::RuleSetStatement:
      if (equals_upper(text(first + 1), "ROLE") && last->type == TokenKind::right_paren) {
        outline.note_wrong(first->index + 2);
      }
      for (const SqlToken* at = first; at < last; ++at) {
        const bool call =
            (at + 1)->type == TokenKind::left_paren &&
            (equals_upper(text(at), "PASSWORD") || equals_upper(text(at), "OLD_PASSWORD"));
        if (call && equals_upper(text(first + 1), "PASSWORD")) note(outline.only_mariadb, at);
        const bool account =
            equals_upper(text(first + 1), "PASSWORD") || equals_upper(text(first + 1), "DEFAULT");
        if (account) note_system_time(at, outline);
      }
      return;
    default:
      return;
  }
}

// KILL USER name, where KILL USER and KILL USER() have an expression.
void AdminDialect::note_killed_user(const SqlToken* first, const SqlToken* last,
                                    AdminOutline& outline) const {
  const SqlToken* user = first + 1;
  while (user < last && !equals_upper(text(user), "USER")) {
    const bool what = equals_upper(text(user), "HARD") || equals_upper(text(user), "SOFT") ||
                      equals_upper(text(user), "CONNECTION") || equals_upper(text(user), "QUERY");
    if (!what) return;
    ++user;
  }
  if (user >= last) return;
  const TokenKind name = (user + 1)->type;
  const bool account = one_of(name, TokenKind::identifier, TokenKind::string,
                              TokenKind::kw_current_user, TokenKind::kw_current_role) ||
                       (name >= kFirstWord && class_of(name) != WordClass::reserved);
  if (account) note(outline.only_mariadb, user);
}

// MariaDB reads FOR SYSTEM_TIME as one word, whoever is called that.
void AdminDialect::note_system_time(const SqlToken* token, AdminOutline& outline) const {
  if (token->type == TokenKind::kw_for && equals_upper(text(token + 1), "SYSTEM_TIME")) {
    note(outline.only_mysql, token + 1);
  }
}

// IF [NOT] EXISTS where only MariaDB has it.
void AdminDialect::note_condition(const SqlToken* token, AdminOutline& outline) {
  if (token->type == TokenKind::kw_if) note(outline.only_mariadb, token);
}

// Of CHANGE MASTER or CHANGE REPLICATION SOURCE.
void AdminDialect::note_source_option(const SqlToken* name, AdminOutline& outline) const {
  static constexpr std::string_view kMysql[] = {"ASSIGN_GTIDS_TO_ANONYMOUS_TRANSACTIONS",
                                                "GET_SOURCE_PUBLIC_KEY",
                                                "GTID_ONLY",
                                                "NETWORK_NAMESPACE",
                                                "PRIVILEGE_CHECKS_USER",
                                                "REQUIRE_ROW_FORMAT",
                                                "REQUIRE_TABLE_PRIMARY_KEY_CHECK"};
  const std::string_view word = text(name);
  const auto is = [word](std::string_view one) { return equals_upper(word, one); };
  if (starts_with_upper(word, "SOURCE_") || std::any_of(std::begin(kMysql), std::end(kMysql), is)) {
    note(outline.only_mysql, name);
  }
  if (starts_with_upper(word, "MASTER_") || is("DO_DOMAIN_IDS") || is("IGNORE_DOMAIN_IDS")) {
    note(outline.only_mariadb, name);
  }
}

// MariaDB's are whole numbers, but for the seconds of MAX_STATEMENT_TIME.
void AdminDialect::note_limit(const SqlToken* first, const SqlToken* last,
                              AdminOutline& outline) const {
  const bool time = equals_upper(text(first), "MAX_STATEMENT_TIME");
  if (last->type != TokenKind::integer && equals_upper(text(first), "MAX_USER_CONNECTIONS")) {
    note(outline.only_mysql, last);
  }
  const bool bare = last == first + 1 && last->type != TokenKind::hex;
  if (time && !bare) outline.note_wrong(first->index + 1);
}

void AdminDialect::note_type(const SqlToken* type, AdminOutline& outline) const {
  if (is_spatial_type(text(type))) return;
  if (is_server_word(text(type), true)) return outline.note_wrong(type->index);
  note(outline.only_mariadb, type);
}

}  // namespace sluice::parser
