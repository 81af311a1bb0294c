// SPDX-License-Identifier: Apache-2.0
// The rules are those of the servers' READ_INFO (MySQL Reference Manual, "LOAD DATA Statement"; the
// differential tests hold both against each other).
#include "router/load/row_splitter.h"

namespace sluice::router {
namespace {

// What an escaped character means.
char unescaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case 'b':
      return '\b';
    case '0':
      return '\0';
    case 'Z':
      return '\x1a';
    default:
      return c;
  }
}

}  // namespace

// Reads one row. A member that runs out of bytes sets `short_` and returns; nobody looks at what it
// did before.
class RowSplitter::Scanner {
 public:
  Scanner(const RowSplitter& splitter, std::string_view bytes, bool last)
      : splitter_(splitter), format_(splitter.format_), bytes_(bytes), last_(last) {}

  bool ran_short() const { return short_; }
  std::size_t at() const { return at_; }
  void set_at(std::size_t at) { at_ = at; }
  bool line_ended() const { return line_ended_; }

  // Passes over what stands before LINES STARTING BY, and over that; false: there is none.
  bool find_start() {
    if (format_.line_start.empty()) return true;
    const std::size_t found = bytes_.find(format_.line_start, at_);
    if (found == std::string_view::npos) {
      // The start itself may lie across the end of what is here.
      const std::size_t keep = format_.line_start.size() - 1;
      if (bytes_.size() - at_ > keep) at_ = bytes_.size() - keep;
      short_ = !last_;
      return false;
    }
    at_ = found + format_.line_start.size();
    return true;
  }

  // Reads one field; false: there is none, the input has ended. Null `value`: only passes over it.
  bool field(FieldValue* value) {
    if (line_ended_) return false;
    if (at_ == bytes_.size()) {
      short_ = !last_;
      line_ended_ = true;
      return false;
    }
    text_ = value == nullptr ? nullptr : &value->text;
    if (text_ != nullptr) text_->clear();
    length_ = 0;
    null_mark_ = false;
    enclosed_ = false;
    const bool opens = bytes_[at_] == format_.enclosed;
    if (opens) put(bytes_[at_++]);
    while (!short_ && step(opens)) {
    }
    if (value != nullptr && !short_) conclude(*value, opens);
    return true;
  }

  // Passes over what is left of a line whose fields have all been read.
  void skip_line() {
    if (format_.counts_fields()) return;
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_];
      if (const std::size_t tail = foreign_bytes(); tail > 0 || short_) {
        if (short_) return;
        at_ += tail;
      } else if (c == format_.escape) {
        if (at_ + 1 == bytes_.size()) break;
        at_ += 2;
      } else if (is_here(format_.line_end)) {
        at_ += format_.line_end.size();
        return;
      } else {
        if (short_) return;
        ++at_;
      }
    }
    short_ = !last_;
    at_ = bytes_.size();
  }

 private:
  // Whether `separator` stands here; short_ if it may, but its end has not arrived.
  bool is_here(const std::string& separator) {
    if (separator.empty() || bytes_[at_] != separator[0]) return false;
    const std::string_view rest = bytes_.substr(at_, separator.size());
    if (rest == separator) return true;
    if (!last_ && rest.size() < separator.size() && separator.starts_with(rest)) short_ = true;
    return false;
  }

  void put(char c) {
    if (text_ != nullptr) text_->push_back(c);
    ++length_;
  }

  bool at_line_end() { return !format_.counts_fields() && is_here(format_.line_end); }

  void end_of_input() {
    short_ = !last_;
    line_ended_ = true;
  }

  // Reads on within a field; false: it has ended.
  bool step(bool opened) {
    if (at_ == bytes_.size()) {
      end_of_input();
      return false;
    }
    pass_plain();
    if (at_ == bytes_.size()) return true;
    const char c = bytes_[at_];
    if (c == format_.escape) {
      if (at_ + 1 == bytes_.size()) {
        put(c);
        ++at_;
        return true;
      }
      // The escape that also encloses is doubled to mean itself, and escapes nothing else.
      const char next = bytes_[at_ + 1];
      if (format_.escape != format_.enclosed || next == c) {
        if (next == 'N') null_mark_ = true;
        put(unescaped(next));
        at_ += 2;
        return true;
      }
    }
    if (!opened && at_line_end()) return end_line();
    if (short_) return false;
    if (opened && c == format_.enclosed) return quote(c);
    if (!opened && is_here(format_.field_end)) {
      at_ += format_.field_end.size();
      return false;
    }
    if (short_) return false;
    character();
    return !short_;
  }

  bool end_line() {
    at_ += format_.line_end.size();
    line_ended_ = true;
    return false;
  }

  // Behind an enclosing character inside the field that one has opened: does it close it?
  bool quote(char c) {
    ++at_;
    if (at_ == bytes_.size()) {
      enclosed_ = true;
      end_of_input();
      return false;
    }
    if (bytes_[at_] == c) {
      put(c);
      ++at_;
      return true;
    }
    if (at_line_end()) {
      enclosed_ = true;
      return end_line();
    }
    if (short_) return false;
    if (is_here(format_.field_end)) {
      enclosed_ = true;
      at_ += format_.field_end.size();
      return false;
    }
    if (short_) return false;
    put(c);
    return true;
  }

  void pass_plain() {
    std::size_t at = at_;
    while (at < bytes_.size() && splitter_.plain_[static_cast<unsigned char>(bytes_[at])]) ++at;
    if (text_ != nullptr) text_->append(bytes_, at_, at - at_);
    length_ += at - at_;
    at_ = at;
  }

  // One character that is no separator; a broken one counts as far as it is right.
  void character() {
    const CharacterLength found = character_length(format_.charset, bytes_.substr(at_));
    std::size_t length = found.length;
    if (found.kind == CharacterLength::Kind::incomplete) {
      if (!last_) {
        short_ = true;
        return;
      }
      length = bytes_.size() - at_;
    } else if (found.kind == CharacterLength::Kind::broken && !format_.mariadb) {
      length = 1;  // MySQL looks at the others again, one by one
    }
    for (; length > 0; --length) put(bytes_[at_++]);
  }

  // In what is skipped: the bytes here that are looked at for nothing. MariaDB takes the byte that
  // breaks a character for a part of it, MySQL does so unless it begins the line's end.
  std::size_t foreign_bytes() {
    if (static_cast<unsigned char>(bytes_[at_]) < 0x80) return 0;
    if (format_.charset == FileCharset::single_byte) return 0;
    const CharacterLength found = character_length(format_.charset, bytes_.substr(at_));
    switch (found.kind) {
      case CharacterLength::Kind::complete:
        return found.length;
      case CharacterLength::Kind::incomplete:
        short_ = !last_;
        return bytes_.size() - at_;
      case CharacterLength::Kind::broken:
        break;
    }
    const bool ends = bytes_[at_ + found.length] == format_.line_end[0];
    return found.length + (format_.mariadb || !ends ? 1u : 0u);
  }

  void conclude(FieldValue& value, bool opened) const {
    const bool word = format_.enclosed && !enclosed_ && length_ == 4 && value.text == "NULL";
    if (word || (length_ - (enclosed_ ? 1u : 0u) == 1 && null_mark_)) {
      value.state = FieldValue::State::null_value;
      return;
    }
    if (opened && enclosed_) value.text.erase(0, 1);
    value.state = FieldValue::State::text;
  }

  const RowSplitter& splitter_;
  const FileFormat& format_;
  std::string_view bytes_;
  bool last_;
  std::size_t at_ = 0;
  bool short_ = false;
  bool line_ended_ = false;
  std::string* text_ = nullptr;
  std::size_t length_ = 0;  // of the field's text
  bool null_mark_ = false;  // the field has an escaped N
  bool enclosed_ = false;   // the field was closed by what enclosed it
};

