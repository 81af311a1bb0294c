// SPDX-License-Identifier: Apache-2.0
#include "parser/admin_parser.h"

#include <algorithm>
#include <memory>

#include "SluiceAdminParser.h"
#include "parser/admin_checks.h"
#include "parser/admin_dialect.h"
#include "parser/admin_tokens.h"
#include "parser/ascii.h"
#include "parser/kind_traits.h"
#include "parser/server_words.h"
#include "parser/stop_at_first.h"
#include "parser/token_stream.h"

namespace sluice::parser {
namespace {

using Grammar = grammar::SluiceAdminParser;
using ast::ObjectKind;

std::optional<PieceKind> piece_of(std::size_t rule) {
  switch (rule) {
    case Grammar::RuleExprPiece:
    case Grammar::RuleEventExprPiece:
    case Grammar::RuleImmediatePiece:
    case Grammar::RuleSettingPiece:
    case Grammar::RuleReturnPiece:
    case Grammar::RuleFilterPiece:
    case Grammar::RuleWhilePiece:
      return PieceKind::expression;
    case Grammar::RuleExprListPiece:
      return PieceKind::expressions;
    case Grammar::RuleEveryPiece:
      return PieceKind::interval;
    case Grammar::RuleWherePiece:
      return PieceKind::where;
    case Grammar::RuleAssignmentsPiece:
      return PieceKind::assignments;
    case Grammar::RuleQueryPiece:
    case Grammar::RuleCursorPiece:
      return PieceKind::query;
    case Grammar::RuleStatementPiece:
    case Grammar::RuleExplainedPiece:
      return PieceKind::statement;
    case Grammar::RulePreparePiece:
      return PieceKind::prepared;
    default:
      return std::nullopt;
  }
}

std::optional<ObjectKind> object_of(std::size_t rule) {
  switch (rule) {
    case Grammar::RuleTableObject:
      return ObjectKind::table;
    case Grammar::RuleViewObject:
      return ObjectKind::view;
    case Grammar::RuleSequenceObject:
      return ObjectKind::sequence;
    case Grammar::RuleRoutineObject:
      return ObjectKind::routine;
    case Grammar::RuleTriggerObject:
      return ObjectKind::trigger;
    case Grammar::RuleEventObject:
      return ObjectKind::event;
    case Grammar::RuleDatabaseObject:
      return ObjectKind::database;
    case Grammar::RuleOtherObject:
      return ObjectKind::other;
    default:
      return std::nullopt;
  }
}

// What is inside of these belongs to other statements.
bool is_part_of_piece(std::size_t rule) {
  switch (rule) {
    case Grammar::RuleExprPart:
    case Grammar::RuleEventExprPart:
    case Grammar::RuleImmediatePart:
    case Grammar::RuleSettingPart:
    case Grammar::RuleWhilePart:
    case Grammar::RuleForPart:
    case Grammar::RuleNested:
      return true;
    default:
      return piece_of(rule).has_value();
  }
}

// Notes pieces, names and what only one kind of server has as their rules end, also when an error
// ends them.
class Notes : public antlr4::tree::ParseTreeListener {
 public:
  void start(const TokenList& list, std::uint32_t first, bool mariadb) {
    dialect_.start(list, first, mariadb);
    outline = {};
    outline.end = static_cast<std::uint32_t>(list.tokens.size() - 1);
    list_ = &list;
    mariadb_ = mariadb;
  }

  // A keyword of one kind of server: the statement is one of that server.
  void visitTerminal(antlr4::tree::TerminalNode* node) override {
    const auto* token = static_cast<const SqlToken*>(node->getSymbol());
    const auto* context = static_cast<const antlr4::RuleContext*>(node->parent);
    if (context == nullptr) return;
    const std::size_t rule = context->getRuleIndex();
    if (token->type == TokenKind::identifier && !mariadb_ && !is_part_of_piece(rule) &&
        class_of(list_->tokens[token->index].kind) == WordClass::mariadb) {
      note(outline.only_mysql, token);
    }
    if (token->type < kFirstWord) return;
    if (rule == Grammar::RuleWord || rule == Grammar::RuleMysqlWord || is_part_of_piece(rule)) {
      return;
    }
    const std::string_view word = text(token);
    const bool of_mysql = is_server_word(word, false);
    if (of_mysql == is_server_word(word, true)) return;
    note(of_mysql ? outline.only_mysql : outline.only_mariadb, token);
  }
  void visitErrorNode(antlr4::tree::ErrorNode*) override {}
  void enterEveryRule(antlr4::ParserRuleContext*) override {}
  void exitEveryRule(antlr4::ParserRuleContext* context) override {
    const std::size_t rule = context->getRuleIndex();
    const auto* first = static_cast<const SqlToken*>(context->start);
    const auto* last = static_cast<const SqlToken*>(context->stop);
    if (first == nullptr || last == nullptr || last < first) return;
    dialect_.end_rule(rule, first, last, outline);
    if (const auto wrong = wrong_in_rule(rule, *list_, first->index, last->index)) {
      note_wrong(*wrong);
    }
    const ast::TokenRange range{first->index, last->index + 1};
    if (rule == Grammar::RuleForRange) add_range(range);
    if (const auto piece = piece_of(rule)) outline.pieces.push_back({*piece, range});
    if (const auto object = object_of(rule)) outline.objects.push_back({*object, range});
  }

