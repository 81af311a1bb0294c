// SPDX-License-Identifier: Apache-2.0
// From ANTLR's rule contexts to our tree. The contexts say what was written; here it is decided
// what it means: operator precedence, which ON closes which JOIN, and whether it means anything at
// all. What does not fit is a syntax error at the token where the server would report it.
//
// ANTLR builds no parse tree for us (that would be half of its time): contexts are reached through
// their labels and tokens through their neighbours, SqlTokens lie in one array. Errors leave as
// exceptions, as ANTLR's own do; parse() catches both.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include <antlr4-runtime.h>

#include "SluiceSqlParser.h"
#include "parser/parse.h"
#include "parser/stop_at_first.h"
#include "parser/token_stream.h"

namespace sluice::parser {

using Grammar = grammar::SluiceSqlParser;
struct FunctionRule;

// Thrown when the tree would get deeper than ast::kMaxTreeDepth.
struct DepthFailure {};

// Thrown for a token that makes a statement neither server's.
struct WrongToken {
  std::uint32_t index;  // into the TokenList
};

class AstBuilder {
 public:
  // Fills out.arena; `out` has the tokens of the parse.
  explicit AstBuilder(ParsedStatement& out);

  const ast::Statement* statement(Grammar::StatementContext* context);
  const ast::QueryExpression* query(Grammar::QueryExpressionContext* context);
  // ast_builder_piece.cc: expressions that stand in other statements than the grammar's
  ast::List<const ast::Expr*> expressions(Grammar::ExprRootContext* context);
  ast::List<const ast::Expr*> expressions(Grammar::ExprListRootContext* context);
  ast::List<const ast::Expr*> expressions(Grammar::WhereRootContext* context);
  ast::List<const ast::Expr*> expressions(Grammar::AssignmentsRootContext* context);
  // What the last statement holds that the tree has no node for; such a statement is none that the
  // router may see as an ordinary one. Empty if there is nothing of the kind.
  std::string_view unrouted() const { return unrouted_; }
  // A word is a name here that only the other kind of server reserves: none but this kind can have
  // the statement.
  void note_foreign_word(std::uint32_t token) {
    only_in(out_.options.mariadb ? Dialect::mariadb : Dialect::mysql, token);
  }
  // Something that only one kind of server knows. A statement with what only MySQL and what only
  // MariaDB knows is a sentence to neither of them.
  enum class Dialect : std::uint8_t { mysql, mariadb };
  void only_in(Dialect dialect, std::uint32_t token) {
    auto& first = dialect == Dialect::mysql ? only_mysql_ : only_mariadb_;
    if (!first) first = token;
    // The server that is asked complains of what the other one has.
    if (only_mysql_ && only_mariadb_) {
      throw WrongToken{out_.options.mariadb ? *only_mysql_ : *only_mariadb_};
    }
  }
  // Where the server that is asked stops at the latest.
  std::optional<std::uint32_t> first_foreign() const {
    return out_.options.mariadb ? only_mysql_ : only_mariadb_;
  }
  // `name`, `schema.name` or `.name`.
  ast::TableName object_name(ast::TokenRange range);

 private:
  // How an expression may be used where it stands.
  struct Place {
    bool star = false;           // t.* may be all of it
    bool plain_default = false;  // DEFAULT may be all of it
    bool interval = false;       // INTERVAL 1 DAY may be all of it
  };
  // Operands and operators of one flat expression, as far as not yet consumed.
  struct Flat {
    const SqlToken* at;
    const SqlToken* end;
    Grammar::OperandContext* const* next;
  };
  struct Term {
    const ast::Expr* expr;
    const SqlToken* begin;
    const SqlToken* end;
  };
  class Recursion;

