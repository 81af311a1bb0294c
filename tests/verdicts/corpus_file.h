// SPDX-License-Identifier: Apache-2.0
// The files of tests/corpus: one statement a line behind a label that says which real server's
// parser accepts it.
//
//   # a comment
//   #! sql_mode=ANSI_QUOTES charset=gbk     for the statements below; #! alone goes back to none
//   both   SELECT 1
//   mysql  TABLE t                          only MySQL
//   maria  CREATE SEQUENCE s                only MariaDB
//   none   SELECT FROM                      error 1064 from both
//   open   SET a = 1 b = 2                  no verdict: an error of another kind ended the parsing
//   of
//                                           one and none reads the text to its end
//   new    SELECT 2                         not labelled yet: ./run corpus label
//   both % SELECT%09'%d6%5c'                bytes that are no plain text stand as %xx
//   both   SELECT 1,
//            2                              a line with a blank in front goes on: 7 blanks are cut,
//                                           the line break is part of the statement
//
// Errors: std::runtime_error with file and line.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace sluice::test {

// What the server's session is set to before it is asked.
struct CorpusSettings {
  std::string sql_mode;  // empty: none
  std::string charset;   // empty: utf8mb4
  bool operator==(const CorpusSettings&) const = default;
};

struct Label {
  bool mysql = false;  // read to the end without a syntax error
  bool maria = false;
  bool open = false;
  bool operator==(const Label&) const = default;
};

struct CorpusStatement {
  std::string sql;
  std::optional<Label> label;
  CorpusSettings settings;
  std::string file;  // its name alone
  std::size_t line = 0;
};

// tests/corpus, or what the environment's SLUICE_CORPUS names: for experiments with other
// statements.
std::filesystem::path corpus_folder();
std::vector<std::filesystem::path> corpus_files();  // sorted
std::vector<CorpusStatement> read_corpus_file(const std::filesystem::path& file);
std::vector<CorpusStatement> read_corpus();

// Writes the labels of `statements`, which are those of the file in order, into the file.
void relabel_corpus_file(const std::filesystem::path& file,
                         const std::vector<CorpusStatement>& statements);

// One line that shows any statement: what a corpus file would have behind the label.
std::string escape_statement(const std::string& sql);
std::string unescape_statement(const std::string& text);

}  // namespace sluice::test
