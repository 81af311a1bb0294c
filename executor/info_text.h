// SPDX-License-Identifier: Apache-2.0
// The info text of OK packets ("Records: 2  Duplicates: 0  Warnings: 0", "Rows matched: ..") summed
// over units: texts alike but for their numbers add up, others are dropped.
#pragma once

#include <string>
#include <string_view>

namespace sluice::executor {

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
