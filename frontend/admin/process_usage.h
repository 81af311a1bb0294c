// SPDX-License-Identifier: Apache-2.0
// What this process takes of the machine, as the kernel tells it. Thread rule: any.
#pragma once

#include <cstdint>

namespace sluice::frontend {

struct ProcessUsage {
  double cpu_seconds = 0;
  std::uint64_t resident_bytes = 0;
  std::uint64_t descriptors = 0;
  std::uint64_t descriptors_limit = 0;
};

ProcessUsage read_process_usage();

}  // namespace sluice::frontend
