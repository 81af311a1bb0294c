// SPDX-License-Identifier: Apache-2.0
#include "frontend/cli/parse.h"

#include <algorithm>
#include <istream>
#include <ostream>
#include <string>

#include <nlohmann/json.hpp>

#include "parser/ast_names.h"
#include "parser/parse.h"
#include "parser/print_sql.h"

namespace sluice::frontend {
namespace {

using nlohmann::json;

json failure(std::string_view message, parser::TextPosition position) {
  return {{"ok", false}, {"error", message}, {"line", position.line}, {"column", position.column}};
}

// The answer for one text: for its first statement, and "extra" statements behind a `;` must parse,
// too.
json answer(const std::string& sql, const ParseOptions& options) {
  json out;
  std::string_view rest = sql;
  do {
    parser::TextPosition position;
    const auto parsed = parser::parse(rest, options.lex, position);
    if (!parsed.ok()) {
      // Positions count from the beginning of the text, not of the statement.
      const auto consumed = sql.size() - rest.size();
      const std::string_view before = std::string_view(sql).substr(0, consumed);
      const auto breaks = std::count(before.begin(), before.end(), '\n');
      if (position.line == 1) {
        const std::size_t last = before.rfind('\n');
        position.column += static_cast<std::uint32_t>(
            last == std::string_view::npos ? consumed : consumed - last - 1);
      }
      position.line += static_cast<std::uint32_t>(breaks);
      return failure(parsed.error().message(), position);
    }
    if (out.empty()) {
      out = {{"ok", true}, {"kind", parser::kind_name(parsed->statement->kind)}};
      if (options.tree) out["tree"] = parser::print_tree(*parsed);
    }
    rest.remove_prefix(parsed->tokens.next_statement);
  } while (!rest.empty());
  return out;
}

std::string dump(const json& value) {
  return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

int parse_lines(const ParseOptions& options, std::istream& in, std::ostream& out) {
  bool all = true;
  std::string line;
  while (std::getline(in, line)) {
    json reply;
    const json request = json::parse(line, nullptr, false);
    const bool readable =
        request.is_object() && request.contains("sql") && request["sql"].is_string();
    if (readable) {
      reply = answer(request["sql"].get_ref<const std::string&>(), options);
    } else {
      reply = failure("the line is no JSON object with a string \"sql\"", {});
    }
    all = all && reply["ok"].get<bool>();
    out << dump(reply) << '\n';
  }
  return all ? 0 : 1;
}

// Statements out of a stream: text is read until the tokenizer says that one is complete.
class StatementSource {
 public:
  StatementSource(std::istream& in, const parser::LexOptions& lex) : in_(in), lex_(lex) {}

  // The next statement's text, empty at the end.
  std::string_view next() {
    buffer_.erase(0, consumed_);
    consumed_ = 0;
    for (std::size_t wanted = kChunk;; wanted *= 2) {
      const bool more = fill(wanted);
      const bool complete = normalized_ok() && text_.next_statement < buffer_.size();
      if (complete || !more) break;
    }
    // A text that ends within a string or a comment is left to the parser to complain about.
    consumed_ = ok_ ? text_.next_statement : buffer_.size();
    return std::string_view(buffer_).substr(0, consumed_);
  }

 private:
  static constexpr std::size_t kChunk = 64 * 1024;

  bool normalized_ok() {
    ok_ = parser::normalize(buffer_, lex_, text_).ok();
    return ok_;
  }

  // Makes the buffer hold `wanted` bytes; false when the input ends before.
  bool fill(std::size_t wanted) {
    const std::size_t have = buffer_.size();
    if (have >= wanted) return true;
    buffer_.resize(wanted);
    in_.read(buffer_.data() + have, static_cast<std::streamsize>(wanted - have));
    buffer_.resize(have + static_cast<std::size_t>(in_.gcount()));
    return buffer_.size() == wanted;
  }

  std::istream& in_;
  parser::LexOptions lex_;
  parser::Normalized text_;
  std::string buffer_;
  std::size_t consumed_ = 0;
  bool ok_ = false;
};

int parse_text(const ParseOptions& options, std::istream& in, std::ostream& out) {
  bool all = true;
  std::uint32_t line = 1;
  StatementSource source(in, options.lex);
  for (std::string_view sql = source.next(); !sql.empty(); sql = source.next()) {
    parser::TextPosition position;
    const auto parsed = parser::parse(sql, options.lex, position);
    if (parsed.ok()) {
      out << (options.tree ? parser::print_tree(*parsed)
                           : std::string(parser::kind_name(parsed->statement->kind)) + '\n');
    } else if (parsed.error().id() != ErrorId::empty_query) {
      all = false;
      out << "line " << line + position.line - 1 << ", column " << position.column << ": "
          << parsed.error().message() << '\n';
    }
    line += static_cast<std::uint32_t>(std::count(sql.begin(), sql.end(), '\n'));
  }
  return all ? 0 : 1;
}

}  // namespace

int run_parse(const ParseOptions& options, std::istream& in, std::ostream& out) {
  return options.format == ParseFormat::jsonl ? parse_lines(options, in, out)
                                              : parse_text(options, in, out);
}

}  // namespace sluice::frontend
