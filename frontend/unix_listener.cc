// SPDX-License-Identifier: Apache-2.0
#include "frontend/unix_listener.h"

#include <cerrno>
#include <cstring>
#include <optional>

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace sluice::frontend {
namespace {

constexpr int kBacklog = 1024;

// Whether a process listens there; anything but a clear no counts as yes.
bool answers(const sockaddr_un& address) {
  const int probe = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (probe < 0) return true;
  const int connected =
      ::connect(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  const bool refused = connected != 0 && errno == ECONNREFUSED;
  ::close(probe);
  return !refused;
}

// Why the path cannot be used; removes a socket that nobody listens on.
std::optional<std::string> make_way(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) return "the path is too long";
  std::memcpy(address.sun_path, path.data(), path.size());
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return std::nullopt;
    return std::strerror(errno);
  }
  if (!S_ISSOCK(found.st_mode)) return "there is a file that is no socket";
  if (found.st_uid != ::geteuid()) return "the socket there belongs to another user";
  if (answers(address)) return "another process listens there";
  if (::unlink(path.c_str()) != 0) return std::strerror(errno);
  return std::nullopt;
}

}  // namespace

Result<void> UnixListener::listen(const std::string& path, std::uint32_t mode) {
  const auto unusable = [&](const std::string& why) {
    return make_error(ErrorId::config_invalid, {"sluice.socket: " + path + ": " + why});
  };
  if (const std::optional<std::string> why = make_way(path)) return unusable(*why);
  std::error_code failed;
  acceptor_.open(Local(), failed);
  // Nobody can connect before listen(), so the permissions are in force from the first client on.
  if (!failed) acceptor_.bind(Local::endpoint(path), failed);
  if (failed) return unusable(failed.message());
  struct stat made {};
  if (::lstat(path.c_str(), &made) != 0) return unusable(std::strerror(errno));
  path_ = path;
  file_ = {made.st_dev, made.st_ino};
  if (::chmod(path.c_str(), static_cast<mode_t>(mode)) != 0) return unusable(std::strerror(errno));
  acceptor_.listen(kBacklog, failed);
  if (failed) return unusable(failed.message());
  return {};
}

void UnixListener::close() {
  std::error_code ignored;
  acceptor_.close(ignored);
  struct stat found {};
  if (!path_.empty() && ::lstat(path_.c_str(), &found) == 0 &&
      file_ == std::pair<std::uint64_t, std::uint64_t>(found.st_dev, found.st_ino)) {
    ::unlink(path_.c_str());
  }
  path_.clear();
}

}  // namespace sluice::frontend
