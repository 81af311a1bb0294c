// SPDX-License-Identifier: Apache-2.0
#include "common/wire/compression/compressed_stream.h"

#include <algorithm>

#include "common/wire/compression/compress.h"

namespace sluice::wire {
namespace {

// Neither algorithm makes incompressible bytes longer than this.
constexpr std::size_t longest_compressed(std::size_t plain) {
  return plain + plain / 128 + 128;
}

Error broken() {
  return make_error(ErrorId::decompression_failed);
}

}  // namespace

CompressedStream::CompressedStream(const CompressionSettings& settings, Bytes early)
    : settings_(settings), raw_(std::max(kRawBytes, early.size())), raw_end_(early.size()) {
  std::ranges::copy(early, raw_.begin());
}

// ---------------------------------------------------------------------------------------- reading

std::span<std::byte> CompressedStream::prepare() {
  if (raw_begin_ > 0) {
    std::copy(raw_.begin() + static_cast<std::ptrdiff_t>(raw_begin_),
              raw_.begin() + static_cast<std::ptrdiff_t>(raw_end_), raw_.begin());
    raw_end_ -= raw_begin_;
    raw_begin_ = 0;
  }
  return std::span(raw_).subspan(raw_end_);
}

Bytes CompressedStream::raw_of_frame() const {
  return Bytes(raw_).subspan(raw_begin_, std::min(raw_end_ - raw_begin_, frame_left_));
}

void CompressedStream::take_raw(std::size_t count) {
  raw_begin_ += count;
  frame_left_ -= count;
}

Result<std::size_t> CompressedStream::read(std::span<std::byte> into) {
  if (!in_frame_) {
    if (raw_end_ - raw_begin_ < kCompressedHeaderBytes) return std::size_t{0};
    Result<void> begun = begin_frame();
    if (!begun) return begun.error();
  }
  Result<std::size_t> got = stored_ ? read_stored(into) : read_compressed(into);
  if (got && settings_.side == CompressionSettings::Side::server) {
    read_.take_all(Bytes(into).first(*got));
  }
  return got;
}

Result<void> CompressedStream::begin_frame() {
  Reader header(Bytes(raw_).subspan(raw_begin_, kCompressedHeaderBytes));
  frame_left_ = header.u24();
  const std::uint8_t sequence = header.u8();
  const std::size_t plain = header.u24();
  if (settings_.side == CompressionSettings::Side::server && sequence != sequence_ &&
      (sequence != 0 || !read_.between_messages())) {
    return make_error(ErrorId::packets_out_of_order);
  }
  stored_ = plain == 0;
  plain_left_ = stored_ ? frame_left_ : plain;
  if (plain_left_ > settings_.cap_bytes) return make_error(ErrorId::packet_too_large);
  if (frame_left_ == 0 || frame_left_ > longest_compressed(plain_left_)) return broken();
  if (!stored_) {
    if (!decompressor_) decompressor_ = make_decompressor(settings_.algorithm);
    if (!decompressor_->begin(plain)) return broken();
  }
  sequence_ = static_cast<std::uint8_t>(sequence + 1);
  raw_begin_ += kCompressedHeaderBytes;
  held_count_ = 0;
  in_frame_ = true;
  return {};
}

Result<std::size_t> CompressedStream::read_stored(std::span<std::byte> into) {
  const Bytes raw = raw_of_frame();
  const std::size_t count = std::min(raw.size(), into.size());
  std::copy_n(raw.begin(), count, into.begin());
  take_raw(count);
  in_frame_ = frame_left_ > 0;
  return count;
}

Decompressor::Progress CompressedStream::step(std::span<std::byte> room) {
  const Decompressor::Progress progress = decompressor_->run(raw_of_frame(), room);
  take_raw(progress.taken);
  return progress;
}

Result<std::size_t> CompressedStream::read_compressed(std::span<std::byte> into) {
  std::size_t made = 0;
  while (made < into.size()) {
    const bool last = plain_left_ == 1;
    const std::span<std::byte> room =
        last ? std::span(held_).subspan(held_count_)
             : into.subspan(made, std::min(into.size() - made, plain_left_ - 1));
    const Decompressor::Progress progress = step(room);
    if (progress.failed) return broken();
    if (last) {
      held_count_ += progress.made;
      if (held_count_ > 1) return broken();
    } else {
      made += progress.made;
      plain_left_ -= progress.made;
    }
    if (progress.finished) {
      if (!last || held_count_ != 1 || frame_left_ != 0) return broken();
      into[made++] = held_[0];
      in_frame_ = false;
      return made;
    }
    if (progress.taken > 0 || progress.made > 0) continue;
    if (frame_left_ == 0) return broken();  // it ends before it should
    break;
  }
  return made;
}

// ---------------------------------------------------------------------------------------- writing

// How much of `plain` the next frame takes; notes where commands begin.
std::size_t CompressedStream::frame_length(Bytes plain) {
  if (settings_.side == CompressionSettings::Side::server) {
    return std::min(plain.size(), kFrameBytes);
  }
  std::size_t length = 0;
  while (length < plain.size() && length < kFrameBytes) {
    const Bytes rest = plain.subspan(length, std::min(plain.size(), kFrameBytes) - length);
    const FrameHeader before = written_.last_header();
    // The data of a LOAD DATA LOCAL count beyond 255, and end with an empty packet.
    const bool counted_over = before.sequence == 255 && before.length > 0;
    if (written_.between_messages() && rest.size() >= kHeaderBytes &&
        read_header(rest.data()).sequence == 0 && !counted_over) {
      if (length > 0) return length;
      sequence_ = 0;
    }
    length += written_.take(rest);
  }
  return length;
}

void CompressedStream::write_frame(Bytes& plain, Buffer& out) {
  const Bytes part = plain.first(frame_length(plain));
  plain = plain.subspan(part.size());
  const std::size_t start = out.size();
  out.resize(start + kCompressedHeaderBytes);
  std::size_t before = 0;
  if (part.size() >= kMinCompressed && compress(settings_.algorithm, settings_.level, part, out)) {
    before = part.size();
  } else {
    Writer(out).bytes(part);
  }
  const std::size_t length = out.size() - start - kCompressedHeaderBytes;
  std::byte* const header = out.data() + start;
  write_header(header, {static_cast<std::uint32_t>(length), sequence_++});
  for (int i = 0; i < 3; ++i) header[4 + i] = static_cast<std::byte>(before >> 8 * i);
}

}  // namespace sluice::wire
