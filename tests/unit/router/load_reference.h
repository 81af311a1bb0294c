// SPDX-License-Identifier: Apache-2.0
// What LOAD DATA reads from a file, one byte after the other and with the whole file at hand: what
// RowSplitter is compared with. Slow and plain on purpose.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "router/load/file_format.h"

namespace sluice::test {

struct ReferenceField {
  bool null = false;
  std::string text;
  bool operator==(const ReferenceField&) const = default;
};
using ReferenceRow = std::vector<ReferenceField>;  // shorter than the targets if fields are missing

class ReferenceReader {
 public:
  ReferenceReader(const router::FileFormat& format, std::size_t fields, std::string_view file)
      : format_(format), fields_(fields), file_(file) {}

  std::vector<ReferenceRow> rows() {
    std::uint64_t skip = format_.ignored_lines;
    if (!format_.line_end.empty()) {
      const bool lines = !format_.counts_fields();
      for (; skip > 0; --skip) {
        if (lines && !rest_of_line()) break;
      }
      skip = 0;
    }
    std::vector<ReferenceRow> all;
    for (;;) {
      ReferenceRow row;
      ended_ = false;
      if (!line_start()) break;
      ReferenceField field;
      while (row.size() < fields_ && next_field(field)) row.push_back(field);
      if (row.empty()) break;
      if (!ended_ && !format_.counts_fields()) rest_of_line();
      if (skip > 0) {
        --skip;
      } else {
        all.push_back(std::move(row));
      }
    }
    return all;
  }

 private:
  bool at_end() const { return at_ == file_.size(); }
  bool take(const std::string& separator) {
    if (separator.empty() || !file_.substr(at_).starts_with(separator)) return false;
    at_ += separator.size();
    return true;
  }
  bool take_line_end() { return !format_.counts_fields() && take(format_.line_end); }

  bool line_start() {
    if (format_.line_start.empty()) return true;
    while (!at_end()) {
      if (take(format_.line_start)) return true;
      ++at_;
    }
    return false;
  }

  // How many bytes the server takes at once from here, and whether they are a whole character.
  std::size_t group(bool& whole) const {
    const router::CharacterLength length =
        router::character_length(format_.charset, file_.substr(at_));
    whole = length.kind == router::CharacterLength::Kind::complete;
    return length.kind == router::CharacterLength::Kind::incomplete ? file_.size() - at_
                                                                    : length.length;
  }

  bool rest_of_line() {
    while (!at_end()) {
      bool whole = true;
      const bool high = static_cast<unsigned char>(file_[at_]) >= 0x80;
      const std::size_t bytes = group(whole);
      if (high && format_.charset != router::FileCharset::single_byte) {
        at_ += bytes;
        const bool swallows = !at_end() && !whole;
        if (swallows && (format_.mariadb || file_[at_] != format_.line_end[0])) ++at_;
        continue;
      }
      if (file_[at_] == format_.escape) {
        at_ += std::min<std::size_t>(2, file_.size() - at_);
        continue;
      }
      if (take(format_.line_end)) return true;
      ++at_;
    }
    return false;
  }

  void put_group(std::string& text) {
    bool whole = true;
    std::size_t bytes = group(whole);
    if (!whole && !format_.mariadb && at_ + bytes < file_.size()) bytes = 1;
    for (; bytes > 0; --bytes) text += file_[at_++];
  }

  bool next_field(ReferenceField& field) {
    field = {};
    if (ended_) return false;
    if (at_end()) {
      ended_ = true;
      return false;
    }
    const bool opened = format_.enclosed && file_[at_] == *format_.enclosed;
    if (opened) field.text += file_[at_++];
    bool escaped_n = false;
    const bool closed = read_text(field.text, opened, escaped_n);
    if (closed) field.text.erase(0, 1);
    const bool word = format_.enclosed && !closed && field.text == "NULL";
    field.null = word || (escaped_n && field.text.size() == 1);
    if (field.null) field.text.clear();
    return true;
  }

  // True: what enclosed the field has closed it.
  bool read_text(std::string& text, bool opened, bool& escaped_n) {
    for (;;) {
      if (at_end()) {
        ended_ = true;
        return false;
      }
      if (file_[at_] == format_.escape && read_escaped(text, escaped_n)) continue;
      if (!opened && take_line_end()) {
        ended_ = true;
        return false;
      }
      if (!opened && take(format_.field_end)) return false;
      if (opened && file_[at_] == *format_.enclosed) {
        // Doubled before anything else: also where the line's end begins with the same character.
        ++at_;
        if (!at_end() && file_[at_] == *format_.enclosed) {
          text += file_[at_++];
          continue;
        }
        if (at_end() || take_line_end()) {
          ended_ = true;
          return true;
        }
        if (take(format_.field_end)) return true;
        text += *format_.enclosed;
        continue;
      }
      put_group(text);
    }
  }

  bool read_escaped(std::string& text, bool& escaped_n) {
    static constexpr std::string_view kNames = "ntrb0Z";
    static constexpr std::string_view kMeant("\n\t\r\b\0\x1a", 6);
    if (at_ + 1 == file_.size()) {
      text += file_[at_++];
      return true;
    }
    const char next = file_[at_ + 1];
    if (format_.escape == format_.enclosed && next != file_[at_]) return false;
    const std::size_t known = kNames.find(next);
    if (next == 'N') escaped_n = true;
    text += known == std::string_view::npos ? next : kMeant[known];
    at_ += 2;
    return true;
  }

  const router::FileFormat& format_;
  std::size_t fields_;
  std::string_view file_;
  std::size_t at_ = 0;
  bool ended_ = false;  // the line
};

}  // namespace sluice::test
