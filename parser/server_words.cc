// SPDX-License-Identifier: Apache-2.0
#include "parser/server_words.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "parser/ascii.h"

namespace sluice::parser {
namespace {

constexpr std::string_view kMysqlLabels[] = {
    "BACKUP",     "CHECKPOINT",   "CLONE",         "CLOSE",         "IMPORT",     "RESTART",
    "COLUMN_ADD", "COLUMN_CHECK", "COLUMN_CREATE", "COLUMN_DELETE", "COLUMN_GET", "COMPRESSED",
    "EXAMINED",   "EXCLUDE",      "FOLLOWING",     "FORMAT",        "HOST",       "OPEN",
    "OPTIONS",    "OTHERS",       "OWNER",         "PARSER",        "PERIOD",     "PORT",
    "PRECEDING",  "REMOVE",       "REPLICA",       "REPLICAS",      "RESTORE",    "SECURITY",
    "SERVER",     "SLAVES",       "SOCKET",        "SONAME",        "TIES",       "UNBOUNDED",
    "UPGRADE",    "WITHIN",       "WRAPPER"};

constexpr std::string_view kMariadbRoles[] = {"EVENT",   "EXECUTE",  "FILE",        "PROCESS",
                                              "PROXY",   "RELOAD",   "REPLICATION", "RESOURCE",
                                              "RESTART", "SHUTDOWN", "SUPER"};

template <std::size_t count>
bool is_one_of(std::string_view name, const std::string_view (&words)[count]) {
  return std::any_of(std::begin(words), std::end(words),
                     [name](std::string_view word) { return equals_upper(name, word); });
}

enum class Servers : std::uint8_t { nobody = 0, mysql = 1, mariadb = 2, both = 3 };

struct ServerWord {
  std::string_view word;
  Servers keyword;
  Servers called;
};

constexpr ServerWord kWords[] = {
#define SLUICE_SERVER_WORD(name, keyword, called) {#name, Servers::keyword, Servers::called},
#include "parser/server_words.def"
#undef SLUICE_SERVER_WORD
};

static_assert(std::is_sorted(std::begin(kWords), std::end(kWords),
                             [](const ServerWord& a, const ServerWord& b) {
                               return a.word < b.word;
                             }));

bool includes(Servers servers, bool mariadb) {
  return (static_cast<unsigned>(servers) & (mariadb ? 2U : 1U)) != 0;
}

// Null if it is none.
const ServerWord* find(std::string_view name) {
  std::array<char, 48> upper;
  if (name.size() > upper.size()) return nullptr;
  std::transform(name.begin(), name.end(), upper.begin(), to_upper);
  const std::string_view word(upper.data(), name.size());
  const auto* found = std::lower_bound(
      std::begin(kWords), std::end(kWords), word,
      [](const ServerWord& left, std::string_view right) { return left.word < right; });
  return found == std::end(kWords) || found->word != word ? nullptr : found;
}

}  // namespace

bool is_spatial_type(std::string_view name) {
  static constexpr std::array<std::string_view, 10> kTypes = {
      "GEOMETRY",        "POINT",        "LINESTRING",         "POLYGON",        "MULTIPOINT",
      "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "GEOMCOLLECTION", "VECTOR"};
  return std::any_of(kTypes.begin(), kTypes.end(),
                     [name](std::string_view type) { return equals_upper(name, type); });
}

bool may_be_called(std::string_view name, bool mariadb) {
  const ServerWord* word = find(name);
  return word == nullptr || includes(word->called, mariadb);
}

bool is_server_word(std::string_view name, bool mariadb) {
  const ServerWord* word = find(name);
  return word != nullptr && includes(word->keyword, mariadb);
}

bool is_mysql_label(std::string_view name) {
  return is_one_of(name, kMysqlLabels);
}

bool is_mariadb_role(std::string_view name) {
  return is_one_of(name, kMariadbRoles);
}

}  // namespace sluice::parser
