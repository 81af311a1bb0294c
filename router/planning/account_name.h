// SPDX-License-Identifier: Apache-2.0
// The account that a statement names: 'user'@'host', user, CURRENT_USER().
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sluice::router {

struct Account {
  std::string user;  // empty: that of the session
  std::string host = "%";
};

// `text`: nothing but the account. Nothing: it is something else, such as a role with more behind.
std::optional<Account> read_account(std::string_view text);

}  // namespace sluice::router
