// SPDX-License-Identifier: Apache-2.0
// What a server may send. Whatever decodes is encoded and decoded again, with the same result.
// Input: capabilities (4 bytes), the payload.
#include "common/wire/messages.h"
#include "common/wire/session_state.h"
#include "tests/fuzz/check.h"

namespace {

using namespace sluice;
using fuzz::check;

bool same(Bytes left, Bytes right) {
  return as_text(left) == as_text(right);
}

void ok(Bytes payload, wire::Capabilities capabilities) {
  const auto message = wire::decode_ok(payload, capabilities);
  if (!message) return;
  Buffer encoded;
  wire::encode(*message, capabilities, false, encoded);
  const auto again = wire::decode_ok(encoded, capabilities);
  check(again.ok());
  check(again->affected_rows == message->affected_rows && again->insert_id == message->insert_id &&
        again->status == message->status && again->warnings == message->warnings &&
        again->info == message->info && same(again->session_state, message->session_state));
}

void err(Bytes payload, wire::Capabilities capabilities) {
  const auto message = wire::decode_err(payload, capabilities);
  if (!message) return;
  Buffer encoded;
  wire::encode(*message, capabilities, encoded);
  check(encoded.size() <= 3 + 6 + 512);
  const auto again = wire::decode_err(encoded, capabilities);
  check(again.ok() && again->number == message->number);
  if (message->message.size() <= 512 && !message->sqlstate.empty()) {
    check(again->message == message->message && again->sqlstate == message->sqlstate);
  }
}

void column(Bytes payload) {
  const auto message = wire::decode_column_definition(payload);
  if (!message) return;
  Buffer encoded;
  wire::encode(*message, encoded);
  const auto again = wire::decode_column_definition(encoded);
  check(again.ok());
  check(again->schema == message->schema && again->table == message->table &&
        again->org_table == message->org_table && again->name == message->name &&
        again->org_name == message->org_name && again->type == message->type &&
        again->flags == message->flags && same(again->default_value, message->default_value));
}

void session_state(Bytes payload) {
  Buffer gtids;
  wire::append_gtid_changes(payload, gtids);
  check(wire::decode_session_state(gtids).ok());
  const auto changes = wire::decode_session_state(payload);
  if (!changes) return;
  Buffer encoded;
  std::size_t known = 0;
  for (const wire::DecodedChange& change : *changes) {
    if (change.kind > static_cast<std::uint8_t>(wire::StateChange::transaction_state)) continue;
    ++known;
    if (change.kind == 0) {
      wire::append_variable_change(change.name, change.value, encoded);
    } else {
      wire::append_state_change(static_cast<wire::StateChange>(change.kind), change.value, encoded);
    }
  }
  const auto again = wire::decode_session_state(encoded);
  check(again.ok() && again->size() == known);
}

void greeting(Bytes payload) {
  const auto message = wire::decode_handshake_v10(payload);
  if (!message) return;
  Buffer encoded;
  wire::encode(*message, encoded);
  const auto again = wire::decode_handshake_v10(encoded);
  check(again.ok());
  check(again->server_version == message->server_version && again->nonce == message->nonce &&
        again->capabilities == message->capabilities && again->auth_plugin == message->auth_plugin);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  const Bytes input = fuzz::as_input(data, size);
  const wire::Capabilities capabilities = wire::Reader(input).u32();
  const Bytes payload = input.subspan(4);
  (void)wire::reply_kind(payload);
  ok(payload, capabilities);
  err(payload, capabilities);
  column(payload);
  greeting(payload);
  session_state(payload);
  (void)wire::decode_eof(payload).ok();
  (void)wire::decode_prepare_ok(payload).ok();
  (void)wire::decode_auth_switch(payload).ok();
  return 0;
}
