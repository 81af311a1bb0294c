// SPDX-License-Identifier: Apache-2.0
#include "common/net/ticker.h"

namespace sluice::net {

void Ticker::Wait::disarm() {
  if (next_ == nullptr) return;
  previous_->next_ = next_;
  next_->previous_ = previous_;
  previous_ = next_ = nullptr;
}

Ticker::Ticker(asio::io_context& context) : timer_(context) {
  next_long_ = Clock::now() + kLongTick;
  schedule();
}

void Ticker::arm(Wait& wait, Deadline deadline) {
  if (deadline == kNoDeadline) return;
  Head& list = deadline - Clock::now() < kShort ? short_ : long_;
  wait.deadline_ = deadline;
  wait.next_ = list.next_;
  wait.previous_ = &list;
  list.next_->previous_ = &wait;
  list.next_ = &wait;
}

void Ticker::stop() {
  stopped_ = true;
  timer_.cancel();
}

void Ticker::schedule() {
  timer_.expires_after(kTick);
  timer_.async_wait([this](const std::error_code& failed) {
    if (failed || stopped_) return;
    const Deadline now = Clock::now();
    look_through(short_, now);
    if (now >= next_long_) {
      next_long_ = now + kLongTick;
      look_through(long_, now);
    }
    if (!stopped_) schedule();
  });
}

void Ticker::look_through(Head& list, Deadline now) {
  // What has expired moves to a list of its own first: expire() may disarm any wait.
  Head expired;
  for (Wait* wait = list.next_; wait != &list;) {
    Wait* const following = wait->next_;
    if (wait->deadline_ <= now) {
      wait->disarm();
      wait->next_ = &expired;
      wait->previous_ = expired.previous_;
      expired.previous_->next_ = wait;
      expired.previous_ = wait;
    }
    wait = following;
  }
  while (expired.next_ != &expired) {
    Wait* const wait = expired.next_;
    wait->disarm();
    wait->expire();
  }
}

}  // namespace sluice::net
