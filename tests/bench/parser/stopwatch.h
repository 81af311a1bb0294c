// SPDX-License-Identifier: Apache-2.0
// CPU time of the calling thread, so that other work on the machine does not count.
#pragma once

#include <algorithm>
#include <vector>

#include <time.h>

namespace sluice::bench {

inline double thread_cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

// Seconds per call: the median of `samples` batches of about `batch_seconds` each, after a warm-up.
template <class Call>
double median_seconds(Call&& call, int samples = 15, double batch_seconds = 0.02) {
  call();
  double start = thread_cpu_seconds();
  call();
  const double once = std::max(thread_cpu_seconds() - start, 1e-8);
  const int repeats = std::max(1, static_cast<int>(batch_seconds / once));
  for (int i = 0; i < repeats; ++i) call();
  std::vector<double> times;
  for (int sample = 0; sample < samples; ++sample) {
    start = thread_cpu_seconds();
    for (int i = 0; i < repeats; ++i) call();
    times.push_back((thread_cpu_seconds() - start) / repeats);
  }
  std::nth_element(times.begin(), times.begin() + samples / 2, times.end());
  return times[static_cast<std::size_t>(samples) / 2];
}

}  // namespace sluice::bench
