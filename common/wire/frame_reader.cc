// SPDX-License-Identifier: Apache-2.0
#include "common/wire/frame_reader.h"

#include <algorithm>
#include <cassert>
#include <new>

namespace sluice::wire {

FrameReader::FrameReader(std::size_t cap_bytes, std::size_t initial_bytes)
    : cap_(cap_bytes), initial_(std::max(initial_bytes, 2 * kHeaderBytes)) {}

// One message at the cap with a header for each of its packets, and one usual read behind it.
std::size_t FrameReader::most_bytes() const {
  return cap_ + kHeaderBytes * (cap_ / kMaxPayload + 2) + initial_;
}

void FrameReader::move_to_front() {
  if (begin_ == 0) return;
  std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
  scan_ -= begin_;
  end_ -= begin_;
  begin_ = 0;
}

void FrameReader::reallocate(std::size_t capacity) {
  void* const grown = std::realloc(buffer_.get(), capacity);
  if (grown == nullptr) throw std::bad_alloc();
  buffer_.release();
  buffer_.reset(static_cast<std::byte*>(grown));
  capacity_ = capacity;
}

std::span<std::byte> FrameReader::prepare() {
  if (begin_ == end_) {
    begin_ = end_ = scan_ = 0;
    if (capacity_ != initial_) reallocate(initial_);
  } else if (capacity_ - end_ < capacity_ / 2) {
    move_to_front();  // rather than read into ever smaller space
  }
  if (end_ == capacity_ && capacity_ < most_bytes()) {
    move_to_front();
    reallocate(std::min(2 * capacity_, most_bytes()));
  }
  return {buffer_.get() + end_, capacity_ - end_};
}

void FrameReader::commit(std::size_t count) {
  assert(count <= capacity_ - end_);
  end_ += count;
}

Result<std::optional<Message>> FrameReader::next() {
  while (end_ - scan_ >= kHeaderBytes) {
    const FrameHeader header = read_header(buffer_.get() + scan_);
    if (header.sequence != expected_ && check_sequences_) {
      return make_error(ErrorId::packets_out_of_order);
    }
    if (header.length > cap_ - joined_) return make_error(ErrorId::packet_too_large);
    if (end_ - scan_ - kHeaderBytes < header.length) break;

    std::byte* const payload = buffer_.get() + begin_ + kHeaderBytes;
    if (joined_ > 0) {
      std::memmove(payload + joined_, buffer_.get() + scan_ + kHeaderBytes, header.length);
    }
    joined_ += header.length;
    scan_ += kHeaderBytes + header.length;
    expected_ = static_cast<std::uint8_t>(header.sequence + 1);
    if (header.length == kMaxPayload) continue;  // not the last packet of its message

    const Message message{{payload, joined_}, expected_};
    begin_ = scan_;
    joined_ = 0;
    return std::optional<Message>(message);
  }
  return std::optional<Message>();
}

std::uint8_t FrameReader::refusal_sequence() const {
  assert(end_ - scan_ >= kHeaderBytes);
  return static_cast<std::uint8_t>(read_header(buffer_.get() + scan_).sequence + 1);
}

void FrameReader::skip(std::size_t count) {
  assert(joined_ == 0 && count <= end_ - begin_);
  begin_ += count;
  scan_ = begin_;
}

Buffer FrameReader::take_pending() {
  Buffer pending(buffer_.get() + begin_, buffer_.get() + end_);
  begin_ = end_ = scan_ = joined_ = 0;
  return pending;
}

}  // namespace sluice::wire
