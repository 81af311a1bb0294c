// SPDX-License-Identifier: Apache-2.0
#include "common/base/error.h"

#include <set>
#include <string>

#include <doctest/doctest.h>

namespace sluice {

TEST_CASE("every error has a unique code, a five-character SQLSTATE and an errno") {
  std::set<std::string_view> codes;
  for (std::size_t i = 0; i < error_count(); ++i) {
    const ErrorEntry& entry = error_entry(static_cast<ErrorId>(i));
    CAPTURE(entry.name);
    CHECK(entry.sqlstate.size() == 5);
    CHECK(entry.number > 0);
    CHECK_FALSE(entry.message.empty());
    if (!entry.code.empty()) {
      CHECK(codes.insert(entry.code).second);
    }
  }
}

TEST_CASE("a message gets its arguments, remedy and code") {
  const Error error = make_error(ErrorId::unsupported, {"UNION", "t_order"});
  CHECK(error.number() == 1235);
  CHECK(error.sqlstate() == "42000");
  CHECK(error.message() == "UNION is not supported yet for t_order [SL-4001]");
  CHECK(error.source() == ErrorSource::gateway);
}

TEST_CASE("a server's error is carried verbatim") {
  const Error error = Error::from_server(1062, "23000", "Duplicate entry '{}' for key 'a'");
  CHECK(error.id() == ErrorId::server_error);
  CHECK(error.number() == 1062);
  CHECK(error.sqlstate() == "23000");
  CHECK(error.message() == "Duplicate entry '{}' for key 'a'");
}

}  // namespace sluice
