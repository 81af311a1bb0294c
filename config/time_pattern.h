// SPDX-License-Identifier: Apache-2.0
// Patterns of dates and times as ShardingSphere's configurations have them: Java's
// DateTimeFormatter, of which y, u, M, d, H, m, s and S with their counts, text in single quotes
// and other characters are understood. Immutable; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/civil_time.h"
#include "common/base/result.h"

namespace sluice::config {

class TimePattern {
 public:
  // Errors: config_invalid, saying what is not understood.
  static Result<TimePattern> compile(std::string_view pattern);

  // Reads a text that follows the pattern, or its first part if the text is shorter; a longer text
  // is cut. What the pattern does not name is the first of its kind (January, 1st, 00:00). nullopt:
  // the text is no such time.
  std::optional<CivilMicros> parse(std::string_view text) const;

  std::string format(CivilMicros time) const;

 private:
  struct Part {
    char letter = 0;  // 0: `text`
    std::size_t width = 0;
    std::string text;
  };

  bool read(const Part& part, std::string_view& rest, CivilTime& time) const;

  std::vector<Part> parts_;
  std::size_t length_ = 0;  // of the pattern, as it is written
};

// "DAYS", "MONTHS", ... as Java's ChronoUnit names them, in any case; YEARS are twelve months.
// nullopt: no unit that is understood.
struct TimeStep {
  std::int64_t amount = 1;
  CivilUnit unit = CivilUnit::days;
};
std::optional<TimeStep> time_unit(std::string_view name);

}  // namespace sluice::config
