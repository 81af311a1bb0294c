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

TEST_CASE("an error of another keeps what made it happen, whatever its number becomes") {
  const Error lost = make_error(ErrorId::backend_lost, {"ds_1"});
  CHECK(lost.cause() == ErrorId::backend_lost);
  const Error partial = make_error(ErrorId::ddl_partial, {"ds_0", "ds_1", lost.message()})
                            .with_cause(lost)
                            .with_number(2013, "HY000");
  CHECK(partial.id() == ErrorId::ddl_partial);
  CHECK(partial.cause() == ErrorId::backend_lost);
  const Error outer = make_error(ErrorId::prepare_failed, {"ds_1", "x"}).with_cause(partial);
  CHECK(outer.cause() == ErrorId::backend_lost);
}

TEST_CASE("a server's error is carried verbatim") {
  const Error error = Error::from_server(1062, "23000", "Duplicate entry '{}' for key 'a'");
  CHECK(error.id() == ErrorId::server_error);
  CHECK(error.number() == 1062);
  CHECK(error.sqlstate() == "23000");
  CHECK(error.message() == "Duplicate entry '{}' for key 'a'");
}

}  // namespace sluice
