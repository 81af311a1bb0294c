// SPDX-License-Identifier: Apache-2.0
// The one error value of the whole program. Every cause that is known to us has an entry in
// error_table.def: an id, a code that users can look up, errno, SQLSTATE, message and remedy.
// Errors that a server sent are carried verbatim under ErrorId::server_error.
//
// Thread rule: immutable after construction, may be shared.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace sluice {

enum class ErrorId : std::uint16_t {
#define SLUICE_ERROR(id, code, number, state, source, message, remedy) id,
#include "common/base/error_table.def"
#undef SLUICE_ERROR
};

// Who is to blame; the label of the error counters and of the log line.
enum class ErrorSource : std::uint8_t { client, gateway, backend, configuration };

// One row of the table. `message` and `remedy` hold a `{}` for each argument that make_error() is
// given.
struct ErrorEntry {
  std::string_view name;
  std::string_view code;
  std::uint16_t number;
  std::string_view sqlstate;  // always five characters
  ErrorSource source;
  std::string_view message;
  std::string_view remedy;
};

const ErrorEntry& error_entry(ErrorId id);
std::size_t error_count();
std::string_view to_string(ErrorSource source);

// A cheap handle (one shared pointer); copying it shares the text.
class Error {
 public:
  ErrorId id() const { return body_->id; }
  std::uint16_t number() const { return body_->number; }
  std::string_view sqlstate() const { return {body_->sqlstate.data(), body_->sqlstate.size()}; }
  // What the client is told: the message and, behind it, the remedy and the code.
  const std::string& message() const { return body_->message; }
  ErrorSource source() const { return error_entry(body_->id).source; }

  // An ERR packet of a server, to be forwarded as it came.
  static Error from_server(std::uint16_t number, std::string_view sqlstate, std::string message);
  // What made it happen, where the error tells of more than that: a COMMIT that failed on one shard
  // because its connection broke is caused by that. Its own id otherwise.
  ErrorId cause() const { return body_->cause; }
  Error with_cause(const Error& cause) const;
  // Other errno and SQLSTATE than the table's, with its text; used where MySQL has several numbers
  // for what is one cause here.
  Error with_number(std::uint16_t number, std::string_view sqlstate) const;

 private:
  friend Error make_error(ErrorId id, std::initializer_list<std::string_view> arguments);
  struct Body {
    ErrorId id;
    ErrorId cause;
    std::uint16_t number;
    std::array<char, 5> sqlstate;
    std::string message;
  };
  explicit Error(std::shared_ptr<const Body> body) : body_(std::move(body)) {}
  std::shared_ptr<const Body> body_;
};

// Fills the entry's message and remedy with the arguments, in order. A wrong number of arguments is
// a programming error: it asserts in debug builds and leaves `{}` in the text otherwise.
Error make_error(ErrorId id, std::initializer_list<std::string_view> arguments = {});

}  // namespace sluice
