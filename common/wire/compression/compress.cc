// SPDX-License-Identifier: Apache-2.0
#include "common/wire/compression/compress.h"

#include <memory>

#include <zlib.h>
#include <zstd.h>

namespace sluice::wire {
namespace {

// deflate() keeps its tables between uses; deflateReset() costs nothing against making them.
class Deflater {
 public:
  ~Deflater() { close(); }

  // The compressed length; 0 if it does not fit into `room`.
  std::size_t run(int level, Bytes plain, std::byte* room, std::size_t size) {
    if (!ready(level)) return 0;
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(plain.data()));
    stream_.avail_in = static_cast<uInt>(plain.size());
    stream_.next_out = reinterpret_cast<Bytef*>(room);
    stream_.avail_out = static_cast<uInt>(size);
    return deflate(&stream_, Z_FINISH) == Z_STREAM_END ? size - stream_.avail_out : 0;
  }

 private:
  bool ready(int level) {
    if (level_ == level) return deflateReset(&stream_) == Z_OK;
    close();
    stream_ = {};
    if (deflateInit(&stream_, level) != Z_OK) return false;
    level_ = level;
    return true;
  }
  void close() {
    if (level_ != 0) deflateEnd(&stream_);
    level_ = 0;
  }

  z_stream stream_{};
  int level_ = 0;  // 0: not initialised
};

struct FreeZstd {
  void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }
};

std::size_t run_zlib(int level, Bytes plain, std::byte* room, std::size_t size) {
  static thread_local Deflater deflater;
  return deflater.run(level, plain, room, size);
}

std::size_t run_zstd(int level, Bytes plain, std::byte* room, std::size_t size) {
  static thread_local const std::unique_ptr<ZSTD_CCtx, FreeZstd> context(ZSTD_createCCtx());
  if (!context) return 0;
  const std::size_t done =
      ZSTD_compressCCtx(context.get(), room, size, plain.data(), plain.size(), level);
  return ZSTD_isError(done) ? 0 : done;
}

}  // namespace

bool compress(CompressionAlgorithm algorithm, int level, Bytes plain, Buffer& out) {
  const std::size_t start = out.size();
  out.resize(start + plain.size() - 1);  // what does not fit is not worth it
  std::byte* const room = out.data() + start;
  const std::size_t size = plain.size() - 1;
  const std::size_t done = algorithm == CompressionAlgorithm::zlib
                               ? run_zlib(level, plain, room, size)
                               : run_zstd(level, plain, room, size);
  out.resize(start + done);
  return done > 0;
}

}  // namespace sluice::wire
