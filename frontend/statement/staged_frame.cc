// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/staged_frame.h"

#include <chrono>
#include <cstdio>

namespace sluice::frontend {
namespace {

std::string now() {
  const auto micros = std::chrono::duration_cast<std::chrono::microseconds>(
                          std::chrono::system_clock::now().time_since_epoch())
                          .count();
  char text[40];
  std::snprintf(text, sizeof text, "%lld.%06lld", static_cast<long long>(micros / 1'000'000),
                static_cast<long long>(micros % 1'000'000));
  return text;
}

}  // namespace

Task<Result<void>> StagedFrame::begin() {
  Result<void> begun = co_await frame_.begin();
  if (!begun) co_return begun;
  executor::SessionState& state = session_.state;
  if (state.variables->find("timestamp") == nullptr) {
    clock_.emplace(state, [](backend::VariableMap& values) { values["timestamp"] = now(); });
  }
  co_return Result<void>();
}

Task<Result<void>> StagedFrame::end(Result<void> done) {
  clock_.reset();
  return frame_.end(std::move(done));
}

}  // namespace sluice::frontend