  // ast_builder_expression.cc
  const ast::Expr* expression(Grammar::ExprContext* context) { return expression(context, {}); }
  const ast::Expr* expression(Grammar::ExprContext* context, Place place);
  ast::List<const ast::Expr*> expressions(const std::vector<Grammar::ExprContext*>& contexts);
  const ast::Expr* whole(const ast::Expr* expr, Grammar::ExprContext* context, Place place);
  void refuse_default(const ast::Expr* expr, const SqlToken* place);
  void refuse_bare(const ast::Expr* expr, const SqlToken* place);
  const ast::Expr* climb(Flat& flat, int level);
  void check_bit_expression(Grammar::ExprContext* context, bool two = false);
  const ast::Expr* prefixed(Flat& flat, int level);
  const ast::Expr* operand_of(Flat& flat);
  const ast::Expr* infix(Flat& flat, const SqlToken* begin, const ast::Expr* left, bool negated);
  const ast::Expr* chain(Flat& flat, const SqlToken* begin, const ast::Expr* first, int level);
  const ast::Expr* balanced(ast::BinaryOp op, std::span<const Term> terms);
  const ast::Expr* comparison(Flat& flat, const SqlToken* begin, const ast::Expr* left);
  const ast::Expr* binary(ast::BinaryOp op, const SqlToken* begin, const SqlToken* op_token,
                          const SqlToken* end, const ast::Expr* left, const ast::Expr* right);
  // ast_builder_predicate.cc
  const ast::Expr* is_test(Flat& flat, const SqlToken* begin, const ast::Expr* left);
  const ast::Expr* in(Flat& flat, const SqlToken* begin, const ast::Expr* left, bool negated);
  void check_simple(const ast::Expr* expr, const SqlToken* place);
  const ast::Expr* like(Flat& flat, const SqlToken* begin, const ast::Expr* left, bool negated);
  const ast::Expr* between(Flat& flat, const SqlToken* begin, const ast::Expr* left, bool negated);
  const ast::Expr* collate(Flat& flat, const SqlToken* begin, const ast::Expr* left);
  const ast::Expr* json_path(Flat& flat, const SqlToken* begin, const ast::Expr* left);

  // ast_builder_operand.cc
  const ast::Expr* operand(Grammar::OperandContext* context);
  const ast::Expr* literal(ast::LiteralKind kind, const SqlToken* first, const SqlToken* last);
  const ast::Expr* introduced(Grammar::OperandContext* context);
  const ast::Expr* parameter(const SqlToken* token);
  const ast::Expr* user_variable(const SqlToken* token);
  void check_nulls(const FunctionRule& rule, Grammar::CallTailContext* tail);
  void check_sequence_values(Grammar::CallTailContext* tail);
  void check_format_type(const SqlToken* token);
  void check_event(Grammar::JsonOnEventContext* event);
  void check_events(const std::vector<Grammar::JsonOnEventContext*>& events);
  void check_variable_name(const SqlToken* name);
  const ast::Expr* system_variable(const SqlToken* first, const SqlToken* last);
  const ast::Expr* name_chain(Grammar::OperandContext* context);
  const ast::Expr* parenthesized(Grammar::ExpressionListContext* context);
  const ast::Expr* row(Grammar::ExpressionListContext* context, const SqlToken* begin);
  const ast::Expr* subquery(Grammar::OperandContext* context);
  const ast::Expr* special(Grammar::SpecialOperandContext* context);
  const ast::Expr* case_when(Grammar::SpecialOperandContext* context);
  const ast::Expr* interval(Grammar::SpecialOperandContext* context);
  void check_unit(const SqlToken* token);
  const ast::Expr* default_value(Grammar::SpecialOperandContext* context);
  const ast::Expr* match(Grammar::SpecialOperandContext* context);
  const ast::Expr* braces(Grammar::SpecialOperandContext* context);
  const ast::ColumnRef* column(Grammar::ColumnNameContext* context);
  const ast::ColumnRef* column(const SqlToken* first, const SqlToken* last);

