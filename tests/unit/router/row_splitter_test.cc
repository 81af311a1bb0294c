// SPDX-License-Identifier: Apache-2.0
#include "router/load/row_splitter.h"

#include <random>

#include <doctest/doctest.h>

#include "tests/unit/router/load_driver.h"

namespace sluice::test {
namespace {

using router::FileCharset;
using router::FileFormat;

std::string to_text(const std::vector<ReferenceRow>& rows) {
  std::string text;
  for (const ReferenceRow& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += '|';
      text += row[i].null ? "NULL" : row[i].text;
    }
    text += '/';
  }
  return text;
}

std::string split(const FileFormat& format, std::size_t fields, std::string_view file) {
  const SplitFile whole = split_in_pieces(format, fields, file, file.size());
  CHECK(whole.sane);
  for (const std::size_t piece : {1u, 2u, 3u}) {
    const SplitFile pieces = split_in_pieces(format, fields, file, piece);
    CHECK(pieces.sane);
    CHECK(pieces.rows == whole.rows);
    CHECK(pieces.bytes == whole.bytes);
  }
  CHECK(to_text(ReferenceReader(format, fields, file).rows()) == to_text(whole.rows));
  return to_text(whole.rows);
}

FileFormat csv() {
  FileFormat format;
  format.field_end = ",";
  format.enclosed = '"';
  return format;
}

}  // namespace

TEST_CASE("tabs and newlines") {
  const FileFormat format;
  CHECK(split(format, 2, "") == "");
  CHECK(split(format, 2, "1\ta\n2\tb\n") == "1|a/2|b/");
  CHECK(split(format, 2, "1\ta\n2\tb") == "1|a/2|b/");
  CHECK(split(format, 2, "1\n\n2\tb\tc\n3\td") == "1//2|b/3|d/");
  CHECK(split(format, 2, "1\t\\N\n2\tx\\N\n3\tNULL\n") == "1|NULL/2|xN/3|NULL/");
  CHECK(split(format, 2, "1\ta\\\nb\n2\tc\\\td\n") == "1|a\nb/2|c\td/");
  CHECK(split(format, 2, "1\ta\\") == "1|a\\/");
}

TEST_CASE("enclosed fields") {
  FileFormat format = csv();
  CHECK(split(format, 2, "1,\"a,b\"\n2,\"c\nd\"\n") == "1|a,b/2|c\nd/");
  CHECK(split(format, 2, "1,\"a\"\"b\"\n2,\"c\\\"d\"\n3,e\"f\n") == "1|a\"b/2|c\"d/3|e\"f/");
  CHECK(split(format, 2, "1,NULL\n2,\"NULL\"\n3,\"\\N\"\n") == "1|NULL/2|NULL/3|NULL/");
  CHECK(split(format, 2, "1,\"a\"b\",c\n2,d\n") == "1|a\"b/2|d/");
  // Behind the last field that is asked for, quotes mean nothing.
  CHECK(split(format, 1, "1,\"a\nb\"\n2,c\n") == "1/b\"/2/");
  format.escape = '"';
  CHECK(split(format, 2, "1,\"a\"\"n\"\n2,\"b\\\"\n") == "1|a\"n/2|b\\/");
}

TEST_CASE("line starts, ends of several bytes, ignored lines") {
  FileFormat format = csv();
  format.line_start = "row:";
  format.line_end = "\r\n";
  CHECK(split(format, 2, "x row:1,a\r\nnone\r\nrow:2,b\rc\r\nrorow:3,d") == "1|a/2|b\rc/3|d/");
  format.line_start.clear();
  format.ignored_lines = 2;
  CHECK(split(format, 2, "id,\"na\r\nme\"\r\n1,a\r\n2,b\r\n") == "1|a/2|b/");
  CHECK(split(format, 2, "id\r\n") == "");
  format.ignored_lines = 9;
  CHECK(split(format, 2, "1\r\n2\r\n") == "");
}

TEST_CASE("rows that end with their last field") {
  FileFormat format = csv();
  format.line_end.clear();
  CHECK(split(format, 2, "1,a,2,b,3") == "1|a/2|b/3/");
  format.ignored_lines = 1;
  CHECK(split(format, 2, "1,a,2,b,3") == "2|b/3/");
  format.line_end = ",";  // as good as none, but then there is no line to ignore
  CHECK(split(format, 2, "1,a,2,b,3") == "1|a/2|b/3/");
}

TEST_CASE("an enclosing character twice is one, also where the line's end begins with it") {
  FileFormat format = csv();
  format.line_end = "\"";
  CHECK(split(format, 2, "1,\"a\"\"2,b\",3\"4,c") == "1|a\"2,b/4|c/");
}

TEST_CASE("separators within characters") {
  FileFormat format = csv();
  format.charset = FileCharset::gbk;
  CHECK(split(format, 2, "1,a\xbf\\,b\n2,\x81\"c\n") == "1|a\xbf\\/2|\x81\"c/");
  format.charset = FileCharset::sjis;
  CHECK(split(format, 2, "1,\x83\\\n2,\"\x95\\\"\n") == "1|\x83\\/2|\x95\\/");
  format.charset = FileCharset::big5;
  CHECK(split(format, 2, "1,\xa5\\\n") == "1|\xa5\\/");
  format.charset = FileCharset::utf8mb4;
  CHECK(split(format, 2, "1,\xe3\x81\x82\n2,\xe3\n3,\xe3\x81") ==
        "1|\xe3\x81\x82/2|\xe3/3|\xe3\x81/");
  // A broken character in what is skipped: MariaDB takes the line's end for a part of it.
  CHECK(split(format, 1, "1,\xe3\n2,x\n3\n") == "1/3/");
  format.mariadb = false;
  CHECK(split(format, 1, "1,\xe3\n2,x\n3\n") == "1/2/3/");
}

TEST_CASE("any file is read as byte by byte") {
  std::mt19937 random(4);
  static constexpr std::string_view kAlphabet = ",;\n\r\"\\N01a\xe3\x81\xbfrow:NULL";
  const auto pick = [&](std::initializer_list<const char*> choices) {
    return std::string(choices.begin()[random() % choices.size()]);
  };
  for (int round = 0; round < 20'000; ++round) {
    FileFormat format;
    format.field_end = pick({",", ";;", "\t", ",\"", ",\n"});
    format.line_end = pick({"\n", "\r\n", "", ",", "\n\n", "\"", "\"\n"});
    format.line_start = pick({"", "", "row:", "rr"});
    format.enclosed = random() % 2 == 0 ? std::optional('"') : std::nullopt;
    format.escape = random() % 3 == 0 ? std::optional('"') : std::optional('\\');
    if (random() % 5 == 0) format.escape.reset();
    if (format.needs_next_row()) continue;
    format.ignored_lines = random() % 3;
    format.charset = static_cast<FileCharset>(random() % 6);
    format.mariadb = random() % 2 == 0;
    std::string file;
    for (std::size_t length = random() % 60; file.size() < length;) {
      file += kAlphabet[random() % kAlphabet.size()];
    }
    CAPTURE(file);
    CAPTURE(round);
    const std::size_t fields = 1 + random() % 3;
    split(format, fields, file);
    // Rows are files: what was cut out reads as it did in its place.
    FileFormat rest = format;
    rest.ignored_lines = 0;
    const SplitFile cut = split_in_pieces(format, fields, file, 7);
    CHECK(to_text(ReferenceReader(rest, fields, cut.bytes).rows()) == to_text(cut.rows));
  }
}

}  // namespace sluice::test
