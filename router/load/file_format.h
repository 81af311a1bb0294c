// SPDX-License-Identifier: Apache-2.0
// How the lines of a file are made, as LOAD DATA's FIELDS and LINES say it, and the bytes that make
// one character. Thread rule: immutable.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::router {

// How bytes group into characters, as far as separators can be mistaken for parts of one.
enum class FileCharset : std::uint8_t { single_byte, utf8mb3, utf8mb4, big5, gbk, sjis, other };

// By a character set's name, in lower case. `other`: more than one byte per character, and not
// known here.
FileCharset file_charset(std::string_view name);

struct FileFormat {
  std::string field_end = "\t";
  std::string line_start;
  std::string line_end = "\n";
  std::optional<char> enclosed;
  std::optional<char> escape = '\\';
  std::uint64_t ignored_lines = 0;
  FileCharset charset = FileCharset::single_byte;
  bool mariadb = true;  // how a broken character ends differs between the servers

  // Without separators a column's width says where its field ends.
  bool is_fixed_row() const { return field_end.empty() && !enclosed; }
  // The server takes a line's end that is the same as a field's for no line's end at all: then, as
  // with an empty one, a row is as many fields as there are targets.
  bool counts_fields() const { return line_end.empty() || line_end == field_end; }
  // What a row's last byte means depends on the first one of the next row: a line's end of one
  // character that also encloses and escapes is none if it is doubled.
  bool needs_next_row() const {
    return escape && escape == enclosed && line_end == std::string_view(&*escape, 1);
  }
};

// The character that `bytes` (not empty) begin with; a byte that begins none counts as one.
struct CharacterLength {
  enum class Kind : std::uint8_t { complete, incomplete, broken };
  Kind kind;
  std::uint8_t length;  // complete: of the character; broken: bytes before the wrong one
};
CharacterLength character_length(FileCharset charset, std::string_view bytes);

}  // namespace sluice::router
