// SPDX-License-Identifier: Apache-2.0
#include "common/wire/compression/decompressor.h"

#include <algorithm>
#include <bit>

#include <zlib.h>
#include <zstd.h>

namespace sluice::wire {
namespace {

class ZlibDecompressor final : public Decompressor {
 public:
  ZlibDecompressor() = default;
  ZlibDecompressor(const ZlibDecompressor&) = delete;
  ZlibDecompressor& operator=(const ZlibDecompressor&) = delete;
  ~ZlibDecompressor() override {
    if (open_) inflateEnd(&stream_);
  }

  bool begin(std::size_t) override {
    if (open_) return inflateReset(&stream_) == Z_OK;
    open_ = inflateInit(&stream_) == Z_OK;
    return open_;
  }

  Progress run(Bytes input, std::span<std::byte> room) override {
    stream_.next_in = reinterpret_cast<Bytef*>(const_cast<std::byte*>(input.data()));
    stream_.avail_in = static_cast<uInt>(input.size());
    stream_.next_out = reinterpret_cast<Bytef*>(room.data());
    stream_.avail_out = static_cast<uInt>(room.size());
    const int status = inflate(&stream_, Z_NO_FLUSH);
    Progress progress;
    progress.taken = input.size() - stream_.avail_in;
    progress.made = room.size() - stream_.avail_out;
    progress.finished = status == Z_STREAM_END;
    progress.failed = status != Z_STREAM_END && status != Z_OK && status != Z_BUF_ERROR;
    return progress;
  }

 private:
  z_stream stream_{};
  bool open_ = false;
};

class ZstdDecompressor final : public Decompressor {
 public:
  // A frame names the window that it needs. Whoever compresses a block of known size needs no
  // larger one than the block, so a claim beyond is refused before memory is asked for.
  bool begin(std::size_t plain_bytes) override {
    if (!context_) context_.reset(ZSTD_createDCtx());
    if (!context_) return false;
    const int window = std::clamp(static_cast<int>(std::bit_width(plain_bytes)), 10, 24);
    ZSTD_DCtx_reset(context_.get(), ZSTD_reset_session_and_parameters);
    return !ZSTD_isError(ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, window));
  }

  Progress run(Bytes input, std::span<std::byte> room) override {
    ZSTD_inBuffer in{input.data(), input.size(), 0};
    ZSTD_outBuffer out{room.data(), room.size(), 0};
    const std::size_t status = ZSTD_decompressStream(context_.get(), &out, &in);
    Progress progress;
    progress.taken = in.pos;
    progress.made = out.pos;
    progress.failed = ZSTD_isError(status) != 0;
    progress.finished = !progress.failed && status == 0;
    return progress;
  }

 private:
  struct Free {
    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
  };
  std::unique_ptr<ZSTD_DCtx, Free> context_;
};

}  // namespace

std::unique_ptr<Decompressor> make_decompressor(CompressionAlgorithm algorithm) {
  if (algorithm == CompressionAlgorithm::zlib) return std::make_unique<ZlibDecompressor>();
  return std::make_unique<ZstdDecompressor>();
}

}  // namespace sluice::wire
