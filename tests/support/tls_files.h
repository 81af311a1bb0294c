// SPDX-License-Identifier: Apache-2.0
// A self-signed certificate and its key as PEM files, for a gateway with TLS.
// Errors: std::runtime_error.
#pragma once

#include <filesystem>

#include "tests/support/temp_dir.h"

namespace sluice::test {

struct TlsFiles {
  explicit TlsFiles(const std::string& common_name = "localhost");
  // A new certificate with a key of its own in the same files, and another serial number.
  void renew();

  std::string name;
  TempDir folder;
  std::filesystem::path certificate;
  std::filesystem::path key;
  long serial = 0;
};

}  // namespace sluice::test
