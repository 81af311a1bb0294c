// SPDX-License-Identifier: Apache-2.0
#include "backend/kill_query.h"

namespace sluice::backend {
namespace {

constexpr std::uint16_t kNoSuchThread = 1094;  // ER_NO_SUCH_THREAD

}  // namespace

Task<Result<void>> kill_query(const Target& target, std::uint32_t server_thread,
                              asio::io_context& context, net::Ticker& ticker, Counters& counters) {
  Result<std::unique_ptr<Connection>> opened =
      co_await Connection::open(target, context, ticker, counters);
  if (!opened) co_return opened.error();
  Connection& connection = **opened;
  connection.expect_ok("KILL QUERY " + std::to_string(server_thread));
  Result<void> sent = co_await connection.flush();
  if (!sent) co_return sent.error();
  Result<void> done = co_await connection.settle();
  if (!done && done.error().number() == kNoSuchThread) co_return Result<void>();
  co_return done;
}

}  // namespace sluice::backend