  void note_wrong(std::uint32_t token) { outline.note_wrong(token); }

  AdminOutline outline;

 private:
  static void note(std::optional<std::uint32_t>& where, const SqlToken* token) {
    where = std::min(where.value_or(token->index), token->index);
  }
  std::string_view text(const SqlToken* token) const {
    const Token& source = list_->tokens[token->index];
    return list_->sql.substr(source.offset, source.length);
  }

  // What a loop goes over: a query, or two expressions.
  void add_range(ast::TokenRange range) {
    const TokenKind second = list_->tokens[range.begin + 1].kind;
    if (list_->tokens[range.begin].kind == TokenKind::left_paren) {
      const bool query = second == TokenKind::kw_select || second == TokenKind::kw_with ||
                         second == TokenKind::left_paren;
      if (!query) return note_wrong(range.begin + 1);
      outline.pieces.push_back({PieceKind::query, range});
    } else if (list_->tokens[range.begin + 1].kind == TokenKind::left_paren &&
               range.begin + 3 < range.end &&
               list_->tokens[range.end - 1].kind == TokenKind::right_paren) {
      add_arguments({range.begin + 2, range.end - 1});
    } else if (const auto bounds = bounds_of_range(*list_, range.begin, range.end - 1)) {
      outline.pieces.push_back({PieceKind::expression, bounds->lower});
      outline.pieces.push_back({PieceKind::expression, bounds->upper});
    }
  }

  // Expressions with commas between them.
  void add_arguments(ast::TokenRange range) {
    int depth = 0;
    for (std::uint32_t at = range.begin; at <= range.end; ++at) {
      const TokenKind kind = list_->tokens[at].kind;
      const bool ends = at == range.end || (kind == TokenKind::comma && depth == 0);
      if (kind == TokenKind::left_paren) ++depth;
      if (kind == TokenKind::right_paren) --depth;
      if (!ends) continue;
      outline.pieces.push_back({PieceKind::expression, {range.begin, at}});
      range.begin = at + 1;
    }
  }

  const TokenList* list_ = nullptr;
  bool mariadb_ = false;
  AdminDialect dialect_;
};

// ANTLR's parser of one thread.
class AdminParser {
 public:
  AdminParser() : parser_(&stream_) {
    parser_.removeErrorListeners();
    parser_.setErrorHandler(std::make_shared<StopAtFirst>());
    parser_.setBuildParseTree(false);
    parser_.addParseListener(&notes_);
    parser_.getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(
        antlr4::atn::PredictionMode::SLL);
  }

  AdminOutline parse(const TokenList& list, std::uint32_t first, std::uint32_t last, bool mariadb) {
    assign_admin_types(list, first, last, mariadb, types_);
    stream_.reset(types_);
    const ContextsFreed guard{parser_};
    parser_.reset();
    notes_.start(list, first, mariadb);
    try {
      parser_.root();
    } catch (const SyntaxFailure& failure) {
      notes_.note_wrong(failure.token->index);
    }
    return std::move(notes_.outline);
  }

  bool oversized() const { return stream_.capacity() > kMaxKeptTokens; }

 private:
  static constexpr std::size_t kMaxKeptTokens = 64 * 1024;

  struct ContextsFreed {
    Grammar& parser;
    ~ContextsFreed() { parser.reset(); }
  };

  std::vector<GrammarToken> types_;
  SqlTokenStream stream_;
  Notes notes_;
  Grammar parser_;
};

}  // namespace

AdminOutline outline_admin(const TokenList& list, std::uint32_t first, std::uint32_t last,
                           bool mariadb) {
  thread_local std::unique_ptr<AdminParser> parser;
  if (parser == nullptr) parser = std::make_unique<AdminParser>();
  AdminOutline outline = parser->parse(list, first, last, mariadb);
  if (parser->oversized()) parser.reset();
  return outline;
}

}  // namespace sluice::parser
