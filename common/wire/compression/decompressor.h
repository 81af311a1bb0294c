// SPDX-License-Identifier: Apache-2.0
// Decompresses one block after another, each in as many steps as its bytes come in. Makes no more
// than it is given room for. Thread rule: one thread. Sans-io.
#pragma once

#include <memory>
#include <span>

#include "common/base/bytes.h"
#include "common/wire/compression/settings.h"

namespace sluice::wire {

class Decompressor {
 public:
  struct Progress {
    std::size_t taken = 0;
    std::size_t made = 0;
    bool finished = false;  // the block's end, checksum included
    bool failed = false;    // no such block, or no memory
  };

  virtual ~Decompressor() = default;
  // Forgets what was before. `plain_bytes`: what the block is said to become, at most kMaxPayload;
  // it bounds the working memory.
  virtual bool begin(std::size_t plain_bytes) = 0;
  virtual Progress run(Bytes input, std::span<std::byte> room) = 0;
};

std::unique_ptr<Decompressor> make_decompressor(CompressionAlgorithm algorithm);

}  // namespace sluice::wire
