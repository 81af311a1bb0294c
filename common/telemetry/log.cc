// SPDX-License-Identifier: Apache-2.0
#include "common/telemetry/log.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <mutex>

#include <spdlog/async.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace sluice::log {
namespace {

constexpr std::size_t kQueueLines = 8192;

std::atomic<Level> g_level{Level::info};
std::atomic<bool> g_json{false};
std::atomic<bool> g_observed{false};
std::mutex g_observer_lock;
Observer g_observer;
std::shared_ptr<spdlog::logger> g_logger;  // set by start_log() before other threads exist

std::string_view name_of(Level level) {
  switch (level) {
    case Level::debug:
      return "DEBUG";
    case Level::info:
      return "INFO";
    case Level::warning:
      return "WARN";
    case Level::error:
      return "ERROR";
  }
  return "?";
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (byte < 0x20) {
      char code[8];
      std::snprintf(code, sizeof code, "\\u%04x", byte);
      out += code;
    } else {
      out += c;
    }
  }
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text);
  out += '"';
}

void append_text_value(std::string& out, std::string_view text) {
  if (!text.empty() && text.find_first_of(" \"\\\n\t=") == std::string_view::npos) {
    out += text;
  } else {
    append_quoted(out, text);
  }
}

std::string utc_now() {
  const auto now = std::chrono::system_clock::now();
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  const auto millis =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm parts{};
  gmtime_r(&seconds, &parts);
  char text[40];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%S", &parts);
  std::snprintf(text + length, sizeof text - length, ".%03dZ", static_cast<int>(millis));
  return text;
}

spdlog::level::level_enum spd_level(Level level) {
  return level == Level::error ? spdlog::level::err : spdlog::level::info;
}

}  // namespace

void start_log(Level level, bool json) {
  g_level = level;
  g_json = json;
  spdlog::init_thread_pool(kQueueLines, 1);
  auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  g_logger = std::make_shared<spdlog::async_logger>("sluice", sink, spdlog::thread_pool(),
                                                    spdlog::async_overflow_policy::overrun_oldest);
  g_logger->set_pattern("%v");
  g_logger->flush_on(spdlog::level::info);
}

void stop_log() {
  if (!g_logger) return;
  const std::size_t lost = spdlog::thread_pool()->overrun_counter();
  g_logger.reset();
  spdlog::shutdown();
  if (lost > 0) write(Level::warning, "log", "lines were dropped", {{"count", lost}});
}

bool enabled(Level level) {
  return level >= g_level.load(std::memory_order_relaxed) ||
         g_observed.load(std::memory_order_relaxed);
}

void observe(Observer observer) {
  const std::lock_guard<std::mutex> lock(g_observer_lock);
  g_observed = observer != nullptr;
  g_observer = std::move(observer);
}

std::string format_line(Level level, std::string_view component, std::string_view message,
                        std::initializer_list<Field> fields, bool json) {
  std::string line;
  if (json) {
    line += "\"level\":";
    append_quoted(line, name_of(level));
    line += ",\"component\":";
    append_quoted(line, component);
    line += ",\"message\":";
    append_quoted(line, message);
    for (const Field& field : fields) {
      line += ',';
      append_quoted(line, field.key);
      line += ':';
      append_quoted(line, field.value);
    }
    return line;
  }
  line += name_of(level);
  line.append(6 - std::min<std::size_t>(line.size(), 5), ' ');
  line += component;
  line += ": ";
  line += message;
  for (const Field& field : fields) {
    line += ' ';
    line += field.key;
    line += '=';
    append_text_value(line, field.value);
  }
  return line;
}

void write(Level level, std::string_view component, std::string_view message,
           std::initializer_list<Field> fields) {
  if (g_observed.load(std::memory_order_relaxed)) {
    const std::lock_guard<std::mutex> lock(g_observer_lock);
    if (g_observer) return g_observer(level, component, message, fields);
  }
  const bool json = g_json.load(std::memory_order_relaxed);
  std::string line = format_line(level, component, message, fields, json);
  line = json ? "{\"time\":\"" + utc_now() + "\"," + line + "}" : utc_now() + " " + line;
  if (g_logger) {
    g_logger->log(spd_level(level), spdlog::string_view_t(line.data(), line.size()));
  } else {
    std::fprintf(stderr, "%s\n", line.c_str());
  }
}

}  // namespace sluice::log
