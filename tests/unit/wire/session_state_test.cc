// SPDX-License-Identifier: Apache-2.0
#include "common/wire/session_state.h"

#include "tests/unit/wire/hex.h"

namespace sluice::wire {

using test::hex;
using test::to_hex;

// Bytes that MariaDB 10.11 sent for USE shop and SET autocommit=0.
TEST_CASE("changes in the form that servers send") {
  Buffer out;
  append_state_change(StateChange::schema, "shop", out);
  CHECK(to_hex(out) == to_hex(hex("01 05 04 73686f70")));
  out.clear();
  append_state_change(StateChange::any, "1", out);
  CHECK(to_hex(out) == "020131");
  out.clear();
  append_variable_change("autocommit", "OFF", out);
  CHECK(to_hex(out) == to_hex(hex("00 0f 0a 6175746f636f6d6d6974 03 4f4646")));
}

TEST_CASE("what was appended is decoded") {
  Buffer out;
  append_variable_change("time_zone", std::string(300, 'z'), out);
  append_state_change(StateChange::gtids, "0-1-2", out);
  append_state_change(StateChange::any, "1", out);
  const auto changes = decode_session_state(out);
  REQUIRE(changes.ok());
  REQUIRE(changes->size() == 3);
  CHECK(changes->at(0).name == "time_zone");
  CHECK(changes->at(0).value == std::string(300, 'z'));
  CHECK(changes->at(1).value == "0-1-2");
  CHECK(changes->at(2).kind == 2);
}

TEST_CASE("kinds that are not known are passed over") {
  const auto changes = decode_session_state(hex("09 03 616263 01 02 01 78"));
  REQUIRE(changes.ok());
  REQUIRE(changes->size() == 2);
  CHECK(changes->at(0).kind == 9);
  CHECK(changes->at(1).value == "x");
}

TEST_CASE("of a server's changes its GTIDs are taken") {
  Buffer state;
  append_state_change(StateChange::schema, "ds_0", state);
  append_variable_change("last_gtid", "0-1-2", state);
  append_state_change(StateChange::gtids, "uuid:1-3", state);
  append_variable_change("autocommit", "ON", state);
  Buffer taken;
  append_gtid_changes(state, taken);
  Buffer expected;
  append_variable_change("last_gtid", "0-1-2", expected);
  append_state_change(StateChange::gtids, "uuid:1-3", expected);
  CHECK(taken == expected);
  append_gtid_changes(Bytes(state).first(state.size() - 1), taken);
  append_gtid_changes({}, taken);
  CHECK(taken == expected);
}

TEST_CASE("every truncated change is refused") {
  const Buffer whole = hex("00 0f 0a 6175746f636f6d6d6974 03 4f4646");
  for (std::size_t length = 1; length < whole.size(); ++length) {
    CHECK_FALSE(decode_session_state(Bytes(whole).first(length)).ok());
  }
}

}  // namespace sluice::wire
