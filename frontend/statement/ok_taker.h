// SPDX-License-Identifier: Apache-2.0
// The OK of a statement whose answer the gateway takes itself.
#pragma once

#include <string>

#include "executor/answer_reader.h"

namespace sluice::frontend {

class OkTaker final : public executor::AnswerReader {
 public:
  OkTaker() : AnswerReader(wire::RowFormat::text) {}

  struct Answer {
    std::uint64_t affected_rows = 0;
    std::uint64_t insert_id = 0;
    std::uint16_t warnings = 0;
    std::string info;
  };
  Answer answer;

 private:
  Result<void> on_columns(const std::vector<Buffer>&) override { return {}; }
  Result<void> on_row(std::span<const wire::Cell>) override { return {}; }
  Result<void> on_end(const wire::OkPacket& ok, bool) override {
    answer = {ok.affected_rows, ok.insert_id, ok.warnings, std::string(ok.info)};
    return {};
  }
};

}  // namespace sluice::frontend
