// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/set_values.h"

#include <doctest/doctest.h>

namespace sluice::frontend {
namespace {

router::Metadata metadata() {
  router::Metadata metadata;
  const auto add = [&](std::uint16_t id, const char* name, const char* charset, bool is_default) {
    router::Collation collation;
    collation.id = id;
    collation.name = name;
    collation.charset = charset;
    collation.is_default = is_default;
    metadata.collations.push_back(collation);
  };
  add(8, "latin1_swedish_ci", "latin1", true);
  add(47, "latin1_bin", "latin1", false);
  add(33, "utf8mb3_general_ci", "utf8mb3", true);
  add(45, "utf8mb4_general_ci", "utf8mb4", true);
  add(224, "utf8mb4_unicode_ci", "utf8mb4", false);
  add(54, "utf16_general_ci", "utf16", true);
  return metadata;
}

router::SetPlanItem names(std::string charset, std::string collation = {}) {
  router::SetPlanItem item;
  item.kind = router::SetPlanItem::Kind::names;
  item.charset = std::move(charset);
  item.collation = std::move(collation);
  return item;
}

}  // namespace

TEST_CASE("SET NAMES takes the character set's default collation or the given one") {
  const router::Metadata known = metadata();
  const auto plain = resolve_names(known, names("UTF8MB4"));
  REQUIRE(plain.ok());
  CHECK(plain->charset == "utf8mb4");
  CHECK(plain->collation == "utf8mb4_general_ci");
  const auto given = resolve_names(known, names("utf8mb4", "utf8mb4_unicode_ci"));
  REQUIRE(given.ok());
  CHECK(given->collation == "utf8mb4_unicode_ci");
  const auto alias = resolve_names(known, names("utf8", "utf8_general_ci"));
  REQUIRE(alias.ok());
  CHECK(alias->charset == "utf8mb3");
  CHECK(resolve_names(known, names(""))->charset == "DEFAULT");
}

TEST_CASE("SET NAMES is refused with the server's errors") {
  const router::Metadata known = metadata();
  CHECK(resolve_names(known, names("nosuch")).error().number() == 1115);
  CHECK(resolve_names(known, names("utf8mb4", "nosuch")).error().number() == 1273);
  CHECK(resolve_names(known, names("utf8mb4", "latin1_bin")).error().number() == 1253);
  CHECK(resolve_names(known, names("utf16")).error().number() == 1231);
}

TEST_CASE("ON and OFF in all their forms") {
  for (const char* on : {"1", "on", "ON", "TRUE", "'on'", "\"1\"", ""})
    CHECK(boolean_value(on) == true);
  for (const char* off : {"0", "off", "'OFF'", "false"}) CHECK(boolean_value(off) == false);
  for (const char* neither : {"2", "'x'", "-1", "@a"})
    CHECK_FALSE(boolean_value(neither).has_value());
}

TEST_CASE("a server's value becomes a literal that means the same under every sql_mode") {
  CHECK(variable_literal(std::nullopt, "SESSION a = NULL") == "NULL");
  CHECK(variable_literal("28800", "SESSION wait_timeout = 28800") == "28800");
  CHECK(variable_literal("5", "SESSION x = '5'") == "'5'");
  CHECK(variable_literal("+05:00", "SESSION time_zone = '+05:00'") == "'+05:00'");
  CHECK(variable_literal("it's", "SESSION x = 'it''s'") == "_utf8mb4 x'69742773'");
  CHECK(variable_literal("a\\b", "SESSION x = 'a'") == "_utf8mb4 x'615c62'");
}

}  // namespace sluice::frontend
