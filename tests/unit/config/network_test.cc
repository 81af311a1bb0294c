// SPDX-License-Identifier: Apache-2.0
#include "config/network.h"

#include <doctest/doctest.h>

namespace sluice::config {
namespace {

bool in(std::string_view network, std::string_view host) {
  const std::optional<Network> parsed = parse_network(network);
  REQUIRE(parsed);
  return contains(std::span(&*parsed, 1), host);
}

}  // namespace

TEST_CASE("networks") {
  CHECK(in("10.1.0.0/16", "10.1.255.3"));
  CHECK_FALSE(in("10.1.0.0/16", "10.2.0.1"));
  CHECK(in("10.1.2.3/15", "10.0.9.9"));
  CHECK(in("192.168.7.3", "192.168.7.3"));
  CHECK_FALSE(in("192.168.7.3", "192.168.7.2"));
  CHECK(in("192.168.7.3", "::ffff:192.168.7.3"));
  CHECK(in("0.0.0.0/0", "1.2.3.4"));
  CHECK_FALSE(in("0.0.0.0/0", "2001:db8::1"));
  CHECK(in("::/0", "2001:db8::1"));
  CHECK(in("fd00::/9", "fd7f::1"));
  CHECK_FALSE(in("fd00::/9", "fd80::1"));
  CHECK(in("::1", "::1"));
  CHECK_FALSE(in("127.0.0.0/8", "localhost"));
  CHECK_FALSE(in("127.0.0.0/8", ""));
  for (const char* const wrong : {"", "/8", "10.0.0.0/", "10.0.0.0/33", "::1/129", "10.0.0/8",
                                  "10.0.0.0/-1", "example.org", "10.0.0.0/8/8"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_network(wrong));
  }
}

}  // namespace sluice::config
