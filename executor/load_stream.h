// SPDX-License-Identifier: Apache-2.0
// One LOAD DATA LOCAL statement on one server: the statement, the server's request for the file,
// the file's bytes, and its end. The answer is the caller's to take (take_answer() or a relay).
// Back-pressure: write() suspends while the server does not read.
#pragma once

#include "executor/request.h"

namespace sluice::executor {

class LoadStream {
 public:
  // The unit's statement has been queued on `connection`.
  explicit LoadStream(backend::Connection& connection) : connection_(connection) {}

  // Sends the statement and takes the server's request. An ERR is returned as it came and ends the
  // answer: no file may be sent then.
  Task<Result<void>> open();
  Task<Result<void>> write(Bytes bytes);
  // The end of the file; the answer comes next.
  Task<Result<void>> close();

 private:
  void append_packet(Bytes payload);

  backend::Connection& connection_;
  std::uint8_t sequence_ = 0;
};

}  // namespace sluice::executor
