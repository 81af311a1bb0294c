// SPDX-License-Identifier: Apache-2.0
// The bounds-checked reader and the writer through which every byte of the protocol goes.
// Reader: a failed read sets a sticky flag and yields zeros and empty views, so a decoder reads all
// its fields in wire order and asks ok() once at the end. Views point into the caller's bytes.
// Writer: appends to a caller's buffer. Neither owns memory.
// Source: MySQL internals, "Basic Types" (integers are little-endian, lenenc prefixes fb..fe).
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "common/base/bytes.h"

namespace sluice::wire {

static_assert(std::endian::native == std::endian::little, "integers are copied as they are");

class Reader {
 public:
  explicit Reader(Bytes bytes) : bytes_(bytes) {}

  bool ok() const { return !failed_; }
  // True when every byte was read and nothing failed.
  bool finished() const { return !failed_ && at_ == bytes_.size(); }
  std::size_t position() const { return at_; }
  std::size_t remaining() const { return bytes_.size() - at_; }
  void fail() {
    failed_ = true;
    at_ = bytes_.size();
  }

  std::uint8_t u8() { return static_cast<std::uint8_t>(fixed<1>()); }
  std::uint16_t u16() { return static_cast<std::uint16_t>(fixed<2>()); }
  std::uint32_t u24() { return static_cast<std::uint32_t>(fixed<3>()); }
  std::uint32_t u32() { return static_cast<std::uint32_t>(fixed<4>()); }
  std::uint64_t u64() { return fixed<8>(); }
  // Looks at the next byte without taking it; 0 at the end.
  std::uint8_t peek() const {
    return at_ < bytes_.size() ? std::to_integer<std::uint8_t>(bytes_[at_]) : std::uint8_t{0};
  }

  // Length-encoded integer. 0xfb (NULL in rows) and 0xff (ERR) are not integers and fail.
  std::uint64_t lenenc() {
    const std::uint8_t first = u8();
    if (first < 0xfb) return first;
    if (first == 0xfc) return u16();
    if (first == 0xfd) return u24();
    if (first == 0xfe) return u64();
    fail();
    return 0;
  }

  Bytes bytes(std::uint64_t count) {
    if (count > remaining()) {
      fail();
      return {};
    }
    const Bytes taken = bytes_.subspan(at_, static_cast<std::size_t>(count));
    at_ += static_cast<std::size_t>(count);
    return taken;
  }
  void skip(std::uint64_t count) { bytes(count); }
  std::string_view text(std::uint64_t count) { return as_text(bytes(count)); }
  std::string_view lenenc_text() { return text(lenenc()); }
  Bytes lenenc_bytes() { return bytes(lenenc()); }
  std::string_view rest_text() { return text(remaining()); }
  Bytes rest() { return bytes(remaining()); }

  // A string closed by a zero byte, which is taken but not part of the view.
  std::string_view zero_terminated() {
    const std::string_view rest = as_text(bytes_.subspan(at_));
    const std::size_t length = rest.find('\0');
    if (length == std::string_view::npos) {
      fail();
      return {};
    }
    at_ += length + 1;
    return rest.substr(0, length);
  }
  // The same where senders are known to leave out the zero byte of the last string.
  std::string_view zero_terminated_or_rest() {
    const std::string_view rest = as_text(bytes_.subspan(at_));
    return rest.find('\0') == std::string_view::npos ? rest_text() : zero_terminated();
  }

 private:
  template <std::size_t kCount>
  std::uint64_t fixed() {
    if (kCount > remaining()) {
      fail();
      return 0;
    }
    std::uint64_t value = 0;
    std::memcpy(&value, bytes_.data() + at_, kCount);
    at_ += kCount;
    return value;
  }

  Bytes bytes_;
  std::size_t at_ = 0;
  bool failed_ = false;
};

class Writer {
 public:
  explicit Writer(Buffer& out) : out_(out) {}

  Buffer& buffer() { return out_; }
  std::size_t size() const { return out_.size(); }

  void u8(std::uint8_t value) { out_.push_back(static_cast<std::byte>(value)); }
  void u16(std::uint16_t value) { fixed<2>(value); }
  void u24(std::uint32_t value) { fixed<3>(value); }
  void u32(std::uint32_t value) { fixed<4>(value); }
  void u64(std::uint64_t value) { fixed<8>(value); }
  void lenenc(std::uint64_t value) {
    if (value < 0xfb) return u8(static_cast<std::uint8_t>(value));
    if (value <= 0xffff) return fixed<3>(0xfc | value << 8);
    if (value <= 0xffffff) return fixed<4>(0xfd | value << 8);
    u8(0xfe);
    u64(value);
  }
  void bytes(Bytes value) { out_.insert(out_.end(), value.begin(), value.end()); }
  void text(std::string_view value) { bytes(as_bytes(value)); }
  void lenenc_text(std::string_view value) {
    lenenc(value.size());
    text(value);
  }
  void zero_terminated(std::string_view value) {
    text(value);
    u8(0);
  }
  void zeros(std::size_t count) { out_.resize(out_.size() + count); }

 private:
  template <std::size_t kCount>
  void fixed(std::uint64_t value) {
    std::array<std::byte, kCount> raw;
    std::memcpy(raw.data(), &value, kCount);
    out_.insert(out_.end(), raw.begin(), raw.end());
  }

  Buffer& out_;
};

}  // namespace sluice::wire
