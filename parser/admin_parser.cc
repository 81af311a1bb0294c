// SPDX-License-Identifier: Apache-2.0
#include "parser/admin_parser.h"

#include <algorithm>
#include <memory>

#include "SluiceAdminParser.h"
#include "parser/admin_tokens.h"
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

enum class Dialect { both, mysql, mariadb };

// What only one kind of server has.
Dialect dialect_of(std::size_t rule) {
  switch (rule) {
    case Grammar::RuleCreateSequence:
    case Grammar::RuleAlterSequence:
      return Dialect::mariadb;
    case Grammar::RuleCreateResourceGroup:
    case Grammar::RuleAlterResourceGroup:
    case Grammar::RuleCreateSpatialReference:
    case Grammar::RuleCreateLibrary:
    case Grammar::RuleAlterLibrary:
    case Grammar::RuleAlterInstance:
    case Grammar::RuleDualityQuery:
    case Grammar::RuleHistogram:
      return Dialect::mysql;
    default:
      return Dialect::both;
  }
}

// Notes pieces and names as their rules end, also when an error ends them.
class Notes : public antlr4::tree::ParseTreeListener {
 public:
  void visitTerminal(antlr4::tree::TerminalNode*) override {}
  void visitErrorNode(antlr4::tree::ErrorNode*) override {}
  void enterEveryRule(antlr4::ParserRuleContext*) override {}
  void exitEveryRule(antlr4::ParserRuleContext* context) override {
    const std::size_t rule = context->getRuleIndex();
    const auto piece = piece_of(rule);
    const auto object = object_of(rule);
    const auto* first = static_cast<const SqlToken*>(context->start);
    note_dialect(rule, first);
    if (!piece.has_value() && !object.has_value()) return;
    const auto* last = static_cast<const SqlToken*>(context->stop);
    if (first == nullptr || last == nullptr || last < first) return;
    const ast::TokenRange range{first->index, last->index + 1};
    if (piece.has_value()) outline.pieces.push_back({*piece, range});
    if (object.has_value()) outline.objects.push_back({*object, range});
  }

  AdminOutline outline;
  bool mariadb = false;

 private:
  void note_dialect(std::size_t rule, const SqlToken* first) {
    if (first == nullptr) return;
    if (rule == Grammar::RuleMysqlWord) {
      auto& note = mariadb ? outline.foreign_word : outline.wrong_token;
      if (!note.has_value()) note = first->index;
    }
    const Dialect dialect = dialect_of(rule);
    if (dialect == Dialect::mysql) outline.only_mysql = first->index;
    if (dialect == Dialect::mariadb) outline.only_mariadb = first->index;
  }
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
    notes_.outline = {};
    notes_.mariadb = mariadb;
    try {
      parser_.root();
    } catch (const SyntaxFailure& failure) {
      auto& wrong = notes_.outline.wrong_token;
      wrong = std::min(wrong.value_or(failure.token->index), failure.token->index);
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
