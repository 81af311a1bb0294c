// SPDX-License-Identifier: Apache-2.0
#include "tests/support/scripted_steps.h"

#include <algorithm>
#include <utility>

#include "tests/support/text_pattern.h"

namespace sluice::test {
namespace {

using namespace wire::capability;

wire::Nonce fixed_nonce() {
  wire::Nonce nonce;
  for (std::size_t i = 0; i < nonce.size(); ++i) nonce[i] = static_cast<std::byte>('a' + i);
  return nonce;
}

RawPacket read_or_end(ScriptedConnection& connection) {
  std::optional<RawPacket> message = read_message(connection.socket);
  if (!message) throw SocketError("the peer closed where the script expects a message");
  connection.sequence = static_cast<std::uint8_t>(message->sequence + 1);
  return std::move(*message);
}

wire::ColumnDefinition varchar_column(std::string_view name) {
  wire::ColumnDefinition column;
  column.name = name;
  column.org_name = name;
  column.collation = 45;
  column.length = 1024;
  column.type = wire::ColumnType::var_string;
  return column;
}

Buffer text_row(const Cells& cells) {
  Buffer payload;
  wire::Writer writer(payload);
  for (const std::optional<std::string>& cell : cells) {
    if (cell) {
      writer.lenenc_text(*cell);
    } else {
      writer.u8(0xfb);
    }
  }
  return payload;
}

}  // namespace

void ScriptedConnection::send(Bytes payload) {
  while (payload.size() >= wire::kMaxPayload) {
    send_raw(packet_bytes(sequence++, payload.first(wire::kMaxPayload)));
    payload = payload.subspan(wire::kMaxPayload);
  }
  send_raw(packet_bytes(sequence++, payload));
}

void ScriptedConnection::send_raw(Bytes bytes) {
  const std::size_t step = chunk_bytes == 0 ? std::max<std::size_t>(bytes.size(), 1) : chunk_bytes;
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    socket.write(bytes.subspan(at, std::min(step, bytes.size() - at)));
  }
}

void Gate::open() {
  const std::scoped_lock lock(mutex_);
  is_open_ = true;
  opened_.notify_all();
}

bool Gate::wait(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  return opened_.wait_for(lock, timeout, [this] { return is_open_; });
}

Buffer ok_packet(std::uint64_t affected_rows, std::uint64_t insert_id, wire::StatusFlags status,
                 std::uint16_t warnings) {
  wire::OkPacket ok;
  ok.affected_rows = affected_rows;
  ok.insert_id = insert_id;
  ok.status = status;
  ok.warnings = warnings;
  Buffer payload;
  wire::encode(ok, kProtocol41, false, payload);
  return payload;
}

Buffer err_packet(std::uint16_t number, std::string_view sqlstate, std::string_view message) {
  Buffer payload;
  wire::encode(wire::ErrPacket{number, sqlstate, message}, kProtocol41, payload);
  return payload;
}

Buffer eof_packet(wire::StatusFlags status) {
  Buffer payload;
  wire::encode(wire::EofPacket{0, status}, payload);
  return payload;
}

Step greet(GreetingOptions options) {
  return [options](ScriptedConnection& connection) {
    wire::HandshakeV10 greeting;
    greeting.server_version = options.version;
    greeting.connection_id = static_cast<std::uint32_t>(connection.index + 1);
    greeting.nonce = fixed_nonce();
    greeting.capabilities = options.capabilities;
    greeting.collation = 45;
    greeting.status = wire::status::kAutocommit;
    greeting.auth_plugin = options.plugin;
    Buffer payload;
    wire::encode(greeting, payload);
    connection.sequence = 0;
    connection.offered = options.capabilities;
    connection.send(payload);
  };
}

Step login(GreetingOptions options) {
  return [greeting = greet(std::move(options))](ScriptedConnection& connection) {
    greeting(connection);
    const RawPacket message = read_or_end(connection);
    const auto response = wire::decode_handshake_response(message.payload, connection.offered);
    if (!response) throw SocketError("handshake response: " + response.error().message());
    connection.capabilities = response->capabilities & connection.offered;
    connection.send(ok_packet());
  };
}

Step expect(wire::Command command, std::string pattern) {
  return [=](ScriptedConnection& connection) {
    const RawPacket message = read_or_end(connection);
    if (message.payload.empty()) throw SocketError("an empty command");
    const auto got = static_cast<wire::Command>(message.payload[0]);
    const std::string text(as_text(Bytes(message.payload).subspan(1)));
    connection.server.note_command({connection.index, got, text});
    if (got == command && TextPattern(pattern).matches(text)) return;
    throw SocketError("expected " + pattern + ", got command " +
                      std::to_string(static_cast<int>(got)) + ": " + text);
  };
}

Step read_any() {
  return [](ScriptedConnection& connection) { read_or_end(connection); };
}

Step reply_with(std::vector<Buffer> payloads) {
  return [payloads = std::move(payloads)](ScriptedConnection& connection) {
    for (const Buffer& payload : payloads) connection.send(payload);
  };
}

Step result(std::vector<std::string> names, std::vector<Cells> rows) {
  return [names = std::move(names), rows = std::move(rows)](ScriptedConnection& connection) {
    const bool deprecate_eof = (connection.capabilities & kDeprecateEof) != 0;
    connection.send(Buffer{static_cast<std::byte>(names.size())});
    for (const std::string& name : names) {
      Buffer payload;
      wire::encode(varchar_column(name), payload);
      connection.send(payload);
    }
    if (!deprecate_eof) connection.send(eof_packet());
    for (const Cells& cells : rows) connection.send(text_row(cells));
    if (!deprecate_eof) return connection.send(eof_packet());
    Buffer end;
    wire::OkPacket ok;
    ok.status = wire::status::kAutocommit;
    wire::encode(ok, connection.capabilities, true, end);
    connection.send(end);
  };
}

Step raw_bytes(Buffer bytes) {
  return [bytes = std::move(bytes)](ScriptedConnection& connection) { connection.send_raw(bytes); };
}

Step chunks(std::size_t bytes) {
  return [bytes](ScriptedConnection& connection) { connection.chunk_bytes = bytes; };
}

Step wait_for(std::shared_ptr<Gate> gate) {
  return [gate = std::move(gate)](ScriptedConnection&) {
    if (!gate->wait()) throw SocketError("the test did not open the gate in time");
  };
}

Step serve_rules() {
  return [](ScriptedConnection& connection) {
    while (connection.open) connection.server.answer_by_rules(connection);
  };
}

Step close() {
  return [](ScriptedConnection& connection) {
    connection.socket.half_close();
    connection.open = false;
  };
}

Step reset() {
  return [](ScriptedConnection& connection) {
    connection.socket.reset();
    connection.open = false;
  };
}

Step all(std::vector<Step> steps) {
  return [steps = std::move(steps)](ScriptedConnection& connection) {
    for (const Step& step : steps) {
      if (connection.open) step(connection);
    }
  };
}

}  // namespace sluice::test
