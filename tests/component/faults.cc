// SPDX-License-Identifier: Apache-2.0
#include "tests/component/faults.h"

#include <doctest/doctest.h>

namespace sluice::test {
namespace {

// Reads to the end of the stream: the gateway has to give up on its own.
Step until_closed() {
  return [](ScriptedConnection& connection) {
    connection.open = false;
    try {
      std::byte some[1024];
      while (connection.socket.read_some(some) > 0) {
      }
    } catch (const SocketTimeout&) {
      throw;
    } catch (const SocketError&) {  // a reset ends it as well
    }
  };
}

Step half_a_packet(Buffer payload) {
  return [payload = std::move(payload)](ScriptedConnection& connection) {
    const Buffer packet = packet_bytes(connection.sequence++, payload);
    connection.send_raw(Bytes(packet).first(packet.size() / 2));
  };
}

Buffer text_bytes(std::string_view text) {
  const Bytes bytes = as_bytes(text);
  return {bytes.begin(), bytes.end()};
}

Step happening(Fault fault) {
  switch (fault) {
    case Fault::closes:
      return close();
    case Fault::resets:
      return reset();
    case Fault::garbage:
      return all({raw_bytes(text_bytes("HTTP/1.1 400 Bad Request\r\n\r\n")), until_closed()});
    case Fault::error:
      return reply_with({err_packet(kScriptedErrno, kScriptedState, kScriptedText)});
    case Fault::stalls:
      break;
  }
  return until_closed();
}

}  // namespace

Script failing(Place place, Fault fault, const std::vector<Cells>& rows) {
  Script script;
  const auto add = [&](Step step) { script.push_back(std::move(step)); };
  if (place == Place::authentication) {
    add(greet());
    add(read_any());
  }
  if (place >= Place::state) {
    add(login());
    add(expect(wire::Command::query, "SET .*"));
  }
  if (place >= Place::statement) {
    add(reply_with({ok_packet()}));
    add(expect(wire::Command::query, "SELECT .*"));
  }
  if (place >= Place::column_count) add(reply_with({column_count_packet(kIdAndName.size())}));
  if (place >= Place::definition) add(reply_with({column_packet(kIdAndName[0])}));
  if (place >= Place::rows) add(reply_with({column_packet(kIdAndName[1])}));
  if (place >= Place::second_row) add(row(text_row_packet(rows.at(0))));
  if (place == Place::second_row) add(half_a_packet(text_row_packet(rows.at(1))));
  if (place == Place::end) add(row(text_row_packet(rows.at(1))));
  add(happening(fault));
  // The statement behind a refused SET is not for this connection any more.
  if (place == Place::state && fault == Fault::error) add(until_closed());
  return script;
}

std::string to_text(Place place) {
  constexpr const char* kNames[] = {"greeting",  "authentication", "state",
                                    "statement", "column count",   "definition",
                                    "rows",      "second row",     "end"};
  return kNames[static_cast<int>(place)];
}

std::string to_text(Fault fault) {
  constexpr const char* kNames[] = {"closes", "resets", "garbage", "error", "stalls"};
  return kNames[static_cast<int>(fault)];
}

void check_discreet(const wire::ErrPacket& error, const std::string& data_source) {
  const std::string message(error.message);
  CAPTURE(message);
  CHECK(message.find(data_source) != std::string::npos);
  for (const char* secret : {"127.0.0.1", "localhost", kPoolUser, kPoolPassword, kPassword}) {
    CHECK(message.find(secret) == std::string::npos);
  }
}

}  // namespace sluice::test
