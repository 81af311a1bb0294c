// SPDX-License-Identifier: Apache-2.0
#include "config/time_pattern.h"

#include <algorithm>

#include "config/scalar.h"

namespace sluice::config {
namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// How many digits a letter may be repeated to, 0: it is not understood.
std::size_t most_repeated(char letter) {
  switch (letter) {
    case 'y':
    case 'u':
      return 4;
    case 'M':
    case 'd':
    case 'H':
    case 'm':
    case 's':
      return 2;
    case 'S':
      return 6;
    default:
      return 0;
  }
}

void append_number(std::string& out, unsigned number, std::size_t width) {
  const std::string digits = std::to_string(number);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

unsigned power_of_ten(std::size_t exponent) {
  unsigned power = 1;
  while (exponent-- > 0) power *= 10;
  return power;
}

// The text in quotes that begins at `at`, which moves behind it; '' is a quote.
std::optional<std::string> quoted(std::string_view pattern, std::size_t& at) {
  std::string text;
  for (++at; at < pattern.size(); ++at) {
    if (pattern[at] != '\'') {
      text += pattern[at];
    } else if (at + 1 < pattern.size() && pattern[at + 1] == '\'') {
      text += pattern[++at];
    } else {
      ++at;
      return text.empty() ? "'" : text;
    }
  }
  return std::nullopt;
}

Error not_understood(std::string_view pattern, const std::string& why) {
  return make_error(ErrorId::config_invalid,
                    {"the pattern '" + std::string(pattern) + "' of dates and times: " + why});
}

}  // namespace

Result<TimePattern> TimePattern::compile(std::string_view pattern) {
  TimePattern compiled;
  compiled.length_ = pattern.size();
  for (std::size_t at = 0; at < pattern.size();) {
    Part part;
    const char first = pattern[at];
    if (first == '\'') {
      auto text = quoted(pattern, at);
      if (!text) return not_understood(pattern, "a quote is not closed");
      part.text = *std::move(text);
    } else if (is_letter(first)) {
      part.letter = first;
      while (at < pattern.size() && pattern[at] == first) ++at, ++part.width;
      if (part.width > most_repeated(first) || (part.letter == 'y' && part.width == 3)) {
        return not_understood(pattern,
                              "'" + std::string(part.width, first) + "' is not known here");
      }
    } else {
      part.text = first;
      ++at;
    }
    compiled.parts_.push_back(std::move(part));
  }
  const bool names_any = std::any_of(compiled.parts_.begin(), compiled.parts_.end(),
                                     [](const Part& part) { return part.letter != 0; });
  if (!names_any) return not_understood(pattern, "it names no date or time");
  return compiled;
}

// One letter is one or more digits, several are just as many.
bool TimePattern::read(const Part& part, std::string_view& rest, CivilTime& time) const {
  if (part.letter == 0) {
    if (!rest.starts_with(part.text)) return false;
    rest.remove_prefix(part.text.size());
    return true;
  }
  const bool year = part.letter == 'y' || part.letter == 'u';
  const std::size_t most = part.width > 1 ? part.width : (year ? 4 : (part.letter == 'S' ? 1 : 2));
  std::size_t count = 0;
  unsigned number = 0;
  while (count < most && count < rest.size() && is_digit(rest[count])) {
    number = number * 10 + static_cast<unsigned>(rest[count++] - '0');
  }
  if (count == 0 || (part.width > 1 && count != part.width)) return false;
  rest.remove_prefix(count);
  switch (part.letter) {
    case 'M':
      time.month = number;
      break;
    case 'd':
      time.day = number;
      break;
    case 'H':
      time.hour = number;
      break;
    case 'm':
      time.minute = number;
      break;
    case 's':
      time.second = number;
      break;
    case 'S':
      time.micro = number * power_of_ten(6 - count);
      break;
    default:
      time.year = static_cast<int>(part.width == 2 ? 2'000 + number : number);
      break;
  }
  return true;
}

std::optional<CivilMicros> TimePattern::parse(std::string_view text) const {
  std::string_view rest = text.substr(0, length_);
  CivilTime time;
  for (const Part& part : parts_) {
    if (rest.empty() && &part != parts_.data()) break;
    if (!read(part, rest, time)) return std::nullopt;
  }
  return rest.empty() ? to_micros(time) : std::nullopt;
}

std::string TimePattern::format(CivilMicros micros) const {
  const CivilTime time = to_civil(micros);
  std::string out;
  for (const Part& part : parts_) {
    switch (part.letter) {
      case 0:
        out += part.text;
        break;
      case 'M':
        append_number(out, time.month, part.width);
        break;
      case 'd':
        append_number(out, time.day, part.width);
        break;
      case 'H':
        append_number(out, time.hour, part.width);
        break;
      case 'm':
        append_number(out, time.minute, part.width);
        break;
      case 's':
        append_number(out, time.second, part.width);
        break;
      case 'S':
        append_number(out, time.micro / power_of_ten(6 - part.width), part.width);
        break;
      default: {
        const auto year = static_cast<unsigned>(time.year);
        append_number(out, part.width == 2 ? year % 100 : year, part.width);
        break;
      }
    }
  }
  return out;
}

std::optional<TimeStep> time_unit(std::string_view name) {
  struct Named {
    std::string_view name;
    TimeStep step;
  };
  static constexpr Named kUnits[] = {
      {"Seconds", {1, CivilUnit::seconds}}, {"Minutes", {1, CivilUnit::minutes}},
      {"Hours", {1, CivilUnit::hours}},     {"HalfDays", {12, CivilUnit::hours}},
      {"Days", {1, CivilUnit::days}},       {"Weeks", {7, CivilUnit::days}},
      {"Months", {1, CivilUnit::months}},   {"Years", {12, CivilUnit::months}},
      {"Decades", {120, CivilUnit::months}}};
  for (const Named& unit : kUnits) {
    if (equal_ignoring_case(unit.name, name)) return unit.step;
  }
  return std::nullopt;
}

}  // namespace sluice::config
