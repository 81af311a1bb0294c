// SPDX-License-Identifier: Apache-2.0
// A self-signed certificate and its key as PEM files, for a gateway with TLS.
// Errors: std::runtime_error.
#pragma once

#include <filesystem>

#include "tests/support/temp_dir.h"

namespace sluice::test {

struct TlsFiles {
  TlsFiles();
  TempDir folder;
  std::filesystem::path certificate;
  std::filesystem::path key;
};

}  // namespace sluice::test
