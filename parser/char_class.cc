// SPDX-License-Identifier: Apache-2.0
#include "parser/char_class.h"

namespace sluice::parser {
namespace {

bool within(unsigned char c, unsigned low, unsigned high) {
  return c >= low && c <= high;
}

}  // namespace

std::uint32_t character_length(CharsetClass charset, const char* p, const char* end) {
  const auto head = static_cast<unsigned char>(p[0]);
  if (head < 0x80 || end - p < 2) return 1;
  const auto tail = static_cast<unsigned char>(p[1]);
  switch (charset) {
    case CharsetClass::big5:
      return within(head, 0xa1, 0xf9) && (within(tail, 0x40, 0x7e) || within(tail, 0xa1, 0xfe)) ? 2
                                                                                                : 1;
    case CharsetClass::gbk:
      return within(head, 0x81, 0xfe) && (within(tail, 0x40, 0x7e) || within(tail, 0x80, 0xfe)) ? 2
                                                                                                : 1;
    case CharsetClass::sjis:
      return (within(head, 0x81, 0x9f) || within(head, 0xe0, 0xfc)) &&
                     (within(tail, 0x40, 0x7e) || within(tail, 0x80, 0xfc))
                 ? 2
                 : 1;
    case CharsetClass::gb18030:
      if (!within(head, 0x81, 0xfe)) return 1;
      if (within(tail, 0x40, 0x7e) || within(tail, 0x80, 0xfe)) return 2;
      return end - p >= 4 && within(tail, 0x30, 0x39) &&
                     within(static_cast<unsigned char>(p[2]), 0x81, 0xfe) &&
                     within(static_cast<unsigned char>(p[3]), 0x30, 0x39)
                 ? 4
                 : 1;
    case CharsetClass::single_byte_or_utf8:
    case CharsetClass::euckr:
      return 1;
  }
  return 1;
}

}  // namespace sluice::parser
