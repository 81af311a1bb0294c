// SPDX-License-Identifier: Apache-2.0
#include "frontend/admin/metrics_text.h"

#include <array>
#include <charconv>

namespace sluice::frontend {
namespace {

constexpr int kFirstPower = 6;
constexpr int kLastPower = 26;

void append_number(std::string& out, const MetricsText::Value& value) {
  std::array<char, 32> digits{};
  const auto write = [&](auto number) {
    return std::to_chars(digits.data(), digits.data() + digits.size(), number);
  };
  const std::to_chars_result end = std::visit(write, value);
  out.append(digits.data(), end.ptr);
}

void append_escaped(std::string& out, std::string_view text) {
  for (const char c : text) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n') {
      out += "\\n";
    } else {
      out += c;
    }
  }
}

}  // namespace

void MetricsText::family(Metric metric) {
  family_ = &metric_info(metric);
  head_written_ = false;
}

void MetricsText::write_head() {
  if (head_written_) return;
  head_written_ = true;
  text_.append("# HELP ").append(family_->name).append(" ").append(family_->help);
  text_.append("\n# TYPE ").append(family_->name).append(" ");
  text_.append(to_string(family_->type)).append("\n");
}

void MetricsText::line(std::string_view name, std::string_view labels, Value value) {
  text_.append(name);
  if (!labels.empty()) text_.append("{").append(labels).append("}");
  text_ += ' ';
  append_number(text_, value);
  text_ += '\n';
}

void MetricsText::single(Metric metric, Value value) {
  family(metric);
  write_head();
  line(family_->name, {}, value);
}

void MetricsText::sample(std::initializer_list<std::string_view> labels, Value value) {
  write_head();
  std::string text;
  std::string_view names = family_->labels;
  for (const std::string_view label : labels) {
    const std::size_t end = std::min(names.find(','), names.size());
    if (!text.empty()) text += ',';
    text.append(names.substr(0, end)).append("=\"");
    append_escaped(text, label);
    text += '"';
    names.remove_prefix(std::min(end + 1, names.size()));
  }
  line(family_->name, text, value);
}

void MetricsText::histogram(Metric metric, const HistogramSum& sum) {
  family(metric);
  write_head();
  const std::string name(family_->name);
  for (int power = kFirstPower; power <= kLastPower; ++power) {
    const std::uint64_t end = std::uint64_t{1} << power;
    std::string label = "le=\"";
    append_number(label, static_cast<double>(end) / 1e6);
    line(name + "_bucket", label + "\"", sum.below(end));
  }
  line(name + "_bucket", "le=\"+Inf\"", sum.count);
  line(name + "_sum", {}, static_cast<double>(sum.microseconds) / 1e6);
  line(name + "_count", {}, sum.count);
}

}  // namespace sluice::frontend
