// SPDX-License-Identifier: Apache-2.0
// `sluice serve --config DIR`
#pragma once

#include <filesystem>

namespace sluice::frontend {

// Runs the gateway in the foreground; the process's exit status.
int run_serve(const std::filesystem::path& config_directory);

}  // namespace sluice::frontend
