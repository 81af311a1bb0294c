// SPDX-License-Identifier: Apache-2.0
#include "parser/parse.h"

#include <algorithm>
#include <optional>

#include "parser/ast_builder.h"
#include "parser/dispatch.h"
#include "parser/grammar_parser.h"
#include "parser/scan_tokens.h"
#include "parser/syntax_error.h"

namespace sluice::parser {
namespace {

using namespace ast;

class StatementParser {
 public:
  StatementParser(std::string_view sql, const LexOptions& options) {
    out_.sql = sql;
    out_.options = options;
    out_.arena = std::make_unique<Arena>();
    fault_ = scan_tokens(sql, options, out_.tokens);
  }

  Result<ParsedStatement> run(TextPosition* position) {
    const Result<const Statement*> statement = parse();
    if (position != nullptr) *position = position_of(out_.sql, error_offset_);
    if (!statement.ok()) return statement.error();
    out_.statement = *statement;
    return std::move(out_);
  }

 private:
  Result<const Statement*> parse() {
    if (fault_ == LexFault::nesting) {
      error_offset_ = end_offset();
      return nesting_error();
    }
    try {
      builder_.emplace(out_);
      const Statement* statement = statement_at({0, end_index()}, 0);
      if (fault_ == LexFault::none) return statement;
      return syntax_error(end_offset());
    } catch (const SyntaxFailure& failure) {
      return syntax_error_at_token(failure.token->index);
    } catch (const WrongToken& wrong) {
      return syntax_error_at_token(wrong.index);
    } catch (const DepthFailure&) {
      return make_error(ErrorId::nesting_too_deep, {std::to_string(kMaxTreeDepth)});
    } catch (const EmptyStatement&) {
      return empty();
    } catch (const std::exception& unexpected) {
      return make_error(ErrorId::internal, {unexpected.what()});
    }
  }

  struct EmptyStatement {};

  std::uint32_t end_index() const {
    return static_cast<std::uint32_t>(out_.tokens.tokens.size() - 1);
  }
  std::uint32_t end_offset() const { return out_.tokens.tokens.back().offset; }

  // The server that is asked stops where something is that only the other one has.
  Error syntax_error_at_token(std::uint32_t index) {
    if (builder_) index = std::min(index, builder_->first_foreign().value_or(index));
    const auto& tokens = out_.tokens.tokens;
    index = where_servers_stop(out_.tokens, index, out_.options.mariadb);
    for (std::uint32_t i = 0; out_.options.mariadb && i <= index && i < tokens.size(); ++i) {
      const TokenKind kind = tokens[i].kind;
      if (kind == TokenKind::arrow || kind == TokenKind::long_arrow) {
        return syntax_error(tokens[i].offset + 1);  // a minus to MariaDB
      }
    }
    return syntax_error(tokens[index].offset);
  }

  Error syntax_error(std::uint32_t offset) {
    error_offset_ = offset;
    return syntax_error_at(out_.sql, out_.options, offset);
  }

  // Nothing at all, or a `;` with a statement behind it.
  Error empty() {
    if (fault_ != LexFault::none || out_.tokens.next_statement < out_.sql.size()) {
      return syntax_error(end_offset());
    }
    error_offset_ = end_offset();
    return make_error(ErrorId::empty_query);
  }

  template <class T>
  T* make(StatementKind kind, TokenRange range) {
    T* node = out_.arena->make<T>();
    node->kind = kind;
    node->range = range;
    return node;
  }

  // `depth`: of statements in statements.
  const Statement* statement_at(TokenRange range, int depth) {
    if (depth > kMaxStatementDepth) throw DepthFailure{};
    const Announcement announced = announce(out_.tokens, range.begin, out_.options.mariadb);
    range.begin = std::min(announced.first, range.end);
    switch (announced.what) {
      case Announced::nothing:
        if (depth == 0) throw EmptyStatement{};
        return with_grammar(range);
      case Announced::for_grammar:
        return with_grammar(range);
      case Announced::other:
      case Announced::other_show:
        return administrative(announced, range, depth);
      case Announced::preview:
      case Announced::explain_route: {
        if (depth > 0) return with_grammar(range);
        const StatementKind kind = announced.what == Announced::preview
                                       ? StatementKind::preview
                                       : StatementKind::explain_route;
        auto* explain = make<ExplainStatement>(kind, range);
        explain->statement = statement_at({announced.inner, range.end}, depth + 1);
        return explain;
      }
    }
    return with_grammar(range);
  }