  // ast_builder_call.cc, ast_builder_function.cc, ast_builder_window.cc
  const ast::Expr* call(const SqlToken* first, const SqlToken* name,
                        Grammar::CallTailContext* tail);
  void check_call(const FunctionRule* rule, std::string_view name, Grammar::CallTailContext* tail);
  void check_other_server(const FunctionRule* other, Grammar::CallTailContext* tail);
  void check_offset(const FunctionRule& rule, Grammar::CallTailContext* tail);
  void check_dynamic_type(Grammar::ColumnAsContext* type, bool gets);
  bool is_hex_text(const SqlToken* token) const;
  void check_arguments(const FunctionRule& rule, Grammar::CallTailContext* tail);
  void check_argument_names(const FunctionRule* rule, bool qualified,
                            Grammar::CallTailContext* tail);
  void check_json_value(Grammar::KeywordFunctionContext* context);
  void check_cast_type(Grammar::CastTypeContext* type);
  void check_time_zone(Grammar::TimeZoneContext* zone, Grammar::CastTypeContext* type);
  const ast::Expr* plain_call(const SqlToken* first, const SqlToken* last,
                              ast::List<const ast::Expr*> args);
  void check_bound(Grammar::FrameBoundContext* bound);
  const ast::Expr* keyword_function(Grammar::KeywordFunctionContext* context);
  const ast::Expr* cast(Grammar::KeywordFunctionContext* context);
  const ast::WindowSpec* window(Grammar::CallTailContext* tail);
  const ast::WindowSpec* window(Grammar::WindowSpecContext* context);
  ast::List<ast::OrderItem> order(const std::vector<Grammar::OrderItemContext*>& contexts);

  // ast_builder_query.cc
  const ast::QueryBody* body(Grammar::QueryExpressionContext* context);
  const ast::QueryBody* combine(std::span<const ast::QueryBody* const> terms,
                                std::span<Grammar::SetOperatorContext* const> operators);
  const ast::QueryBody* set_operation(ast::SetOp op, bool all, const ast::QueryBody* left,
                                      const ast::QueryBody* right);
  const ast::QueryBody* balanced(ast::SetOp op, bool all,
                                 std::span<const ast::QueryBody* const> terms);
  const ast::QueryBody* term(Grammar::QueryTermContext* context);
  const ast::QueryBody* select(Grammar::QueryTermContext* context);
  const ast::QueryBody* values_body(Grammar::QueryTermContext* context);
  ast::List<ast::SelectItem> select_items(const std::vector<Grammar::SelectItemContext*>& contexts);
  void check_procedure(Grammar::QueryExpressionContext* context, bool into_early);
  const ast::WithClause* with(const SqlToken* begin, Grammar::CommonTablesContext* context);
  const ast::Limit* limit(Grammar::LimitClauseContext* context, ast::TokenRange* rows_examined);
  const ast::Expr* limit_value(Grammar::LimitValueContext* context);

  // ast_builder_table.cc
  const ast::TableRef* tables(Grammar::TableRefsContext* context);
  const ast::TableRef* table(Grammar::TableRefContext* context);
  const ast::TableRef* alone(Grammar::TableRefContext* context);
  const ast::TableRef* factor(Grammar::TableFactorContext* context);
  const ast::TableRef* base_table(Grammar::TableFactorContext* context);
  void check_period(Grammar::SystemTimeContext* period);
  void check_json_columns(Grammar::JsonColumnsContext* columns);
  const ast::TableRef* derived_table(Grammar::TableFactorContext* context);
  ast::TableName table_name(Grammar::TableNameContext* context);
  ast::List<ast::TableName> table_names(const std::vector<Grammar::TableNameContext*>& contexts);

  // ast_builder_change.cc
  const ast::Statement* insert(Grammar::InsertStatementContext* context);
  const ast::Statement* change(Grammar::ChangeStatementContext* context);
  ast::Statement* update(Grammar::UpdateStatementContext* context, const ast::WithClause* with);
  ast::Statement* erase(Grammar::DeleteStatementContext* context, const ast::WithClause* with);
  const ast::Limit* rows_limit(Grammar::LimitClauseContext* context);
  const ast::TableRef* delete_table(Grammar::DeleteStatementContext* context);
  ast::List<ast::InsertRow> insert_rows(const std::vector<Grammar::ValuesRowContext*>& contexts);
  ast::List<ast::Assignment> assignments(const std::vector<Grammar::AssignmentContext*>& contexts);

