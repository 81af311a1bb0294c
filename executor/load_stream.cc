// SPDX-License-Identifier: Apache-2.0
#include "executor/load_stream.h"

#include <algorithm>

#include "executor/server_error.h"
#include "executor/simple_command.h"

namespace sluice::executor {
namespace {

// No server's max_allowed_packet is smaller than a few of these.
constexpr std::size_t kPacketBytes = 32 * 1024;

}  // namespace

Task<Result<void>> LoadStream::open() {
  Result<void> sent = co_await send_queued(connection_);
  if (!sent) co_return sent.error();
  connection_.begin_answer();
  Result<wire::Message> message = co_await connection_.message();
  if (!message) co_return message.error();
  switch (wire::reply_kind(message->payload)) {
    case wire::ReplyKind::local_infile:
      sequence_ = message->next_sequence;
      co_return Result<void>();
    case wire::ReplyKind::err:
      connection_.end_answer();
      co_return server_error(message->payload, connection_);
    case wire::ReplyKind::ok:
    case wire::ReplyKind::result_set:
      break;
  }
  connection_.mark_broken();
  co_return make_error(ErrorId::backend_protocol,
                       {connection_.name(), "the request for a file was expected"});
}

void LoadStream::append_packet(Bytes payload) {
  sequence_ = wire::append_message(connection_.out(), sequence_, payload);
}

Task<Result<void>> LoadStream::write(Bytes bytes) {
  while (!bytes.empty()) {
    const Bytes packet = bytes.first(std::min(bytes.size(), kPacketBytes));
    bytes = bytes.subspan(packet.size());
    append_packet(packet);
    Result<void> sent = co_await connection_.flush();
    if (!sent) co_return sent.error();
  }
  co_return Result<void>();
}

Task<Result<void>> LoadStream::close() {
  append_packet({});
  connection_.statement_queued(sequence_);
  Result<void> sent = co_await connection_.flush();
  co_return sent;
}

}  // namespace sluice::executor
