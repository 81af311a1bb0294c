// SPDX-License-Identifier: Apache-2.0
// The sessions of all workers, asked for and awaited: SHOW PROCESSLIST and COM_PROCESS_INFO. A
// worker that does not answer in time (it is going down) is left out.
#pragma once

#include <coroutine>
#include <memory>
#include <vector>

#include <asio/io_context.hpp>

#include "common/net/ticker.h"
#include "frontend/session_registry.h"

namespace sluice::frontend {

// co_await gather gives the rows, sorted by id. The object lives in the waiting coroutine.
class ProcessListGather : private net::Ticker::Wait {
 public:
  // The owners must outlive the wait.
  ProcessListGather(const std::vector<SessionOwner*>& owners, asio::io_context& home,
                    net::Ticker& ticker);

  bool await_ready() const { return owners_.empty(); }
  void await_suspend(std::coroutine_handle<> waiter);
  std::vector<ProcessInfo> await_resume();

 private:
  struct Shared;
  void expire() override;

  const std::vector<SessionOwner*>& owners_;
  asio::io_context& home_;
  net::Ticker& ticker_;
  std::shared_ptr<Shared> shared_;
};

}  // namespace sluice::frontend