  GrammarParser& grammar() {
    thread_local std::unique_ptr<GrammarParser> parser;
    if (parser != nullptr && parser->oversized()) parser.reset();
    if (parser == nullptr) parser = std::make_unique<GrammarParser>();
    return *parser;
  }

  const Statement* with_grammar(TokenRange range) {
    const Statement* statement = grammar().statement(*builder_, out_, range);
    if (builder_->unrouted().empty()) return statement;
    auto* other = make<OtherStatement>(StatementKind::other, range);
    other->name = builder_->unrouted();
    return other;
  }

  // The pieces first: an error in one of them comes before the token that no rule expects.
  const Statement* administrative(const Announcement& announced, TokenRange range, int depth) {
    const AdminOutline outline =
        outline_admin(out_.tokens, range.begin, range.end, out_.options.mariadb);
    if (outline.foreign_word.has_value()) builder_->note_foreign_word(*outline.foreign_word);
    if (outline.only_mysql.has_value()) {
      builder_->only_in(AstBuilder::Dialect::mysql, *outline.only_mysql);
    }
    if (outline.only_mariadb.has_value()) {
      builder_->only_in(AstBuilder::Dialect::mariadb, *outline.only_mariadb);
    }
    std::vector<const QueryExpression*> queries;
    std::vector<const Expr*> expressions;
    std::vector<const Statement*> statements;
    for (const Piece& piece : outline.pieces) {
      if (piece.kind == PieceKind::query) {
        queries.push_back(grammar().query(*builder_, out_, piece.range));
      } else if (piece.kind == PieceKind::statement) {
        statements.push_back(statement_at(piece.range, depth + 1));
      } else {
        const List<const Expr*> found = grammar().expressions(*builder_, out_, piece);
        expressions.insert(expressions.end(), found.begin(), found.end());
      }
    }
    if (outline.wrong_token.has_value()) throw WrongToken{*outline.wrong_token};
    const bool view = announced.name.ends_with(" VIEW");
    if (view && !queries.empty() && !queries[0]->procedure.empty()) {
      throw WrongToken{queries[0]->procedure.begin};
    }
    if (view && !queries.empty() && !queries[0]->into.empty()) {
      throw WrongToken{queries[0]->into.begin};
    }
    if (announced.what == Announced::other_show) {
      auto* show = make<ShowStatement>(StatementKind::show, range);
      show->what = ShowKind::other;
      show->scope = VariableScope::unspecified;
      return show;
    }
    auto* other = make<OtherStatement>(StatementKind::other, range);
    other->name = out_.arena->copy_text(announced.name);
    other->objects = objects(outline);
    other->queries = out_.arena->copy(queries);
    other->expressions = out_.arena->copy(expressions);
    other->statements = out_.arena->copy(statements);
    return other;
  }

  List<ObjectName> objects(const AdminOutline& outline) {
    std::vector<ObjectName> names;
    for (const NamedObject& object : outline.objects) {
      names.push_back({object.kind, builder_->object_name(object.range)});
    }
    return out_.arena->copy(names);
  }

  // EXPLAIN of a PREVIEW of a statement of a program: no server nests deeper.
  static constexpr int kMaxStatementDepth = 20;

  ParsedStatement out_;
  std::optional<AstBuilder> builder_;
  LexFault fault_ = LexFault::none;
  std::uint32_t error_offset_ = 0;
};

}  // namespace

std::string_view ParsedStatement::text(TokenRange range) const {
  if (range.empty()) return {};
  const std::uint32_t begin = tokens.tokens[range.begin].offset;
  return sql.substr(begin, tokens.tokens[range.end - 1].end() - begin);
}

Result<ParsedStatement> parse(std::string_view sql, const LexOptions& options) {
  return StatementParser(sql, options).run(nullptr);
}

Result<ParsedStatement> parse(std::string_view sql, const LexOptions& options,
                              TextPosition& position) {
  return StatementParser(sql, options).run(&position);
}

}  // namespace sluice::parser
