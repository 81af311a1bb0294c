// SPDX-License-Identifier: Apache-2.0
#include "frontend/process_list.h"

#include <algorithm>
#include <mutex>

#include <asio/post.hpp>

namespace sluice::frontend {
namespace {

constexpr std::chrono::milliseconds kPatience{2'000};

}  // namespace

struct ProcessListGather::Shared {
  std::mutex mutex;
  std::vector<ProcessInfo> rows;  // protected by mutex
  std::size_t missing = 0;        // protected by mutex
  // The waiting thread's own: null once it has gone on.
  ProcessListGather* gather = nullptr;
  std::coroutine_handle<> waiter;

  void finish() {
    if (gather == nullptr) return;
    gather->disarm();
    gather = nullptr;
    waiter.resume();
  }
};

ProcessListGather::ProcessListGather(const std::vector<SessionOwner*>& owners,
                                     asio::io_context& home, net::Ticker& ticker)
    : owners_(owners), home_(home), ticker_(ticker), shared_(std::make_shared<Shared>()) {}

void ProcessListGather::await_suspend(std::coroutine_handle<> waiter) {
  shared_->missing = owners_.size();
  shared_->gather = this;
  shared_->waiter = waiter;
  ticker_.arm(*this, deadline_after(kPatience));
  for (SessionOwner* const owner : owners_) {
    owner->list_sessions([shared = shared_, &home = home_](std::vector<ProcessInfo> rows) {
      const std::lock_guard lock(shared->mutex);
      std::move(rows.begin(), rows.end(), std::back_inserter(shared->rows));
      if (--shared->missing == 0) asio::post(home, [shared] { shared->finish(); });
    });
  }
}

void ProcessListGather::expire() {
  asio::post(home_, [shared = shared_] { shared->finish(); });
}

std::vector<ProcessInfo> ProcessListGather::await_resume() {
  const std::lock_guard lock(shared_->mutex);
  std::vector<ProcessInfo> rows = std::move(shared_->rows);
  std::sort(rows.begin(), rows.end(),
            [](const ProcessInfo& a, const ProcessInfo& b) { return a.id < b.id; });
  return rows;
}

}  // namespace sluice::frontend
