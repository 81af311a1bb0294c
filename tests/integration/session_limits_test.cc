// SPDX-License-Identifier: Apache-2.0
// wait_timeout, CLIENT_INTERACTIVE, CLIENT_IGNORE_SPACE and query attributes.
#include <doctest/doctest.h>

#include "tests/integration/wire_table.h"

namespace sluice::test {
namespace {

using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

}  // namespace

TEST_CASE("a session's wait_timeout ends it when it is idle, and only then") {
  std::optional<std::string> last_words[2];
  for (const bool on_gateway : {true, false}) {
    CAPTURE(on_gateway);
    RawClient client = on_gateway ? raw_gateway() : raw_alone();
    CHECK_FALSE(client.query("SET wait_timeout = 1").is_error());
    CHECK(single_value(client.query("SELECT @@wait_timeout")) == "1");
    CHECK(single_value(client.query("SELECT SLEEP(2)")) == "0");  // busy, not idle
    const auto begin = Clock::now();
    last_words[on_gateway ? 1 : 0] = client.rest_until_closed(seconds(10));
    // Servers count from their own side's last byte, a little earlier than this.
    CHECK(Clock::now() - begin >= std::chrono::milliseconds(900));
    CHECK(Clock::now() - begin < seconds(5));
  }
  // MySQL says why, MariaDB nothing; the gateway's words end with its own id of the error.
  REQUIRE((last_words[0] && last_words[1]));
  CHECK(last_words[1]->empty() == last_words[0]->empty());
  if (last_words[0]->empty() || last_words[1]->empty()) return;
  CHECK(last_words[1]->substr(4).starts_with(last_words[0]->substr(4)));
}

TEST_CASE("a connection that served a short wait_timeout breaks no later statement") {
  const WireTable table(4);
  RawClient client = raw_gateway();
  CHECK_FALSE(client.query("SET wait_timeout = 1").is_error());
  CHECK(client.query("SELECT id FROM t_wire ORDER BY id").rows.size() == 4);
  CHECK(client.rest_until_closed(seconds(10)));
  RawClient next = raw_gateway();
  for (int i = 0; i < 20; ++i) {
    CHECK(next.query("SELECT id FROM t_wire ORDER BY id").rows.size() == 4);
  }
}

TEST_CASE("CLIENT_IGNORE_SPACE is a part of the session's sql_mode") {
  for (const bool on_gateway : {true, false}) {
    CAPTURE(on_gateway);
    const RawOptions options{.capabilities = kUsualCapabilities | wire::capability::kIgnoreSpace};
    RawClient client = on_gateway ? raw_gateway(options) : raw_alone(options);
    CHECK(single_value(client.query("SELECT @@sql_mode LIKE '%IGNORE_SPACE%'")) == "1");
    CHECK(single_value(client.query("SELECT @@sql_mode LIKE '%STRICT_TRANS_TABLES%'")) == "1");
    CHECK(single_value(client.query("SELECT COUNT (*) FROM (SELECT 1 AS a) t")) == "1");
  }
}

TEST_CASE("query attributes change nothing but where the statement begins") {
  const WireTable table(4);
  RawClient client =
      raw_gateway({.capabilities = kUsualCapabilities | wire::capability::kQueryAttributes});
  REQUIRE((client.capabilities() & wire::capability::kQueryAttributes) != 0);
  Buffer argument;
  wire::Writer out(argument);
  out.lenenc(0);
  out.lenenc(1);
  out.text("SELECT COUNT(*) FROM t_wire");
  client.send_command(wire::Command::query, as_text(argument));
  CHECK(single_value(client.read_reply()) == "4");

  argument.clear();
  out.lenenc(1);
  out.lenenc(1);
  out.u8(0);  // nothing is NULL
  out.u8(1);  // types follow
  out.u16(static_cast<std::uint16_t>(wire::ColumnType::string));
  out.lenenc_text("traceparent");
  out.lenenc_text("00-0af7-01");
  out.text("SELECT note FROM t_wire WHERE id = 3");
  client.send_command(wire::Command::query, as_text(argument));
  CHECK(single_value(client.read_reply()) == "note 3");
}

}  // namespace sluice::test
