// SPDX-License-Identifier: Apache-2.0
#include "frontend/connect_attributes.h"

#include <doctest/doctest.h>

namespace sluice::frontend {

TEST_CASE("attributes are kept up to 512 bytes") {
  CHECK(limited_attributes({}).empty());
  const wire::ConnectAttributes few{{"_client_name", "x"}, {"empty", ""}};
  CHECK(limited_attributes(few) == few);
  const std::string value(249, 'v');  // 254 with its name and both lengths
  CHECK(limited_attributes({{"key", value}, {"key", value}, {"", ""}}) ==
        wire::ConnectAttributes{{"key", value}, {"key", value}, {"", ""}});
  CHECK(limited_attributes({{"key", value}, {"key", value}, {"k", "v"}, {"", ""}}) ==
        wire::ConnectAttributes{{"key", value}, {"key", value}, {"k", "v"}, {"_truncated", "2"}});
  CHECK(limited_attributes({{"large", std::string(60'000, 'x')}}) ==
        wire::ConnectAttributes{{"_truncated", "60009"}});
}

}  // namespace sluice::frontend