  // ast_builder_definition.cc, ast_builder_option.cc
  const ast::Statement* create(Grammar::CreateStatementContext* context);
  ast::Statement* create_table(Grammar::CreateTableContext* context, bool replace);
  ast::Statement* create_index(Grammar::CreateIndexContext* context);
  const ast::Statement* alter_table(Grammar::AlterTableContext* context);
  const ast::Statement* drop(Grammar::DropStatementContext* context);
  const ast::Statement* truncate(Grammar::TruncateTableContext* context);
  ast::List<ast::TableName> references(const SqlToken* begin, const SqlToken* end);
  void check_options(const std::vector<Grammar::TableOptionContext*>& options);
  void check_option(const SqlToken* name, const SqlToken* value);
  void check_custom_option(const SqlToken* name, const SqlToken* value);
  void check_partition_options(const std::vector<Grammar::PartitionOptionContext*>& options,
                               bool below);
  void check_wait(Grammar::LockWaitContext* wait);
  void check_removal(Grammar::RemovalContext* removal);
  void check_altered(Grammar::AlterColumnContext* altered);
  void check_conditions(const SqlToken* first, const SqlToken* last);
  void check_created_name(const SqlToken* name);

  // ast_builder_column.cc
  void check_element(Grammar::TableElementContext* element);
  void check_definition(Grammar::ColumnDefinitionContext* column);
  void check_column_name(Grammar::ColumnNameContext* name);
  void check_partitions(const std::vector<Grammar::PartitionDefinitionContext*>& items);
  void check_partition(Grammar::PartitionDefinitionContext* item);
  static bool is_list_item(Grammar::PartitionDefinitionContext* item);
  void check_addition(Grammar::AdditionContext* addition);
  void check_column(Grammar::ColumnTypeContext* column);
  void check_type_name(const SqlToken* type);
  void check_attribute(Grammar::ColumnAttributeContext* attribute);
  void check_default(Grammar::DefaultValueContext* value);
  void check_references(Grammar::ReferencesContext* references);
  void check_key(Grammar::KeyDefinitionContext* key);
  void refuse_key_values(const std::vector<Grammar::KeyPartContext*>& parts);
  bool is_text(const SqlToken* type) const;
  bool may_be_compressed(const SqlToken* type) const;
  void check_index_attribute(const SqlToken* name, const SqlToken* value);
  void check_number(const SqlToken* first);
  void check_key_parts(const std::vector<Grammar::KeyPartContext*>& parts);
  void check_index_type(Grammar::NameContext* name);
  void check_index_options(const std::vector<Grammar::IndexOptionContext*>& options, bool fulltext);
  void check_partitioning(Grammar::PartitioningContext* partitioning);
  void check_partition_flags(Grammar::PartitionWorkContext* work);

  // ast_builder_session.cc
  const ast::Statement* set(Grammar::SetStatementContext* context);
  bool set_item(Grammar::SetItemContext* context, ast::SetItem* before, ast::SetItem& out);
  void check_characteristic(ast::TokenRange before, const SqlToken* next);
  const ast::Expr* set_value(Grammar::SetValueContext* context);
  const ast::Statement* show(Grammar::ShowStatementContext* context);
  const ast::Statement* use(Grammar::UseStatementContext* context);
  const ast::Statement* begin(Grammar::BeginStatementContext* context);
  const ast::Statement* end_transaction(Grammar::EndTransactionContext* context);
  const ast::Statement* savepoint(Grammar::SavepointStatementContext* context);
  const ast::Statement* explain(Grammar::ExplainStatementContext* context);
  std::string_view charset(Grammar::CharsetNameContext* context);

