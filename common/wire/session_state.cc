// SPDX-License-Identifier: Apache-2.0
#include "common/wire/session_state.h"

namespace sluice::wire {
namespace {

constexpr std::uint8_t kLastKnown = static_cast<std::uint8_t>(StateChange::transaction_state);

void append_change(StateChange kind, Bytes data, Buffer& buffer) {
  Writer out(buffer);
  out.u8(static_cast<std::uint8_t>(kind));
  out.lenenc(data.size());
  out.bytes(data);
}

void read_data(Reader& data, DecodedChange& change) {
  if (change.kind > kLastKnown) return;
  if (change.kind == static_cast<std::uint8_t>(StateChange::system_variable)) {
    change.name = data.lenenc_text();
  }
  if (change.kind == static_cast<std::uint8_t>(StateChange::gtids)) {
    data.u8();  // how they are encoded, always 0
  }
  const bool bare = change.kind == static_cast<std::uint8_t>(StateChange::any);
  change.value = bare ? data.rest_text() : data.lenenc_text();
}

}  // namespace

void append_variable_change(std::string_view name, std::string_view value, Buffer& out) {
  Buffer data;
  Writer writer(data);
  writer.lenenc_text(name);
  writer.lenenc_text(value);
  append_change(StateChange::system_variable, data, out);
}

void append_state_change(StateChange kind, std::string_view text, Buffer& out) {
  Buffer data;
  Writer writer(data);
  if (kind == StateChange::gtids) writer.u8(0);
  if (kind == StateChange::any) {
    writer.text(text);  // documented with a length, sent without by every server
  } else {
    writer.lenenc_text(text);
  }
  append_change(kind, data, out);
}

void append_gtid_changes(Bytes state, Buffer& out) {
  if (state.empty()) return;
  const Result<std::vector<DecodedChange>> changes = decode_session_state(state);
  if (!changes) return;
  for (const DecodedChange& change : *changes) {
    if (change.kind == static_cast<std::uint8_t>(StateChange::gtids)) {
      append_state_change(StateChange::gtids, change.value, out);
    } else if (change.kind == static_cast<std::uint8_t>(StateChange::system_variable) &&
               change.name == "last_gtid") {
      append_variable_change(change.name, change.value, out);
    }
  }
}

Result<std::vector<DecodedChange>> decode_session_state(Bytes bytes) {
  std::vector<DecodedChange> changes;
  Reader in(bytes);
  while (in.ok() && in.remaining() > 0) {
    DecodedChange change;
    change.kind = in.u8();
    Reader data(in.lenenc_bytes());
    if (!in.ok()) break;
    read_data(data, change);
    if (!data.ok()) return make_error(ErrorId::malformed_packet, {"session state"});
    changes.push_back(std::move(change));
  }
  if (!in.finished()) return make_error(ErrorId::malformed_packet, {"session state"});
  return changes;
}

}  // namespace sluice::wire
