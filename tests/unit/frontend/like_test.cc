// SPDX-License-Identifier: Apache-2.0
#include "frontend/like.h"

#include <string>

#include <doctest/doctest.h>

namespace sluice::frontend {

TEST_CASE("LIKE over names") {
  CHECK(like("t_order", "t_order"));
  CHECK(like("T\\_ORDER", "t_order"));
  CHECK(like("t_order", "txorder"));
  CHECK_FALSE(like("t\\_order", "txorder"));
  CHECK(like("%", ""));
  CHECK(like("%", "anything"));
  CHECK(like("a%c%e", "abcde"));
  CHECK_FALSE(like("a%c%f", "abcde"));
  CHECK(like("%order%", "t_order_item"));
  CHECK(like("100\\%", "100%"));
  CHECK_FALSE(like("100\\%", "1000"));
  CHECK_FALSE(like("", "a"));
  CHECK(like("", ""));
  CHECK(like("a\\", "a\\"));
}

TEST_CASE("LIKE with many wildcards stays fast") {
  const std::string text(5000, 'a');
  std::string pattern;
  for (int i = 0; i < 50; ++i) pattern += "a%";
  CHECK_FALSE(like(pattern + "b", text));
}

}  // namespace sluice::frontend