  // ast_builder.cc: tokens and nodes
  static const SqlToken* first_of(const antlr4::ParserRuleContext* context) {
    return static_cast<const SqlToken*>(context->start);
  }
  static const SqlToken* last_of(const antlr4::ParserRuleContext* context) {
    return static_cast<const SqlToken*>(context->stop);
  }
  // Both inclusive.
  static ast::TokenRange range(const SqlToken* first, const SqlToken* last) {
    return {first->index, last->index + 1};
  }
  static ast::TokenRange range(const antlr4::ParserRuleContext* context) {
    return range(first_of(context), last_of(context));
  }
  std::string_view text(const SqlToken* token) const;
  bool is_word(const SqlToken* token, std::string_view upper) const;
  bool calls_rollup(const std::vector<Grammar::OrderItemContext*>& groups) const;
  bool is_one_of(const SqlToken* token, std::span<const std::string_view> words) const;
  ast::Identifier identifier(std::uint32_t token);
  ast::Identifier identifier(const SqlToken* token) { return identifier(token->index); }
  ast::Identifier identifier(Grammar::NameContext* context);
  ast::List<ast::Identifier> identifiers(Grammar::NamesContext* context);
  std::string_view unquoted(std::string_view quoted);

  template <class T>
  T* make(const SqlToken* first, const SqlToken* last) {
    T* node = out_.arena->make<T>();
    node->kind = T::kKind;
    node->range = range(first, last);
    return node;
  }
  template <class T>
  T* make_statement(const antlr4::ParserRuleContext* context, ast::StatementKind kind) {
    T* node = out_.arena->make<T>();
    node->kind = kind;
    node->range = range(context);
    return node;
  }
  // `node` is at least one level above `child`.
  template <class T, class Child>
  static void raise(T* node, const Child* child) {
    if (child == nullptr || child->depth < node->depth) return;
    if (child->depth >= ast::kMaxTreeDepth) throw DepthFailure{};
    node->depth = static_cast<std::uint16_t>(child->depth + 1);
  }
  template <class T>
  static void raise(T* node, ast::List<const ast::Expr*> children) {
    for (const ast::Expr* child : children) raise(node, child);
  }
  template <class T>
  static void raise_order(T* node, ast::List<ast::OrderItem> items) {
    for (const ast::OrderItem& item : items) raise(node, item.expr);
  }
  [[noreturn]] static void fail(const SqlToken* token) { throw SyntaxFailure{token}; }
  void only_mysql(const SqlToken* token) { only_in(Dialect::mysql, token->index); }
  void only_mariadb(const SqlToken* token) { only_in(Dialect::mariadb, token->index); }

  ParsedStatement& out_;
  std::vector<std::uint32_t> parameters_;  // token indexes of the `?`
  ast::TokenRange early_into_;             // of the SELECT being built
  std::uint32_t recursion_ = 0;
  const SqlToken* group_call_ = nullptr;  // the ROLLUP of GROUP BY ROLLUP (..)
  bool dotted_name_ = false;              // `.s` may be the name of a sequence
  bool on_duplicate_ = false;             // behind ON DUPLICATE KEY UPDATE
  std::string_view unrouted_;
  // Where the statement first needs the one server, and where the other.
  std::optional<std::uint32_t> only_mysql_;
  std::optional<std::uint32_t> only_mariadb_;
};

// Counts a level of the builder's own recursion, which runs ahead of the tree's.
class AstBuilder::Recursion {
 public:
  explicit Recursion(AstBuilder& builder) : builder_(builder) {
    if (++builder_.recursion_ > ast::kMaxTreeDepth) throw DepthFailure{};
  }
  ~Recursion() { --builder_.recursion_; }
  Recursion(const Recursion&) = delete;
  Recursion& operator=(const Recursion&) = delete;

 private:
  AstBuilder& builder_;
};

}  // namespace sluice::parser
