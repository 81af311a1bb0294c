// SPDX-License-Identifier: Apache-2.0
// The decision log's file: opened by one process at a time, appended to durably, replaced
// atomically. Ownership: owns its descriptors. Thread rule: one thread at a time; everything
// blocks.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "backend/xa/decision_record.h"
#include "common/base/result.h"

namespace sluice::backend {

class LogFile {
 public:
  // Creates it if there is none; `content` is what it held. Errors: config_invalid.
  static Result<LogFile> open(const std::filesystem::path& file, LogContent& content);
  LogFile(LogFile&& other) noexcept;
  LogFile& operator=(LogFile&&) = delete;
  ~LogFile();

  // On disk when it returns. After an error the file is as before, or, if not even that can be had,
  // every later append fails. Errors: decision_log.
  Result<void> append(std::string_view lines);
  // Another content, all or nothing. Errors: decision_log; the old content then stays.
  Result<void> replace(std::string_view lines);

  std::size_t size() const { return size_; }

 private:
  LogFile(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}

  std::filesystem::path path_;
  int lock_;  // of a file beside it, which is never replaced
  int file_ = -1;
  std::size_t size_ = 0;
  bool unusable_ = false;
};

}  // namespace sluice::backend
