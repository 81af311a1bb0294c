// SPDX-License-Identifier: Apache-2.0
// What both ends of a connection have agreed on for compression, and the layout of its frames.
// Source: MySQL source documentation, "Compression" (Protocol::CompressedPacket).
#pragma once

#include <cstddef>
#include <cstdint>

#include "common/wire/protocol.h"

namespace sluice::wire {

enum class CompressionAlgorithm : std::uint8_t { zlib, zstd };

// 3 bytes length of what follows, 1 byte sequence id, 3 bytes length before compression; the latter
// is 0 where the payload is not compressed.
inline constexpr std::size_t kCompressedHeaderBytes = 7;
// Shorter payloads are sent as they are: compressing them makes them longer.
inline constexpr std::size_t kMinCompressed = 50;

inline constexpr int kDefaultZlibLevel = 3;
inline constexpr int kDefaultZstdLevel = 3;
// A client chooses the level that the server compresses with, 1 to 22. The upper ones cost a
// hundred times the processor time for the last per cent.
inline constexpr int kMaxZstdLevel = 12;

struct CompressionSettings {
  enum class Side : std::uint8_t { server, client };

  Side side = Side::server;
  CompressionAlgorithm algorithm = CompressionAlgorithm::zlib;
  int level = kDefaultZlibLevel;
  std::size_t cap_bytes = kMaxPayload;  // of what one frame may become
};

// What a connection with these capabilities in effect uses; zlib where a peer sets both flags.
inline bool uses_compression(Capabilities capabilities) {
  return (capabilities & (capability::kCompress | capability::kZstd)) != 0;
}
inline CompressionAlgorithm compression_algorithm(Capabilities capabilities) {
  return (capabilities & capability::kCompress) != 0 ? CompressionAlgorithm::zlib
                                                     : CompressionAlgorithm::zstd;
}

}  // namespace sluice::wire
