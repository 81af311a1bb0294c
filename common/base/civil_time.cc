// SPDX-License-Identifier: Apache-2.0
#include "common/base/civil_time.h"

#include <algorithm>
#include <chrono>

namespace sluice {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr CivilMicros kFirst = -62'135'596'800 * kMicrosPerSecond;  // 0001-01-01
constexpr CivilMicros kLast = 253'402'300'800 * kMicrosPerSecond - 1;

// Takes digits and separators off the front of a text.
class Reader {
 public:
  explicit Reader(std::string_view rest) : rest_(rest) {}

  bool digits(std::size_t count, unsigned& out) {
    if (rest_.size() < count) return false;
    out = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return false;
      out = out * 10 + static_cast<unsigned>(rest_[i] - '0');
    }
    rest_.remove_prefix(count);
    return true;
  }

  bool skip(std::string_view any_of) {
    if (rest_.empty() || any_of.find(rest_.front()) == std::string_view::npos) return false;
    rest_.remove_prefix(1);
    return true;
  }

  std::size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
};

bool read_fraction(Reader& reader, unsigned& micro) {
  const std::size_t count = reader.left();
  if (count == 0 || count > 6 || !reader.digits(count, micro)) return false;
  for (std::size_t i = count; i < 6; ++i) micro *= 10;
  return true;
}

bool read_time(Reader& reader, CivilTime& time) {
  return reader.digits(2, time.hour) && reader.skip(":") && reader.digits(2, time.minute) &&
         reader.skip(":") && reader.digits(2, time.second) &&
         (reader.left() == 0 || (reader.skip(".") && read_fraction(reader, time.micro)));
}

std::optional<CivilMicros> in_range(CivilMicros micros) {
  if (micros < kFirst || micros > kLast) return std::nullopt;
  return micros;
}

// Days of `date` moved by months, in days since 1970.
std::optional<days> add_months(year_month_day date, std::int64_t amount) {
  constexpr std::int64_t kMost = 12 * 10'000;
  if (amount > kMost || amount < -kMost) return std::nullopt;
  const auto month = date.year() / date.month() + std::chrono::months(amount);
  const auto last = (month / std::chrono::last).day();
  return sys_days(month / std::min(date.day(), last)).time_since_epoch();
}

CivilMicros unit_micros(CivilUnit unit) {
  switch (unit) {
    case CivilUnit::seconds:
      return kMicrosPerSecond;
    case CivilUnit::minutes:
      return 60 * kMicrosPerSecond;
    case CivilUnit::hours:
      return 3'600 * kMicrosPerSecond;
    case CivilUnit::days:
    case CivilUnit::months:
      break;
  }
  return kMicrosPerDay;
}

// Towards the earlier day, also before 1970.
std::int64_t day_number(CivilMicros micros) {
  return micros / kMicrosPerDay - (micros % kMicrosPerDay < 0 ? 1 : 0);
}

}  // namespace

std::optional<CivilMicros> to_micros(const CivilTime& time) {
  const year_month_day date{std::chrono::year(time.year), std::chrono::month(time.month),
                            std::chrono::day(time.day)};
  if (!date.ok() || time.year < 1 || time.year > 9'999 || time.hour > 23 || time.minute > 59 ||
      time.second > 59 || time.micro > 999'999) {
    return std::nullopt;
  }
  const std::int64_t seconds = (time.hour * 60 + time.minute) * 60 + time.second;
  return sys_days(date).time_since_epoch().count() * kMicrosPerDay + seconds * kMicrosPerSecond +
         time.micro;
}

CivilTime to_civil(CivilMicros micros) {
  const std::int64_t day = day_number(micros);
  const auto rest = static_cast<std::uint64_t>(micros - day * kMicrosPerDay);
  const year_month_day date{sys_days(days(day))};
  const auto seconds = static_cast<unsigned>(rest / kMicrosPerSecond);
  return {.year = static_cast<int>(date.year()),
          .month = static_cast<unsigned>(date.month()),
          .day = static_cast<unsigned>(date.day()),
          .hour = seconds / 3'600,
          .minute = seconds / 60 % 60,
          .second = seconds % 60,
          .micro = static_cast<unsigned>(rest % kMicrosPerSecond)};
}

std::optional<CivilMicros> parse_civil(std::string_view text) {
  Reader reader(text);
  CivilTime time;
  unsigned year = 0;
  if (!reader.digits(4, year) || !reader.skip("-") || !reader.digits(2, time.month) ||
      !reader.skip("-") || !reader.digits(2, time.day)) {
    return std::nullopt;
  }
  time.year = static_cast<int>(year);
  if (reader.left() != 0 && !(reader.skip(" T") && read_time(reader, time))) return std::nullopt;
  return reader.left() == 0 ? to_micros(time) : std::nullopt;
}

std::optional<CivilMicros> civil_of_number(std::uint64_t number) {
  constexpr std::uint64_t kFirstDate = 1'000'00'00;
  constexpr std::uint64_t kLastDate = 9'999'12'31;
  constexpr std::uint64_t kTime = 1'00'00'00;
  std::uint64_t time = 0;
  if (number > kLastDate) {
    time = number % kTime;
    number /= kTime;
  }
  if (number < kFirstDate || number > kLastDate) return std::nullopt;
  const auto part = [](std::uint64_t value) { return static_cast<unsigned>(value % 100); };
  return to_micros({.year = static_cast<int>(number / 1'00'00),
                    .month = part(number / 100),
                    .day = part(number),
                    .hour = part(time / 1'00'00),
                    .minute = part(time / 100),
                    .second = part(time)});
}

std::optional<CivilMicros> add_interval(CivilMicros from, std::int64_t amount, CivilUnit unit) {
  if (unit == CivilUnit::months) {
    const std::int64_t day = day_number(from);
    const auto moved = add_months(year_month_day(sys_days(days(day))), amount);
    if (!moved) return std::nullopt;
    return in_range(moved->count() * kMicrosPerDay + (from - day * kMicrosPerDay));
  }
  CivilMicros width = 0;
  CivilMicros sum = 0;
  if (__builtin_mul_overflow(amount, unit_micros(unit), &width) ||
      __builtin_add_overflow(from, width, &sum)) {
    return std::nullopt;
  }
  return in_range(sum);
}

}  // namespace sluice
