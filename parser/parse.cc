// SPDX-License-Identifier: Apache-2.0
#include "parser/parse.h"

#include <antlr4-runtime.h>

#include "SluiceSqlParser.h"
#include "parser/ast_builder.h"
#include "parser/dispatch.h"
#include "parser/scan_tokens.h"
#include "parser/syntax_error.h"
#include "parser/token_stream.h"

namespace sluice::parser {
namespace {

using namespace ast;

// ANTLR never repairs and never reports: the first token that does not fit ends the parse. The
// grammar decides each step by one token, so this is the token that the server complains about.
class StopAtFirst : public antlr4::BailErrorStrategy {
 public:
  void recover(antlr4::Parser* parser, std::exception_ptr) override { stop(parser); }
  antlr4::Token* recoverInline(antlr4::Parser* parser) override { stop(parser); }
  void reportError(antlr4::Parser*, const antlr4::RecognitionException&) override {}

 private:
  [[noreturn]] static void stop(antlr4::Parser* parser) {
    throw SyntaxFailure{static_cast<const SqlToken*>(parser->getCurrentToken())};
  }
};

// ANTLR's parser of one thread; what is expensive about it is made once.
class GrammarParser {
 public:
  GrammarParser() : parser_(&stream_) {
    parser_.removeErrorListeners();
    parser_.setErrorHandler(std::make_shared<StopAtFirst>());
    parser_.setBuildParseTree(false);
  }

  // Throws SyntaxFailure, DepthFailure, or what the runtime throws.
  const Statement* parse(ParsedStatement& out, std::uint32_t first) {
    stream_.reset(out.tokens, first, out.options);
    const ContextsFreed guard{parser_};
    parser_.reset();
    return AstBuilder(out).statement(parser_.root()->body);
  }

  // Whether the last statement was so long that its buffers should not be kept.
  bool oversized() const { return stream_.capacity() > kMaxKeptTokens; }

 private:
  static constexpr std::size_t kMaxKeptTokens = 64 * 1024;

  struct ContextsFreed {
    Grammar& parser;
    ~ContextsFreed() { parser.reset(); }
  };

  SqlTokenStream stream_;
  Grammar parser_;
};

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
      const Statement* statement = statement_at(0, true);
      if (fault_ == LexFault::none) return statement;
      return syntax_error(end_offset());
    } catch (const SyntaxFailure& failure) {
      return syntax_error(out_.tokens.tokens[failure.token->index].offset);
    } catch (const DepthFailure&) {
      return make_error(ErrorId::nesting_too_deep, {std::to_string(kMaxTreeDepth)});
    } catch (const EmptyStatement&) {
      return empty();
    } catch (const std::exception& unexpected) {
      return make_error(ErrorId::internal, {unexpected.what()});
    }
  }

  struct EmptyStatement {};

  std::uint32_t end_offset() const { return out_.tokens.tokens.back().offset; }

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
  T* make(StatementKind kind, std::uint32_t first) {
    T* node = out_.arena->make<T>();
    node->kind = kind;
    node->range = {first, static_cast<std::uint32_t>(out_.tokens.tokens.size() - 1)};
    return node;
  }

  const Statement* statement_at(std::uint32_t from, bool outermost) {
    const Announcement announced = announce(out_.tokens, from);
    switch (announced.what) {
      case Announced::nothing:
        if (outermost) throw EmptyStatement{};
        return with_grammar(from);
      case Announced::for_grammar:
        return with_grammar(from);
      case Announced::other: {
        auto* other = make<OtherStatement>(StatementKind::other, announced.first);
        other->name = out_.arena->copy_text(announced.name);
        return other;
      }
      case Announced::other_show: {
        auto* show = make<ShowStatement>(StatementKind::show, announced.first);
        show->what = ShowKind::other;
        show->scope = VariableScope::unspecified;
        return show;
      }
      case Announced::preview:
      case Announced::explain_route: {
        if (!outermost) return with_grammar(from);
        const StatementKind kind = announced.what == Announced::preview
                                       ? StatementKind::preview
                                       : StatementKind::explain_route;
        auto* explain = make<ExplainStatement>(kind, announced.first);
        explain->statement = statement_at(announced.inner, false);
        return explain;
      }
    }
    return with_grammar(from);
  }

  const Statement* with_grammar(std::uint32_t first) {
    thread_local std::unique_ptr<GrammarParser> parser;
    if (parser == nullptr) parser = std::make_unique<GrammarParser>();
    const Statement* statement = parser->parse(out_, first);
    if (parser->oversized()) parser.reset();
    return statement;
  }

  ParsedStatement out_;
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