RowSplitter::RowSplitter(FileFormat format, std::size_t fields)
    : format_(std::move(format)), fields_(fields), lines_to_skip_(format_.ignored_lines) {
  const auto special = [&](char c) { plain_[static_cast<unsigned char>(c)] = false; };
  const bool grouped = format_.charset != FileCharset::single_byte;
  for (unsigned byte = 0; byte < 256; ++byte) plain_[byte] = byte < 0x80 || !grouped;
  if (format_.escape) special(*format_.escape);
  if (format_.enclosed) special(*format_.enclosed);
  if (!format_.field_end.empty()) special(format_.field_end[0]);
  if (!format_.line_end.empty()) special(format_.line_end[0]);
  // Lines of which there are none cannot be skipped; empty ends are skipped as rows.
  if (!format_.line_end.empty() && format_.counts_fields()) lines_to_skip_ = 0;
}

SplitStep RowSplitter::next(std::string_view bytes, bool last, std::vector<FieldValue>& values,
                            FileRow& row) {
  row = {};
  for (;;) {
    Scanner scanner(*this, bytes, last);
    scanner.set_at(row.consumed);
    if (lines_to_skip_ > 0 && !format_.line_end.empty()) {
      scanner.skip_line();
      if (scanner.ran_short()) return SplitStep::more;
      row.consumed = scanner.at();
      --lines_to_skip_;
      if (row.consumed == bytes.size() && last) return SplitStep::end;
      continue;
    }
    if (!scanner.find_start()) {
      row.consumed = scanner.at();
      return scanner.ran_short() ? SplitStep::more : SplitStep::end;
    }
    row.fields = scanner.at();
    row.begin = row.fields - format_.line_start.size();
    row.consumed = row.begin;
    auto value = values.begin();
    for (FieldValue& each : values) each.state = FieldValue::State::missing;
    std::size_t read = 0;
    for (; read < fields_; ++read) {
      const bool wanted = value != values.end() && value->position == read;
      if (!scanner.field(wanted ? &*value : nullptr)) break;
      if (scanner.ran_short()) break;
      if (wanted) ++value;
    }
    if (scanner.ran_short()) return SplitStep::more;
    if (read == 0) return SplitStep::end;
    if (!scanner.line_ended()) scanner.skip_line();
    if (scanner.ran_short()) return SplitStep::more;
    row.end = row.consumed = scanner.at();
    if (lines_to_skip_ == 0) return SplitStep::row;
    --lines_to_skip_;
  }
}

}  // namespace sluice::router
