// SPDX-License-Identifier: Apache-2.0
// Keywords of the servers that are names as well: `SELECT start` is a column, and `SELECT start()`
// an error. The list is server_words.def.
#pragma once

#include <string_view>

namespace sluice::parser {

// Of a word without quotes or schema, whether a parenthesis behind it makes it a call.
bool may_be_called(std::string_view name, bool mariadb);

// Whether it is a keyword, though no reserved one, to that kind of server.
bool is_server_word(std::string_view name, bool mariadb);

// Types of columns that are no keywords, but both servers'.
bool is_spatial_type(std::string_view name);

// Labels that only MySQL takes without quotes.
bool is_mysql_label(std::string_view name);

// Roles that only MariaDB takes without quotes.
bool is_mariadb_role(std::string_view name);

}  // namespace sluice::parser
