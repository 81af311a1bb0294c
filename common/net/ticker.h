// SPDX-License-Identifier: Apache-2.0
// Deadlines for everything that waits on a worker, at the price of two pointer writes per wait.
//
// A timer of asio costs a system call when it is armed; nearly all of ours are cancelled
// microseconds later. So a pending wait links itself into a list, and one timer per worker looks
// through the lists: deadlines within kShort are seen every kTick, later ones every kLongTick. A
// deadline is therefore kept late by up to kTick (kLongTick for long ones), never early.
//
// Thread rule: one thread, that of the io_context.
#pragma once

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

#include "common/base/deadline.h"

namespace sluice::net {

class Ticker {
 public:
  static constexpr std::chrono::milliseconds kTick{20};
  static constexpr std::chrono::seconds kLongTick{1};
  static constexpr std::chrono::seconds kShort{10};

  // A wait in progress. Unlinks itself when destroyed. expire() is called at most once per arm()
  // and may disarm or destroy other waits, and this one.
  class Wait {
   public:
    Wait() = default;
    Wait(const Wait&) = delete;
    Wait& operator=(const Wait&) = delete;
    void disarm();
    bool armed() const { return next_ != nullptr; }

   protected:
    ~Wait() { disarm(); }
    virtual void expire() = 0;

   private:
    friend class Ticker;
    Wait* previous_ = nullptr;
    Wait* next_ = nullptr;
    Deadline deadline_{};
  };

  explicit Ticker(asio::io_context& context);
  ~Ticker() = default;

  // kNoDeadline arms nothing. Precondition: not armed.
  void arm(Wait& wait, Deadline deadline);
  // Stops the timer, so that the io_context can run out of work. Armed waits stay armed.
  void stop();

 private:
  struct Head : Wait {
    void expire() override {}
    ~Head() { detach(); }
    Head() { previous_ = next_ = this; }
    void detach() { previous_ = next_ = nullptr; }
  };

  void schedule();
  void look_through(Head& list, Deadline now);

  asio::steady_timer timer_;
  Head short_;
  Head long_;
  Deadline next_long_{};
  bool stopped_ = false;
};

}  // namespace sluice::net
