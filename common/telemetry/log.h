// SPDX-License-Identifier: Apache-2.0
// The structured log: one line per event with a component, a message and key=value fields, as text
// or JSON on standard error, written by a thread of its own; a full queue drops the oldest lines
// and counts them rather than making a worker wait.
//
// Nobody logs passwords, and SQL is logged without its literals unless sql-show asks for it.
// Thread rule: any thread, after start_log().
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>

namespace sluice::log {

enum class Level : std::uint8_t { debug, info, warning, error };

struct Field {
  Field(std::string_view k, std::string_view v) : key(k), value(v) {}
  Field(std::string_view k, const char* v) : key(k), value(v) {}
  Field(std::string_view k, const std::string& v) : key(k), value(v) {}
  template <class Number>
  requires std::is_arithmetic_v<Number> Field(std::string_view k, Number v)
      : key(k), value(std::to_string(v)) {}

  std::string_view key;
  std::string value;
};

// Before start_log() lines go straight to standard error. stop_log() writes what is queued.
void start_log(Level level, bool json);
void stop_log();

bool enabled(Level level);
void write(Level level, std::string_view component, std::string_view message,
           std::initializer_list<Field> fields);

inline void debug(std::string_view component, std::string_view message,
                  std::initializer_list<Field> fields = {}) {
  if (enabled(Level::debug)) write(Level::debug, component, message, fields);
}
inline void info(std::string_view component, std::string_view message,
                 std::initializer_list<Field> fields = {}) {
  if (enabled(Level::info)) write(Level::info, component, message, fields);
}
inline void warning(std::string_view component, std::string_view message,
                    std::initializer_list<Field> fields = {}) {
  if (enabled(Level::warning)) write(Level::warning, component, message, fields);
}
inline void error(std::string_view component, std::string_view message,
                  std::initializer_list<Field> fields = {}) {
  write(Level::error, component, message, fields);
}

// Takes every line, of all levels, in place of standard error; null: no longer. For tests. Called
// by whichever thread logs, one at a time.
using Observer = std::function<void(Level level, std::string_view component,
                                    std::string_view message, std::initializer_list<Field> fields)>;
void observe(Observer observer);

// One log line's text, without the time; for tests.
std::string format_line(Level level, std::string_view component, std::string_view message,
                        std::initializer_list<Field> fields, bool json);

}  // namespace sluice::log
