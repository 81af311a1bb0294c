// SPDX-License-Identifier: Apache-2.0
// Values of SET in the form in which a session keeps them: SQL text that means the same on every
// server connection, whatever its sql_mode and character sets are at that moment.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "frontend/session.h"

namespace sluice::frontend {

// ON, 1, TRUE, 'on' ... ; an empty text (DEFAULT) is true. Nothing for anything else.
std::optional<bool> boolean_value(std::string_view text);

// A server's value of a system variable as a literal. `set_text` is the SET that made it: a number
// that the client wrote as a string stays one.
std::string variable_literal(const std::optional<std::string>& value, std::string_view set_text);

struct NamesSetting {
  std::string charset;    // for character_set_client and _results; DEFAULT
  std::string collation;  // for collation_connection; DEFAULT
};
// SET NAMES, as the servers' collations allow it. Errors: charset_unsupported, unknown_collation,
// collation_mismatch, wrong_variable_value (utf16 and the like).
Result<NamesSetting> resolve_names(const router::Metadata& metadata,
                                   const router::SetPlanItem& item);

// A value of resultset_metadata: true for NONE; empty is DEFAULT. Nothing if it is none.
std::optional<bool> omits_metadata(std::string_view text);

// `SET @x = literal`. Errors: unsupported for anything that is not a literal.
Result<std::string> user_variable_value(const Session& session, const router::SetPlanItem& item);

// Equal but for case.
bool same_word(std::string_view text, std::string_view word);

// What two SET TRANSACTION behind each other ask for: the isolation level and the access mode of
// the later one, where it has them.
std::string merged_characteristics(const std::string& earlier, const std::string& later);

}  // namespace sluice::frontend
