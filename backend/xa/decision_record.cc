// SPDX-License-Identifier: Apache-2.0
#include "backend/xa/decision_record.h"

#include <algorithm>
#include <charconv>

#include <zlib.h>

namespace sluice::backend {
namespace {

constexpr std::size_t kSumDigits = 8;
constexpr std::string_view kPrefix = "sluice-";

std::string sum_of(std::string_view text) {
  static constexpr char digits[] = "0123456789abcdef";
  auto sum = crc32_z(0, reinterpret_cast<const Bytef*>(text.data()), text.size());
  std::string hex(kSumDigits, '0');
  for (std::size_t i = kSumDigits; i-- > 0; sum >>= 4) hex[i] = digits[sum & 15];
  return hex;
}

std::string line(std::string_view text) {
  return sum_of(text) + " " + std::string(text) + "\n";
}

// What stands behind the sum, if it matches.
std::optional<std::string_view> checked(std::string_view line) {
  if (line.size() <= kSumDigits || line[kSumDigits] != ' ') return std::nullopt;
  const std::string_view text = line.substr(kSumDigits + 1);
  if (sum_of(text) != line.substr(0, kSumDigits)) return std::nullopt;
  return text;
}

// The text up to the next blank, which is taken off.
std::string_view take_word(std::string_view& text) {
  const std::size_t blank = text.find(' ');
  const std::string_view word = text.substr(0, blank);
  text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
  return word;
}

bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= kMaxTransactionId &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '-' || c == '.';
         });
}

bool take_gateway(std::string_view text, LogContent& content) {
  const std::string_view gateway = take_word(text);
  std::uint64_t start = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), start);
  if (!is_id(gateway) || failed != std::errc{} || end != text.data() + text.size()) return false;
  content.gateway = gateway;
  content.start = start;
  return true;
}

bool take_line(std::string_view line, LogContent& content) {
  std::optional<std::string_view> text = checked(line);
  if (!text) return false;
  const std::string_view kind = take_word(*text);
  if (kind == "gateway") return take_gateway(*text, content);
  if (!is_id(*text)) return false;
  if (kind == "commit") {
    content.decided.emplace(*text);
  } else if (kind == "done") {
    content.decided.erase(std::string(*text));
  } else {
    return false;
  }
  return true;
}

}  // namespace

LogContent read_log(std::string_view bytes) {
  LogContent content;
  while (!bytes.empty()) {
    const std::size_t end = bytes.find('\n');
    if (!take_line(bytes.substr(0, end), content)) ++content.damaged;
    bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  }
  return content;
}

std::string gateway_line(std::string_view gateway, std::uint64_t start) {
  return line("gateway " + std::string(gateway) + " " + std::to_string(start));
}

std::string commit_line(std::string_view transaction) {
  return line("commit " + std::string(transaction));
}

std::string done_line(std::string_view transaction) {
  return line("done " + std::string(transaction));
}

std::string transaction_id(std::string_view gateway, std::uint64_t start, std::uint64_t number) {
  return std::string(kPrefix) + std::string(gateway) + "-" + std::to_string(start) + "." +
         std::to_string(number);
}

bool is_transaction_of(std::string_view gateway, std::string_view transaction) {
  return transaction.starts_with(std::string(kPrefix) + std::string(gateway) + "-");
}

}  // namespace sluice::backend
