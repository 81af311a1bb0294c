// SPDX-License-Identifier: Apache-2.0
// Looks at the certificate files every so often and has them read again when one has changed, so
// that a renewed certificate needs no signal. A change is noticed by device, inode, size and time
// of modification. While a certificate is new and its key still old, reading them fails; the
// certificates in use stay, and the key's change is the next one to be noticed.
// Ownership: its owner calls stop(), or destroys it. Thread rule: a thread of its own, because
// reading files blocks; start() and stop() are the owner's.
#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "config/config.h"
#include "frontend/tls_context.h"

namespace sluice::frontend {

class CertificateWatch {
 public:
  // `certificates` must outlive this object.
  CertificateWatch(config::FrontendTls tls, TlsCertificates& certificates)
      : tls_(std::move(tls)), certificates_(certificates) {}
  ~CertificateWatch() { stop(); }

  // Does nothing where there is nothing to watch.
  void start();
  void stop();

 private:
  void run();

  const config::FrontendTls tls_;
  TlsCertificates& certificates_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;  // guarded by mutex_
  std::thread thread_;
};

// Reads the files again; `why` begins the log line.
void reload_certificates(const config::FrontendTls& tls, TlsCertificates& certificates,
                         std::string_view why);

}  // namespace sluice::frontend
