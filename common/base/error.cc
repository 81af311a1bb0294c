// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.h"

#include <algorithm>
#include <cassert>

namespace sluice {
namespace {

constexpr ErrorEntry kTable[] = {
#define SLUICE_ERROR(id, code, number, state, source, message, remedy) \
  {#id, code, number, state, ErrorSource::source, message, remedy},
#include "common/base/error_table.def"
#undef SLUICE_ERROR
};

std::array<char, 5> state_of(std::string_view text) {
  std::array<char, 5> state{'H', 'Y', '0', '0', '0'};
  if (text.size() == state.size()) std::copy(text.begin(), text.end(), state.begin());
  return state;
}

std::string fill(std::string_view pattern, std::initializer_list<std::string_view> arguments) {
  std::string text;
  auto next = arguments.begin();
  for (std::size_t at = 0; at < pattern.size(); ++at) {
    if (pattern.substr(at, 2) == "{}" && next != arguments.end()) {
      text += *next++;
      ++at;
    } else {
      text += pattern[at];
    }
  }
  assert(next == arguments.end() && "more arguments than the message has places");
  return text;
}

}  // namespace

const ErrorEntry& error_entry(ErrorId id) {
  return kTable[static_cast<std::size_t>(id)];
}

std::size_t error_count() {
  return std::size(kTable);
}

std::string_view to_string(ErrorSource source) {
  switch (source) {
    case ErrorSource::client:
      return "client";
    case ErrorSource::gateway:
      return "gateway";
    case ErrorSource::backend:
      return "backend";
    case ErrorSource::configuration:
      return "configuration";
  }
  return "unknown";
}

Error make_error(ErrorId id, std::initializer_list<std::string_view> arguments) {
  const ErrorEntry& entry = error_entry(id);
  std::string pattern(entry.message);
  if (!entry.remedy.empty()) pattern.append(". ").append(entry.remedy);
  std::string text = fill(pattern, arguments);
  if (!entry.code.empty()) {
    text += " [";
    text += entry.code;
    text += ']';
  }
  return Error(std::make_shared<const Error::Body>(
      Error::Body{id, id, entry.number, state_of(entry.sqlstate), std::move(text)}));
}

Error Error::from_server(std::uint16_t number, std::string_view sqlstate, std::string message) {
  return Error(std::make_shared<const Body>(Body{ErrorId::server_error, ErrorId::server_error,
                                                 number, state_of(sqlstate), std::move(message)}));
}

Error Error::with_number(std::uint16_t number, std::string_view sqlstate) const {
  Body body = *body_;
  body.number = number;
  body.sqlstate = state_of(sqlstate);
  return Error(std::make_shared<const Body>(std::move(body)));
}

Error Error::with_cause(const Error& cause) const {
  Body body = *body_;
  body.cause = cause.cause();
  return Error(std::make_shared<const Body>(std::move(body)));
}

}  // namespace sluice
