// SPDX-License-Identifier: Apache-2.0
#include "backend/xa/log_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace sluice::backend {
namespace {

std::string reason() {
  return std::strerror(errno);
}

Error unusable(const std::filesystem::path& path, const std::string& why) {
  return make_error(ErrorId::config_invalid,
                    {"sluice.xa-log: " + path.string() + " can't be used: " + why});
}

Error failed(const std::filesystem::path& path, const std::string& why) {
  return make_error(ErrorId::decision_log, {path.string() + ": " + why});
}

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// A file's name is durable when its folder is.
bool sync_folder(const std::filesystem::path& path) {
  const int folder = ::open(path.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = folder >= 0 && ::fsync(folder) == 0;
  if (folder >= 0) ::close(folder);
  return done;
}

}  // namespace

Result<LogFile> LogFile::open(const std::filesystem::path& file, LogContent& content) {
  const std::filesystem::path path = std::filesystem::absolute(file);
  const int lock = ::open((path.string() + ".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) return unusable(path, reason());
  LogFile log(path, lock);
  if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
    return unusable(path, errno == EWOULDBLOCK ? "another gateway uses it" : reason());
  }
  std::error_code error;
  if (std::filesystem::exists(path, error)) {
    std::ifstream in(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), {}};
    if (!in) return unusable(path, "it can't be read");
    content = read_log(bytes);
    if (content.gateway.empty() && !bytes.empty()) return unusable(path, "it is no decision log");
  }
  return log;
}

LogFile::LogFile(LogFile&& other) noexcept
    : path_(std::move(other.path_)),
      lock_(std::exchange(other.lock_, -1)),
      file_(std::exchange(other.file_, -1)),
      size_(other.size_),
      unusable_(other.unusable_) {}

LogFile::~LogFile() {
  if (file_ >= 0) ::close(file_);
  if (lock_ >= 0) ::close(lock_);
}

Result<void> LogFile::append(std::string_view lines) {
  if (unusable_) return failed(path_, "an earlier write failed");
  if (write_all(file_, lines) && ::fdatasync(file_) == 0) {
    size_ += lines.size();
    return {};
  }
  const std::string why = reason();
  // What is half written must not come back after a crash: its transaction is rolled back.
  unusable_ = ::ftruncate(file_, static_cast<off_t>(size_)) != 0 || ::fdatasync(file_) != 0;
  return failed(path_, why);
}

Result<void> LogFile::replace(std::string_view lines) {
  const std::filesystem::path next = path_.string() + ".new";
  const int file = ::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return failed(next, reason());
  if (!write_all(file, lines) || ::fdatasync(file) != 0 ||
      std::rename(next.c_str(), path_.c_str()) != 0) {
    const std::string why = reason();
    ::close(file);
    return failed(next, why);
  }
  if (file_ >= 0) ::close(file_);
  file_ = file;
  size_ = lines.size();
  unusable_ = !sync_folder(path_);
  if (unusable_) return failed(path_, "its folder can't be synchronised");
  return {};
}

}  // namespace sluice::backend
