// SPDX-License-Identifier: Apache-2.0
// The info text of OK packets ("Records: 2  Duplicates: 0  Warnings: 0", "Rows matched: ..") summed
// over units: texts alike but for their numbers add up, others are dropped.
#pragma once

#include <string>
#include <string_view>

#include "router/plan.h"

namespace sluice::executor {

// What a server says of an INSERT of several rows, for one of them.
std::string info_of_row(router::OnDuplicate on_duplicate, std::uint64_t affected_rows,
                        std::uint32_t warnings);

class InfoText {
 public:
  void add(std::string_view text);
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  bool any_ = false;
  bool unlike_ = false;
};

}  // namespace sluice::executor
