// SPDX-License-Identifier: Apache-2.0
// Which rules of the administrative grammar only one kind of server has. A statement that has some
// of both is neither's; see AdminOutline. Thread rule: one thread.
#pragma once

#include "parser/admin_parser.h"
#include "parser/token_stream.h"

namespace sluice::parser {

class AdminDialect {
 public:
  // `list` must live until the last call of end_rule().
  void start(const TokenList& list, std::uint32_t first, bool mariadb);
  // A rule has read the tokens from `first` to `last`.
  void end_rule(std::size_t rule, const SqlToken* first, const SqlToken* last,
                AdminOutline& outline);

 private:
  std::string_view text(const SqlToken* token) const;
  void end_grant_rule(std::size_t rule, const SqlToken* first, const SqlToken* last,
                      AdminOutline& outline);
  void end_other_rule(std::size_t rule, const SqlToken* first, const SqlToken* last,
                      AdminOutline& outline);
  void end_clause_rule(std::size_t rule, const SqlToken* first, const SqlToken* last,
                       AdminOutline& outline);
  void note_killed_user(const SqlToken* first, const SqlToken* last, AdminOutline& outline) const;
  void note_system_time(const SqlToken* token, AdminOutline& outline) const;
  static void note_condition(const SqlToken* token, AdminOutline& outline);
  void note_source_option(const SqlToken* name, AdminOutline& outline) const;
  void note_limit(const SqlToken* first, const SqlToken* last, AdminOutline& outline) const;
  void note_type(const SqlToken* type, AdminOutline& outline) const;

  const TokenList* list_ = nullptr;
  bool mariadb_ = false;
  bool grants_ = false;
  bool replaceable_ = false;      // CREATE OR REPLACE is both servers'
  bool other_privilege_ = false;  // a dynamic privilege of MySQL, or a role
  bool host_ = false;             // with a host, so a role
};

}  // namespace sluice::parser
