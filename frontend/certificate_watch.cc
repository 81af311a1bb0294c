// SPDX-License-Identifier: Apache-2.0
#include "frontend/certificate_watch.h"

#include <array>
#include <optional>
#include <tuple>

#include <sys/stat.h>

#include "common/telemetry/log.h"

namespace sluice::frontend {
namespace {

// Device, inode, size, seconds and nanoseconds of the last change; zeros: no such file.
using FileState = std::tuple<dev_t, ino_t, off_t, time_t, long>;
using FileStates = std::array<FileState, 3>;

FileState state_of(const std::string& file) {
  struct stat found {};
  if (file.empty() || ::stat(file.c_str(), &found) != 0) return {};
  return {found.st_dev, found.st_ino, found.st_size, found.st_mtim.tv_sec, found.st_mtim.tv_nsec};
}

FileStates states_of(const config::FrontendTls& tls) {
  return {state_of(tls.certificate_file), state_of(tls.key_file), state_of(tls.ca_file)};
}

}  // namespace

void reload_certificates(const config::FrontendTls& tls, TlsCertificates& certificates,
                         std::string_view why) {
  const Result<void> loaded = certificates.load(tls);
  if (loaded) {
    log::info("gateway", std::string(why) + ": the certificates were read again");
  } else {
    log::error("gateway", std::string(why) + ": the certificates in use stay",
               {{"error", loaded.error().message()}});
  }
}

void CertificateWatch::start() {
  if (tls_.mode == config::TlsMode::disabled || tls_.watch_interval.count() == 0) return;
  loop_.start([this, known = std::optional<FileStates>()]() mutable {
    const FileStates now = states_of(tls_);
    const bool changed = known && now != *known;
    known = now;
    if (changed) reload_certificates(tls_, certificates_, "certificate files have changed");
    return tls_.watch_interval;
  });
}

}  // namespace sluice::frontend
