// SPDX-License-Identifier: Apache-2.0
#include "executor/unit_answer.h"

#include <algorithm>

#include "executor/server_error.h"

namespace sluice::executor {

Task<Result<UnitAnswer>> take_answer(backend::Connection& connection) {
  Result<void> settled = co_await connection.settle();
  connection.begin_answer();
  Result<wire::Message> message = co_await connection.message();
  if (!message) co_return message.error();
  if (!settled) {
    connection.mark_broken();
    co_return settled.error();
  }
  const wire::ReplyKind kind = wire::reply_kind(message->payload);
  if (kind == wire::ReplyKind::ok) {
    const Result<wire::OkPacket> ok = wire::decode_ok(message->payload, connection.capabilities());
    if (ok) {
      co_return UnitAnswer{ok->affected_rows, ok->insert_id, ok->warnings, ok->status,
                           std::string(ok->info)};
    }
  } else if (kind == wire::ReplyKind::err) {
    co_return server_error(message->payload, connection);
  }
  connection.mark_broken();
  co_return make_error(ErrorId::backend_protocol,
                       {connection.name(), "an OK or ERR packet was expected"});
}

Error named_error(Request& request, std::size_t unit, const Error& error) {
  NameMap names;
  request.fill_names(request.resolution.units[unit], names);
  return with_logical_names(error, names);
}

void WriteTotals::add(const UnitAnswer& answer, bool sum_affected) {
  if (sum_affected || !any_) affected_rows_ += answer.affected_rows;
  if (insert_id_ == 0) insert_id_ = answer.insert_id;
  if (sum_affected || !any_) {
    warnings_ += answer.warnings;
    info_.add(answer.info);
  }
  any_ = true;
}

void WriteTotals::answer(Request& request) const {
  const std::uint64_t generated = request.resolution.first_generated;
  wire::OkPacket ok;
  ok.affected_rows = affected_rows_;
  ok.insert_id = generated != 0 ? generated : insert_id_;
  ok.status = request.client_status();
  ok.warnings = static_cast<std::uint16_t>(std::min<std::uint32_t>(warnings_, 0xffff));
  ok.info = info_.text();
  request.client.ok(ok);
  request.session.record_ok(static_cast<std::int64_t>(affected_rows_), generated);
  request.session.note_warnings(warnings_);
}

}  // namespace sluice::executor
