// SPDX-License-Identifier: Apache-2.0
// `sluice check --config DIR`: validates a configuration without starting anything.
#pragma once

#include <filesystem>
#include <ostream>

namespace sluice::frontend {

// Prints every problem as "file:line:column: message" to `out`, and if there is no error a line
// that says what was read. Returns the exit status: 0 without errors (warnings are none), else 1.
int check_configuration(const std::filesystem::path& directory, std::ostream& out);

}  // namespace sluice::frontend
