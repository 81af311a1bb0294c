// SPDX-License-Identifier: Apache-2.0
#include "tests/support/raw_client.h"

namespace sluice::test {
namespace {

std::uint8_t first_byte(const RawPacket& packet) {
  return packet.payload.empty() ? 0 : std::to_integer<std::uint8_t>(packet.payload[0]);
}

template <class T>
T value_or_throw(Result<T> result, const char* what) {
  if (!result) throw SocketError(std::string(what) + ": " + result.error().message());
  return std::move(*result);
}

std::uint64_t column_count(const RawPacket& packet) {
  wire::Reader reader(packet.payload);
  const std::uint64_t count = reader.lenenc();
  if (!reader.finished()) throw SocketError("the first packet of the answer is no column count");
  return count;
}

}  // namespace

bool RawReply::is_error() const {
  return !packets.empty() && first_byte(packets.back()) == 0xff;
}

wire::ErrPacket RawReply::error() const {
  if (!is_error()) return {};
  return value_or_throw(wire::decode_err(packets.back().payload, capabilities), "ERR");
}

wire::OkPacket RawReply::ok() const {
  if (packets.empty()) throw SocketError("no reply");
  return value_or_throw(wire::decode_ok(packets.back().payload, capabilities), "OK");
}

RawClient::RawClient(RawSocket socket) : socket_(std::move(socket)) {
  std::optional<RawPacket> packet = read_message(socket_);
  if (!packet) throw SocketError("closed before the greeting");
  if (first_byte(*packet) == 0xff) {
    greeting_error_ = std::move(packet);
    return;
  }
  greeting_bytes_ = std::move(packet->payload);
  greeting_ = value_or_throw(wire::decode_handshake_v10(greeting_bytes_), "greeting");
  nonce_ = greeting_.nonce;
}

void RawClient::send_message(std::uint8_t sequence, Bytes payload) {
  write_message(socket_, sequence, payload);
}

void RawClient::send_command(wire::Command command, std::string_view argument) {
  Buffer payload = {static_cast<std::byte>(command)};
  append(payload, argument);
  send_message(0, payload);
}

RawReply RawClient::query(std::string_view sql) {
  send_command(wire::Command::query, sql);
  return read_reply();
}

RawReply RawClient::read_reply() {
  RawReply reply;
  reply.capabilities = capabilities_;
  const auto next = [&]() -> RawPacket& {
    std::optional<RawPacket> packet = read_message(socket_);
    if (!packet) throw SocketError("closed inside an answer");
    reply.packets.push_back(std::move(*packet));
    return reply.packets.back();
  };
  if (wire::reply_kind(next().payload) != wire::ReplyKind::result_set) return reply;
  reply.columns = column_count(reply.packets.back());
  const bool deprecate_eof = (capabilities_ & wire::capability::kDeprecateEof) != 0;
  for (std::size_t i = 0; i < reply.columns + (deprecate_eof ? 0 : 1); ++i) {
    if (first_byte(next()) == 0xff) return reply;  // no definition begins like this
  }
  for (;;) {
    const RawPacket& packet = next();
    const std::uint8_t first = first_byte(packet);
    if (first == 0xff || wire::is_end_of_rows(first, packet.payload.size(), capabilities_)) {
      return reply;
    }
    reply.rows.push_back(packet.payload);
  }
}

RawReply RawClient::read_packet_reply() {
  RawReply reply;
  reply.capabilities = capabilities_;
  std::optional<RawPacket> packet = read_message(socket_);
  if (!packet) throw SocketError("closed instead of an answer");
  reply.packets.push_back(std::move(*packet));
  return reply;
}

bool RawClient::closed_by_peer(std::chrono::milliseconds timeout) {
  socket_.set_timeout(timeout);
  try {
    std::byte one[1];
    return socket_.read_some(one) == 0;
  } catch (const SocketTimeout&) {
    return false;
  } catch (const SocketError&) {
    return true;  // a reset closes as well
  }
}

std::optional<std::string> RawClient::rest_until_closed(std::chrono::milliseconds timeout) {
  socket_.set_timeout(timeout);
  std::string rest;
  try {
    std::byte some[512];
    while (const std::size_t size = socket_.read_some(some)) {
      rest.append(as_text(Bytes(some).first(size)));
    }
  } catch (const SocketTimeout&) {
    return std::nullopt;
  } catch (const SocketError&) {
  }
  return rest;
}

}  // namespace sluice::test
