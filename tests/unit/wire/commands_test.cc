// SPDX-License-Identifier: Apache-2.0
#include "common/wire/commands.h"

#include "tests/unit/wire/hex.h"

namespace sluice::wire {

using namespace capability;
using test::check_truncations;
using test::hex;
using test::to_hex;

// Numbers of the documentation's "Command Phase".
TEST_CASE("commands by their first byte") {
  CHECK(command_of(hex("03 73")) == Command::query);
  CHECK(command_of(hex("0e")) == Command::ping);
  CHECK(command_of(hex("1f")) == Command::reset_connection);
  CHECK(command_of(hex("11")) == Command::change_user);
  CHECK(command_of(hex("0d")) == Command::debug);
  CHECK(command_of(hex("05")) == Command::create_db);
  CHECK(command_of(hex("0a")) == Command::process_info);
  // COM_BINLOG_DUMP, COM_TABLE_DUMP, COM_REGISTER_SLAVE, COM_BINLOG_DUMP_GTID, and
  // numbers that nobody has.
  for (const std::string_view text : {"0b", "12", "13", "15", "1e", "20", "fe", ""}) {
    CHECK_FALSE(command_of(hex(text)));
  }
}

// "select @@version_comment limit 1", the documentation's COM_QUERY example.
TEST_CASE("text arguments") {
  const Buffer payload = hex("03 73656c65637420404076657273696f6e5f636f6d6d656e74206c696d69742031");
  CHECK(text_argument(payload) == "select @@version_comment limit 1");
  CHECK(text_argument(hex("02")).empty());
}

TEST_CASE("COM_FIELD_LIST") {
  const Buffer payload = hex("04 7400 6125");
  const Result<FieldList> command = decode_field_list(payload);
  REQUIRE(command.ok());
  CHECK(command->table == "t");
  CHECK(command->wildcard == "a%");
  Buffer encoded;
  encode_field_list(*command, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
  check_truncations(payload, 3, [](Bytes prefix) { return decode_field_list(prefix).ok(); });
}

TEST_CASE("commands with numbers") {
  CHECK(*decode_set_option(hex("1b 0100")) == 1);
  check_truncations(hex("1b0100"), 3, [](Bytes prefix) { return decode_set_option(prefix).ok(); });
  CHECK_FALSE(decode_set_option(hex("1b010000")).ok());
  CHECK(*decode_process_kill(hex("0c 78563412")) == 0x12345678);
  check_truncations(hex("0c78563412"), 5,
                    [](Bytes prefix) { return decode_process_kill(prefix).ok(); });
  CHECK(*decode_statement_id(hex("19 01000000")) == 1);
  check_truncations(hex("1901000000"), 5,
                    [](Bytes prefix) { return decode_statement_id(prefix).ok(); });
  const Buffer fetch = hex("1c 01000000 ff000000");
  CHECK(decode_stmt_fetch(fetch)->statement_id == 1);
  CHECK(decode_stmt_fetch(fetch)->rows == 255);
  check_truncations(fetch, 9, [](Bytes prefix) { return decode_stmt_fetch(prefix).ok(); });
}

TEST_CASE("COM_STMT_SEND_LONG_DATA") {
  const Buffer payload = hex("18 02000000 0100 616263");
  const Result<SendLongData> command = decode_send_long_data(payload);
  REQUIRE(command.ok());
  CHECK(command->statement_id == 2);
  CHECK(command->parameter == 1);
  CHECK(as_text(command->data) == "abc");
  CHECK(decode_send_long_data(hex("18 02000000 0100"))->data.empty());
  check_truncations(payload, 7, [](Bytes prefix) { return decode_send_long_data(prefix).ok(); });
}

TEST_CASE("COM_CHANGE_USER") {
  constexpr Capabilities kAll = kProtocol41 | kSecureConnection | kPluginAuth | kConnectAttrs;
  const Buffer payload =
      hex("11 75736500 02 abcd 64627800 2d00 6d7973716c5f6e61746976655f70617373776f726400"
          "04 016b 0176");
  const Result<ChangeUser> command = decode_change_user(payload, kAll);
  REQUIRE(command.ok());
  CHECK(command->user == "use");
  CHECK(to_hex(command->auth_response) == "abcd");
  CHECK(command->database == "dbx");
  CHECK(command->collation == 45);
  CHECK(command->auth_plugin == "mysql_native_password");
  CHECK(to_hex(command->connect_attributes) == "016b0176");
  check_truncations(payload, 12,
                    [](Bytes prefix) { return decode_change_user(prefix, kAll).ok(); });
  // A client may end behind the database, behind the collation or behind the plugin.
  for (const std::size_t length : {12, 14, 36}) {
    CHECK(decode_change_user(Bytes(payload).first(length), kAll).ok());
  }
  CHECK_FALSE(decode_change_user(Bytes(payload).first(13), kAll).ok());
  CHECK_FALSE(decode_change_user(Bytes(payload).first(payload.size() - 1), kAll).ok());
}

// The documentation's examples of COM_STMT_CLOSE and of plain commands.
TEST_CASE("commands the gateway sends") {
  const auto plain = [](Command command) {
    Buffer out;
    encode_command(command, out);
    return to_hex(out);
  };
  CHECK(plain(Command::quit) == "01");
  CHECK(plain(Command::ping) == "0e");
  CHECK(plain(Command::reset_connection) == "1f");
  CHECK(plain(Command::query) == "03");
  Buffer out;
  encode_command(Command::init_db, "test", out);
  CHECK(to_hex(out) == "0274657374");
  out.clear();
  encode_stmt_close(1, out);
  CHECK(to_hex(out) == "1901000000");
}

}  // namespace sluice::wire
