// SPDX-License-Identifier: Apache-2.0
// Vectors: captured from MariaDB 10.11 unless they are said to be the documentation's.
#include "common/wire/messages.h"
#include "tests/unit/wire/hex.h"

namespace sluice::wire {

using namespace capability;
using test::check_truncations;
using test::hex;
using test::to_hex;

namespace {

constexpr Capabilities kUsual = kProtocol41 | kSecureConnection;

}  // namespace

TEST_CASE("OK after an UPDATE: the info has a length prefix") {
  const Buffer payload =
      hex("00 02 00 0200 0000 28 526f7773206d6174636865643a203220204368616e6765643a2032"
          "20205761726e696e67733a2030");
  for (const Capabilities capabilities : {kUsual, kUsual | kSessionTrack}) {
    const Result<OkPacket> ok = decode_ok(payload, capabilities);
    REQUIRE(ok.ok());
    CHECK(ok->affected_rows == 2);
    CHECK(ok->insert_id == 0);
    CHECK(ok->status == status::kAutocommit);
    CHECK(ok->warnings == 0);
    CHECK(ok->info == "Rows matched: 2  Changed: 2  Warnings: 0");
    Buffer encoded;
    encode(*ok, capabilities, false, encoded);
    CHECK(to_hex(encoded) == to_hex(payload));
  }
  // Behind the fixed fields a packet may end.
  for (std::size_t length = 0; length < payload.size(); ++length) {
    const Buffer prefix(payload.begin(), payload.begin() + static_cast<std::ptrdiff_t>(length));
    CHECK(decode_ok(prefix, kUsual).ok() == (length == 7));
  }
}

TEST_CASE("OK with a change of the default database") {
  const Buffer payload = hex("00 00 00 0240 0000 00 0a 01 08 07 77697265636170");
  const Result<OkPacket> ok = decode_ok(payload, kUsual | kSessionTrack);
  REQUIRE(ok.ok());
  CHECK(ok->info.empty());
  CHECK(to_hex(ok->session_state) ==
        "010807"
        "77697265636170");
  Buffer encoded;
  encode(*ok, kUsual | kSessionTrack, false, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
  // For a client that did not ask, nothing of it is left.
  encoded.clear();
  encode(*ok, kUsual, false, encoded);
  CHECK(to_hex(encoded) == "00000002400000");
}

TEST_CASE("OK that ends a result set") {
  const Buffer payload = hex("fe000022000000");
  const Result<OkPacket> ok = decode_ok(payload, kUsual | kDeprecateEof);
  REQUIRE(ok.ok());
  CHECK(ok->status == (status::kAutocommit | status::kNoIndex));
  Buffer encoded;
  encode(*ok, kUsual | kDeprecateEof, true, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
}

TEST_CASE("large counts") {
  Buffer encoded;
  encode(OkPacket{.affected_rows = 0x123456789, .insert_id = UINT64_MAX}, kUsual, false, encoded);
  const Result<OkPacket> ok = decode_ok(encoded, kUsual);
  REQUIRE(ok.ok());
  CHECK(ok->affected_rows == 0x123456789);
  CHECK(ok->insert_id == UINT64_MAX);
}

TEST_CASE("what is no OK") {
  for (const std::string_view text :
       {"", "05000002000000", "0000000200000001", "00000002000000fb"}) {
    CHECK_FALSE(decode_ok(hex(text), kUsual).ok());
  }
}

// The documentation's example of "EOF_Packet".
TEST_CASE("EOF") {
  const Buffer payload = hex("fe00000200");
  const Result<EofPacket> eof = decode_eof(payload);
  REQUIRE(eof.ok());
  CHECK(eof->status == status::kAutocommit);
  Buffer encoded;
  encode(*eof, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
  check_truncations(payload, 5, [](Bytes prefix) { return decode_eof(prefix).ok(); });
  CHECK_FALSE(decode_eof(hex("fe0000020000")).ok());
}

// The documentation's example of "ERR_Packet".
TEST_CASE("ERR") {
  const Buffer payload = hex("ff 4804 23 4859303030 4e6f207461626c65732075736564");
  const Result<ErrPacket> err = decode_err(payload, kUsual);
  REQUIRE(err.ok());
  CHECK(err->number == 1096);
  CHECK(err->sqlstate == "HY000");
  CHECK(err->message == "No tables used");
  Buffer encoded;
  encode(*err, kUsual, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
  check_truncations(payload, 3, [](Bytes prefix) { return decode_err(prefix, kUsual).ok(); });
  CHECK_FALSE(decode_err(hex("ff480423485930"), kUsual).ok());
}

TEST_CASE("ERR in place of the greeting has no SQLSTATE") {
  const Buffer payload = hex("ff 1004 546f6f206d616e7920636f6e6e656374696f6e73");
  for (const Capabilities capabilities : {Capabilities{0}, kUsual}) {
    const Result<ErrPacket> err = decode_err(payload, capabilities);
    REQUIRE(err.ok());
    CHECK(err->number == 1040);
    CHECK(err->sqlstate.empty());
    CHECK(err->message == "Too many connections");
  }
  Buffer encoded;
  encode(ErrPacket{1040, "08004", "Too many connections"}, 0, encoded);
  CHECK(to_hex(encoded) == to_hex(payload));
}

TEST_CASE("messages are cut to 512 bytes between characters") {
  const auto message_of = [](const std::string& text) {
    Buffer encoded;
    encode(ErrPacket{1105, "HY000", text}, kUsual, encoded);
    return std::string(as_text(Bytes(encoded).subspan(9)));
  };
  CHECK(message_of(std::string(512, 'a')) == std::string(512, 'a'));
  CHECK(message_of(std::string(513, 'a')) == std::string(512, 'a'));
  const std::string pad(511, 'a');
  CHECK(message_of(pad + "\xc3\xa4") == pad);
  CHECK(message_of(pad + "\xe2\x82\xac") == pad);
  CHECK(message_of(pad.substr(1) + "\xe2\x82\xac") == pad.substr(1));
  CHECK(message_of(pad.substr(2) + "\xe2\x82\xac..") == pad.substr(2) + "\xe2\x82\xac");
  CHECK(message_of(pad.substr(2) + "\xf0\x9f\x98\x80.") == pad.substr(2));
  CHECK(message_of(std::string(600, '\x80')).size() == 512);  // no UTF-8 at all
}

TEST_CASE("an Error becomes an ERR") {
  Buffer encoded;
  encode_error(make_error(ErrorId::unknown_database, {"nonexist"}), kUsual, encoded);
  const Result<ErrPacket> err = decode_err(encoded, kUsual);
  REQUIRE(err.ok());
  CHECK(err->number == 1049);
  CHECK(err->sqlstate == "42000");
  CHECK(err->message.starts_with("Unknown database 'nonexist'"));
}

TEST_CASE("kinds of replies") {
  CHECK(reply_kind(hex("00000002000000")) == ReplyKind::ok);
  CHECK(reply_kind(hex("ff4804")) == ReplyKind::err);
  CHECK(reply_kind(hex("fb2f746d70")) == ReplyKind::local_infile);
  CHECK(reply_kind(hex("01")) == ReplyKind::result_set);
  CHECK(reply_kind(hex("fcfb00")) == ReplyKind::result_set);
}

TEST_CASE("a row that begins with 0xfe is a row") {
  CHECK(is_end_of_rows(0xfe, 5, kUsual));
  CHECK(is_end_of_rows(0xfe, 8, kUsual));
  CHECK_FALSE(is_end_of_rows(0xfe, 9, kUsual));
  CHECK_FALSE(is_end_of_rows(0xfe, 0xffffff, kUsual));
  CHECK_FALSE(is_end_of_rows(0xfb, 5, kUsual));
  CHECK(is_end_of_rows(0xfe, 7, kUsual | kDeprecateEof));
  CHECK(is_end_of_rows(0xfe, 0xfffffe, kUsual | kDeprecateEof));
  // A first column of 16 MiB fills the row's first packet, joined or not.
  CHECK_FALSE(is_end_of_rows(0xfe, 0xffffff, kUsual | kDeprecateEof));
  CHECK_FALSE(is_end_of_rows(0xfe, 0x1000009, kUsual | kDeprecateEof));
  CHECK_FALSE(is_end_of_rows(0x00, 7, kUsual | kDeprecateEof));
}

}  // namespace sluice::wire
