// SPDX-License-Identifier: Apache-2.0
#include "router/planning/account_name.h"

#include <doctest/doctest.h>

namespace sluice::router {
namespace {

std::string read(std::string_view text) {
  const std::optional<Account> account = read_account(text);
  return account ? account->user + "|" + account->host : "none";
}

}  // namespace

TEST_CASE("an account by all ways of writing it") {
  CHECK(read("'a'@'b'") == "a|b");
  CHECK(read("a@localhost") == "a|localhost");
  CHECK(read(" `a``b` @ \"10.%\" ") == "a`b|10.%");
  CHECK(read("'it''s'") == "it's|%");
  CHECK(read("CURRENT_USER") == "|%");
  CHECK(read("current_user ( )") == "|%");
  CHECK(read("'current_user'@h") == "current_user|h");
}

TEST_CASE("what is no account, or more than one") {
  for (const char* text : {"", " ", "'a", "a@", "a@'b", "'a'@'b' USING r", "a, b", "@h"}) {
    CAPTURE(text);
    CHECK(read(text) == "none");
  }
}

}  // namespace sluice::router
