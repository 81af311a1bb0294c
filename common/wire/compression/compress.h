// SPDX-License-Identifier: Apache-2.0
// One block compressed at once. The compressor's working memory (256 KiB and more) belongs to the
// thread, not to a connection. Thread rule: any.
#pragma once

#include "common/base/bytes.h"
#include "common/wire/compression/settings.h"

namespace sluice::wire {

// Appends `plain` in compressed form. False, with `out` as it was, if that would not be shorter or
// memory is short. Precondition: not empty.
bool compress(CompressionAlgorithm algorithm, int level, Bytes plain, Buffer& out);

}  // namespace sluice::wire
