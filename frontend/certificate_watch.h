// SPDX-License-Identifier: Apache-2.0
// Looks at the certificate files every so often and has them read again when one has changed, so
// that a renewed certificate needs no signal. A change is noticed by device, inode, size and time
// of modification. While a certificate is new and its key still old, reading them fails; the
// certificates in use stay, and the key's change is the next one to be noticed.
// Ownership and thread rule: as its BackgroundLoop's.
#pragma once

#include "config/config.h"
#include "frontend/background_loop.h"
#include "frontend/tls_context.h"

namespace sluice::frontend {

class CertificateWatch {
 public:
  // `certificates` must outlive this object.
  CertificateWatch(config::FrontendTls tls, TlsCertificates& certificates)
      : tls_(std::move(tls)), certificates_(certificates) {}

  // Does nothing where there is nothing to watch.
  void start();
  void stop() { loop_.stop(); }

 private:
  const config::FrontendTls tls_;
  TlsCertificates& certificates_;
  BackgroundLoop loop_;  // the last member: it uses the others
};

// Reads the files again; `why` begins the log line.
void reload_certificates(const config::FrontendTls& tls, TlsCertificates& certificates,
                         std::string_view why);

}  // namespace sluice::frontend
