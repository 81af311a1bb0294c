// SPDX-License-Identifier: Apache-2.0
#include "frontend/user_directory.h"

#include <vector>

#include <doctest/doctest.h>

namespace sluice::frontend {

namespace {

config::User account(std::string name, std::string host) {
  config::User user;
  user.name = std::move(name);
  user.host = std::move(host);
  return user;
}

}  // namespace

TEST_CASE("host patterns") {
  const struct {
    std::string_view pattern;
    std::string_view host;
    bool matches;
  } cases[] = {
      {"%", "10.1.2.3", true},
      {"", "10.1.2.3", true},
      {"10.1.2.3", "10.1.2.3", true},
      {"10.1.2.3", "10.1.2.30", false},
      {"10.1.2.30", "10.1.2.3", false},
      {"10.1.%", "10.1.2.3", true},
      {"10.1.%", "10.10.2.3", false},
      {"%.3", "10.1.2.3", true},
      {"%.3", "10.1.3.2", false},
      {"10.%.3", "10.3.3.3", true},
      {"192.168.1.0/255.255.255.0", "192.168.1.7", true},
      {"192.168.1.0/255.255.255.0", "192.168.2.7", false},
      {"192.168.1.0/255.255.255.0", "::ffff:192.168.1.7", true},
      {"192.168.1.7/255.255.255.0", "192.168.1.7", false},  // bits that the mask leaves out
      {"192.168.1.0/255.255.255.0", "localhost", false},
      {"10.1.2._", "10.1.2.3", true},
      {"10.1.2._", "10.1.2.33", false},
      {"10.1.2.__", "10.1.2.33", true},
      {"_%", "", false},
      {"%%", "", true},
      {"a\\_b", "a_b", true},
      {"a\\_b", "axb", false},
      {"a\\%", "a%", true},
      {"a\\%", "ab", false},
      {"FE80::%", "fe80::1", true},
      {"localhost", "127.0.0.1", true},
      {"localhost", "127.1.2.3", true},
      {"localhost", "::1", true},
      {"LocalHost", "::ffff:127.0.0.1", true},
      {"localhost", "128.0.0.1", false},
      {"192.168.%", "::ffff:192.168.7.7", true},
      {"::ffff%", "::ffff:1", true},
  };
  for (const auto& test : cases) {
    CAPTURE(test.pattern);
    CAPTURE(test.host);
    CHECK(host_matches(test.pattern, test.host) == test.matches);
  }
}

TEST_CASE("a pattern of many wildcards takes no longer than its length allows") {
  std::string pattern;
  for (int i = 0; i < 2000; ++i) pattern += "%a";
  CHECK_FALSE(host_matches(pattern + "b", std::string(4000, 'a')));
}

TEST_CASE("the most specific account counts") {
  const std::vector<config::User> users{account("ann", "%"),
                                        account("ann", "10.%"),
                                        account("ann", "10.1.2.3"),
                                        account("ann", "10.1.%"),
                                        account("ann", "10.2.0.0/255.255.0.0"),
                                        account("bob", "10.1.2.3")};
  const ConfiguredUsers directory(users);
  CHECK(directory.find("ann", "10.1.2.3")->host == "10.1.2.3");
  CHECK(directory.find("ann", "10.1.2.4")->host == "10.1.%");
  CHECK(directory.find("ann", "10.2.2.4")->host == "10.2.0.0/255.255.0.0");
  CHECK(directory.find("ann", "10.3.2.4")->host == "10.%");
  CHECK(directory.find("ann", "11.2.2.4")->host == "%");
  CHECK_FALSE(directory.find("bob", "11.2.2.4"));
  CHECK_FALSE(directory.find("Ann", "10.1.2.3"));
  CHECK_FALSE(directory.find("", "10.1.2.3"));
}

}  // namespace sluice::frontend
