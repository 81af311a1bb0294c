// SPDX-License-Identifier: Apache-2.0
#include "tests/integration/raw_session.h"

#include <thread>

namespace sluice::test {
namespace {

RawClient logged_in(std::uint16_t port, const RawOptions& options, const std::string& password) {
  RawClient client(port);
  const RawReply reply = client.login({.user = options.user,
                                       .password = password,
                                       .database = options.database,
                                       .capabilities = options.capabilities});
  if (reply.is_error()) throw SocketError(std::string(reply.error().message));
  return client;
}

}  // namespace

RawClient raw_gateway(const RawOptions& options) {
  return logged_in(shared_cluster().gateway().port(), options, options.password);
}

RawClient raw_alone(const RawOptions& options) {
  return logged_in(shared_cluster().alone().port(), options,
                   options.user == "root" ? std::string() : options.password);
}

std::vector<std::optional<std::string>> text_cells(Bytes row, std::size_t columns) {
  wire::Reader reader(row);
  std::vector<std::optional<std::string>> cells;
  for (std::size_t i = 0; i < columns; ++i) {
    if (reader.peek() == 0xfb) {
      reader.skip(1);
      cells.emplace_back();
    } else {
      cells.emplace_back(std::string(reader.lenenc_text()));
    }
  }
  if (!reader.finished()) throw SocketError("row of another width");
  return cells;
}

std::string single_value(const RawReply& reply) {
  if (reply.rows.size() != 1 || reply.columns != 1) throw SocketError("not a single value");
  return text_cells(reply.rows.front(), 1).front().value_or("NULL");
}

bool eventually(const std::function<bool()>& condition, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!condition()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return true;
}

}  // namespace sluice::test
