// SPDX-License-Identifier: Apache-2.0
// A prepared statement of a raw client: execute with any flags and parameters, cursors, every
// packet checked. Errors: SocketError for what the protocol forbids. Thread rule: the client's.
#pragma once

#include "common/wire/commands.h"
#include "tests/support/raw_client.h"

namespace sluice::test {

// The head of an answer to COM_STMT_EXECUTE, up to the first row or the end.
struct ExecuteReply {
  std::size_t columns = 0;
  wire::StatusFlags status = 0;
  std::uint64_t affected_rows = 0;
  std::vector<Buffer> rows;  // without a cursor
  std::uint16_t error = 0;
};

struct FetchReply {
  std::vector<Buffer> rows;
  wire::StatusFlags status = 0;
  std::uint16_t error = 0;
  bool is_error() const { return error != 0; }
  std::uint16_t error_number() const { return error; }
};

class RawStatement {
 public:
  // Throws if the statement cannot be prepared.
  RawStatement(RawClient& client, std::string_view sql);

  std::uint32_t id() const { return id_; }
  std::size_t parameters() const { return parameters_; }
  ExecuteReply execute(std::uint8_t cursor, std::span<const wire::Parameter> parameters = {});
  FetchReply fetch(std::uint32_t rows);
  RawReply reset();
  void close();

 private:
  RawPacket next();
  bool is_end(const RawPacket& packet, wire::StatusFlags& status) const;
  std::string id_bytes() const;

  RawClient& client_;
  std::uint32_t id_ = 0;
  std::size_t parameters_ = 0;
};

}  // namespace sluice::test
