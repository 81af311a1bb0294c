// SPDX-License-Identifier: Apache-2.0
#include "router/load/file_format.h"

#include <algorithm>
#include <array>

namespace sluice::router {
namespace {

using Kind = CharacterLength::Kind;

bool between(char c, unsigned low, unsigned high) {
  const unsigned byte = static_cast<unsigned char>(c);
  return byte >= low && byte <= high;
}

bool is_tail_of_two(FileCharset charset, char c) {
  switch (charset) {
    case FileCharset::big5:
      return between(c, 0x40, 0x7e) || between(c, 0xa1, 0xfe);
    case FileCharset::gbk:
      return between(c, 0x40, 0x7e) || between(c, 0x80, 0xfe);
    default:
      return between(c, 0x40, 0x7e) || between(c, 0x80, 0xfc);
  }
}

bool is_head_of_two(FileCharset charset, char c) {
  switch (charset) {
    case FileCharset::big5:
      return between(c, 0xa1, 0xf9);
    case FileCharset::gbk:
      return between(c, 0x81, 0xfe);
    default:
      return between(c, 0x81, 0x9f) || between(c, 0xe0, 0xfc);
  }
}

CharacterLength of_two(FileCharset charset, std::string_view bytes) {
  if (!is_head_of_two(charset, bytes[0])) return {Kind::complete, 1};
  if (bytes.size() < 2) return {Kind::incomplete, 0};
  if (!is_tail_of_two(charset, bytes[1])) return {Kind::broken, 1};
  return {Kind::complete, 2};
}

std::uint8_t utf8_length(char head, bool four) {
  if (between(head, 0xc2, 0xdf)) return 2;
  if (between(head, 0xe0, 0xef)) return 3;
  return four && between(head, 0xf0, 0xf4) ? 4 : 1;
}

// The second byte may not make an overlong form, a surrogate's or one beyond the last code point.
bool is_utf8_tail(std::string_view bytes, std::size_t at) {
  if (!between(bytes[at], 0x80, 0xbf)) return false;
  if (at != 1) return true;
  const unsigned second = static_cast<unsigned char>(bytes[1]);
  switch (static_cast<unsigned char>(bytes[0])) {
    case 0xe0:
      return second >= 0xa0;
    case 0xf0:
      return second >= 0x90;
    case 0xf4:
      return second <= 0x8f;
    default:
      return true;
  }
}

CharacterLength of_utf8(bool four, std::string_view bytes) {
  const std::uint8_t length = utf8_length(bytes[0], four);
  for (std::uint8_t i = 1; i < length; ++i) {
    if (i == bytes.size()) return {Kind::incomplete, 0};
    if (!is_utf8_tail(bytes, i)) return {Kind::broken, i};
  }
  return {Kind::complete, length};
}

}  // namespace

FileCharset file_charset(std::string_view name) {
  static constexpr std::array<std::string_view, 9> kOther = {
      "ucs2", "utf16", "utf16le", "utf32", "gb18030", "euckr", "gb2312", "ujis", "eucjpms"};
  if (name == "utf8mb4") return FileCharset::utf8mb4;
  if (name == "utf8mb3" || name == "utf8") return FileCharset::utf8mb3;
  if (name == "big5") return FileCharset::big5;
  if (name == "gbk") return FileCharset::gbk;
  if (name == "sjis" || name == "cp932") return FileCharset::sjis;
  const bool other = std::find(kOther.begin(), kOther.end(), name) != kOther.end();
  return other ? FileCharset::other : FileCharset::single_byte;
}

CharacterLength character_length(FileCharset charset, std::string_view bytes) {
  if (static_cast<unsigned char>(bytes[0]) < 0x80) return {Kind::complete, 1};
  switch (charset) {
    case FileCharset::single_byte:
    case FileCharset::other:
      return {Kind::complete, 1};
    case FileCharset::utf8mb3:
    case FileCharset::utf8mb4:
      return of_utf8(charset == FileCharset::utf8mb4, bytes);
    case FileCharset::big5:
    case FileCharset::gbk:
    case FileCharset::sjis:
      return of_two(charset, bytes);
  }
  return {Kind::complete, 1};
}

}  // namespace sluice::router
