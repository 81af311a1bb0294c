// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/raw_statement.h"

namespace sluice::test {
namespace {

std::uint8_t lead(const RawPacket& packet) {
  return packet.payload.empty() ? 0 : std::to_integer<std::uint8_t>(packet.payload[0]);
}

}  // namespace

RawStatement::RawStatement(RawClient& client, std::string_view sql) : client_(client) {
  client_.send_command(wire::Command::stmt_prepare, sql);
  const RawPacket first = next();
  const auto ok = wire::decode_prepare_ok(first.payload);
  if (!ok) throw SocketError("not prepared");
  id_ = ok->statement_id;
  parameters_ = ok->parameters;
  const bool has_eof = (client_.capabilities() & wire::capability::kDeprecateEof) == 0;
  for (const std::size_t count : {std::size_t{ok->parameters}, std::size_t{ok->columns}}) {
    for (std::size_t i = 0; i < count; ++i) next();
    if (count > 0 && has_eof) next();
  }
}

RawPacket RawStatement::next() {
  std::optional<RawPacket> packet = read_message(client_.socket());
  if (!packet) throw SocketError("closed inside an answer");
  return std::move(*packet);
}

bool RawStatement::is_end(const RawPacket& packet, wire::StatusFlags& status) const {
  if (!wire::is_end_of_rows(lead(packet), packet.payload.size(), client_.capabilities())) {
    return false;
  }
  if ((client_.capabilities() & wire::capability::kDeprecateEof) != 0) {
    const auto ok = wire::decode_ok(packet.payload, client_.capabilities());
    if (!ok) throw SocketError("malformed OK");
    status = ok->status;
  } else {
    const auto eof = wire::decode_eof(packet.payload);
    if (!eof) throw SocketError("malformed EOF");
    status = eof->status;
  }
  return true;
}

ExecuteReply RawStatement::execute(std::uint8_t cursor,
                                   std::span<const wire::Parameter> parameters) {
  Buffer payload;
  wire::encode_stmt_execute(id_, parameters, payload, cursor);
  client_.send_command(wire::Command::stmt_execute, as_text(Bytes(payload).subspan(1)));
  ExecuteReply reply;
  const RawPacket first = next();
  if (lead(first) == 0xff) {
    reply.error = wire::decode_err(first.payload, client_.capabilities())->number;
    return reply;
  }
  if (lead(first) == 0) {
    const auto ok = wire::decode_ok(first.payload, client_.capabilities());
    if (!ok) throw SocketError("malformed OK");
    reply.status = ok->status;
    reply.affected_rows = ok->affected_rows;
    return reply;
  }
  wire::Reader reader(first.payload);
  reply.columns = reader.lenenc();
  for (std::size_t i = 0; i < reply.columns; ++i) next();
  if ((client_.capabilities() & wire::capability::kDeprecateEof) == 0) {
    if (!is_end(next(), reply.status)) throw SocketError("no EOF behind the columns");
    if ((reply.status & wire::status::kCursorExists) != 0) return reply;
  }
  for (;;) {
    const RawPacket packet = next();
    if (is_end(packet, reply.status)) return reply;
    if (lead(packet) == 0xff) {
      reply.error = wire::decode_err(packet.payload, client_.capabilities())->number;
      return reply;
    }
    reply.rows.push_back(packet.payload);
  }
}

FetchReply RawStatement::fetch(std::uint32_t rows) {
  Buffer payload;
  wire::encode_stmt_fetch({id_, rows}, payload);
  client_.send_command(wire::Command::stmt_fetch, as_text(Bytes(payload).subspan(1)));
  FetchReply reply;
  for (;;) {
    const RawPacket packet = next();
    if (is_end(packet, reply.status)) return reply;
    if (lead(packet) == 0xff) {
      reply.error = wire::decode_err(packet.payload, client_.capabilities())->number;
      return reply;
    }
    reply.rows.push_back(packet.payload);
  }
}

std::string RawStatement::id_bytes() const {
  Buffer bytes;
  wire::Writer(bytes).u32(id_);
  return std::string(as_text(bytes));
}

RawReply RawStatement::reset() {
  client_.send_command(wire::Command::stmt_reset, id_bytes());
  return client_.read_reply();
}

void RawStatement::close() {
  client_.send_command(wire::Command::stmt_close, id_bytes());
}

}  // namespace sluice::test
