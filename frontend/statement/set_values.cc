// SPDX-License-Identifier: Apache-2.0
#include "frontend/statement/set_values.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace sluice::frontend {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

bool is_quote(char c) {
  return c == '\'' || c == '"';
}

bool is_number(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  return !text.empty() && std::isdigit(static_cast<unsigned char>(text.front())) != 0 &&
         text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
}

// Both names of the three-byte UTF-8, which servers list under one of them only.
std::string canonical_charset(std::string_view name) {
  std::string charset = lower(name);
  return charset == "utf8" ? "utf8mb3" : charset;
}

std::string canonical_collation(std::string_view name) {
  std::string collation = lower(name);
  return collation.rfind("utf8_", 0) == 0 ? "utf8mb3" + collation.substr(4) : collation;
}

std::string hex_literal(std::string_view text) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string hex = "x'";
  for (const char c : text) {
    hex += kDigits[static_cast<unsigned char>(c) >> 4];
    hex += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return hex + "'";
}

bool is_raw_literal(std::string_view text) {
  static constexpr std::array<std::string_view, 3> kWords{"null", "true", "false"};
  const std::string word = lower(text);
  if (std::find(kWords.begin(), kWords.end(), word) != kWords.end()) return true;
  if (is_number(text)) return true;
  const bool prefixed = word.size() > 2 && (word[0] == 'x' || word[0] == 'b') && word[1] == '\'';
  const bool numbered = word.size() > 2 && word[0] == '0' && (word[1] == 'x' || word[1] == 'b');
  return prefixed || numbered;
}

}  // namespace

std::optional<bool> boolean_value(std::string_view text) {
  if (text.size() >= 2 && is_quote(text.front())) text = text.substr(1, text.size() - 2);
  const std::string word = lower(text);
  if (word.empty() || word == "on" || word == "1" || word == "true") return true;
  if (word == "off" || word == "0" || word == "false") return false;
  return std::nullopt;
}

std::optional<bool> omits_metadata(std::string_view text) {
  if (text.size() >= 2 && is_quote(text.front())) text = text.substr(1, text.size() - 2);
  const std::string word = lower(text);
  if (word.empty() || word == "default" || word == "full" || word == "1") return false;
  if (word == "none" || word == "0") return true;
  return std::nullopt;
}

std::string variable_literal(const std::optional<std::string>& value, std::string_view set_text) {
  if (!value) return "NULL";
  const bool written_as_text = set_text.find_first_of("'\"") != std::string_view::npos;
  return is_number(*value) && !written_as_text ? *value : quote_text(*value);
}

bool same_word(std::string_view text, std::string_view word) {
  return lower(text) == lower(word);
}

std::string merged_characteristics(const std::string& earlier, const std::string& later) {
  std::string level;
  std::string access;
  for (const std::string* text : {&earlier, &later}) {
    for (std::size_t at = 0; at < text->size();) {
      const std::size_t end = std::min(text->find(',', at), text->size());
      const std::string part = text->substr(at, end - at);
      (lower(part).find("isolation") == std::string::npos ? access : level) = part;
      at = end + 1;
    }
  }
  return level.empty() || access.empty() ? level + access : level + "," + access;
}

Result<NamesSetting> resolve_names(const router::Metadata& metadata,
                                   const router::SetPlanItem& item) {
  if (item.charset.empty()) return NamesSetting{"DEFAULT", "DEFAULT"};
  const std::string charset = canonical_charset(item.charset);
  if (charset == "ucs2" || charset == "utf16" || charset == "utf16le" || charset == "utf32") {
    return make_error(ErrorId::wrong_variable_value, {"character_set_client", item.charset});
  }
  const std::string collation = canonical_collation(item.collation);
  const router::Collation* chosen = nullptr;
  bool charset_known = false;
  for (const router::Collation& candidate : metadata.collations) {
    const bool same_charset = candidate.charset == charset;
    charset_known = charset_known || same_charset;
    if (collation.empty() ? same_charset && candidate.is_default : candidate.name == collation) {
      chosen = &candidate;
    }
  }
  if (!charset_known) return make_error(ErrorId::charset_unsupported, {item.charset});
  if (chosen == nullptr) return make_error(ErrorId::unknown_collation, {item.collation});
  if (chosen->charset != charset) {
    return make_error(ErrorId::collation_mismatch, {item.collation, item.charset});
  }
  return NamesSetting{charset, chosen->name};
}

Result<std::string> user_variable_value(const Session& session, const router::SetPlanItem& item) {
  if (is_raw_literal(item.value)) return same_word(item.value, "NULL") ? "NULL" : item.value;
  if (!item.literal_value || item.value.empty() || !is_quote(item.value.front())) {
    return make_error(ErrorId::unsupported,
                      {"SET @" + item.name + " to an expression", "the gateway"});
  }
  std::string text;
  if (!parser::decode_literal(item.value, session.lex, text)) {
    return make_error(ErrorId::unsupported, {"SET @" + item.name, "this literal"});
  }
  const backend::VariableMap& variables = session.state.variables->values();
  const std::string& client = variables.at("character_set_client");
  const std::string& name = variables.at("collation_connection");
  const router::Collation* const collation = session.services.metadata->collation(name);
  if (client == "DEFAULT" || collation == nullptr) return quote_text(text);
  return "CONVERT(_" + client + " " + hex_literal(text) + " USING " + collation->charset +
         ") COLLATE " + collation->name;
}

}  // namespace sluice::frontend
