// SPDX-License-Identifier: Apache-2.0
#include "executor/operators/sort_keys.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "executor/operators/decimal_text.h"

namespace sluice::executor::operators {
namespace {

constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;

Error malformed(const wire::ColumnInfo& column) {
  return make_error(ErrorId::malformed_packet,
                    {std::string("a ") + std::string(type_name(column)) + " that is none"});
}

std::uint64_t word_of(std::int64_t value) {
  return static_cast<std::uint64_t>(value) ^ kSignBit;
}

std::uint64_t word_of(CellInteger value) {
  return value.is_unsigned ? value.bits : value.bits ^ kSignBit;
}

// The usual order of doubles; both zeros are one value.
std::uint64_t word_of(double value) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(value == 0 ? 0.0 : value);
  return (bits & kSignBit) != 0 ? ~bits : bits | kSignBit;
}

// Which strings compare by weight is for the plan to say: after SET NAMES binary all strings come
// as binary ones. MIN and MAX take ENUM and SET for strings.
ColumnKind kind_of(const router::SortKey& key, const wire::ColumnInfo& column, KeyUse use) {
  const ColumnKind kind = column_kind(column);
  const bool weighted = key.weight.has_value() && key.collation != kBinaryCollation;
  if (kind == ColumnKind::binary && weighted) return ColumnKind::text;
  if (kind == ColumnKind::enumeration && weighted && use == KeyUse::pick) return ColumnKind::text;
  return kind;
}

bool contains(std::span<const router::SortKey> keys, const router::SortKey& key) {
  return std::any_of(keys.begin(), keys.end(), [&](const auto& k) { return same_column(k, key); });
}

}  // namespace

Result<SortKeys> SortKeys::make(std::span<const router::SortKey> keys, const RowLayout& layout,
                                KeyUse use) {
  SortKeys made;
  made.format_ = layout.format;
  made.metadata_ = layout.metadata;
  made.parts_.reserve(keys.size());
  for (const router::SortKey& key : keys) {
    Result<Part> part = make_part(key, layout, use);
    if (!part) return part.error();
    made.parts_.push_back(*std::move(part));
  }
  return made;
}

Result<SortKeys::Part> SortKeys::make_part(const router::SortKey& key, const RowLayout& layout,
                                           KeyUse use) {
  const Result<std::size_t> value = layout.find(key.value);
  if (!value) return value.error();
  Part part;
  part.value = *value;
  part.column = layout.columns[*value];
  part.kind = kind_of(key, part.column, use);
  part.descending = key.descending;
  switch (part.kind) {
    case ColumnKind::single:
    case ColumnKind::real:
      if (use == KeyUse::order && shown_rounded(part.column, layout.format)) {
        return cannot_merge(part.column, "its values are rounded when they are sent as text");
      }
      break;
    case ColumnKind::decimal:
    case ColumnKind::binary:
      part.has_tail = true;
      break;
    case ColumnKind::text:
      if (const Result<void> used = use_weights(key, layout, part); !used) return used.error();
      break;
    case ColumnKind::enumeration:
    case ColumnKind::bit:
    case ColumnKind::other:
      return cannot_merge(part.column, "it does not compare as it is sent");
    case ColumnKind::integer:
    case ColumnKind::moment:
    case ColumnKind::time:
    case ColumnKind::null_only:
      break;
  }
  return part;
}

Result<void> SortKeys::use_weights(const router::SortKey& key, const RowLayout& layout,
                                   Part& part) {
  if (key.by_number || !key.weight) {
    return cannot_merge(part.column, "its order needs the collation's weights");
  }
  const Result<std::size_t> weight = layout.find(*key.weight);
  if (!weight) return weight.error();
  part.weight = *weight;
  part.has_tail = true;
  if (!key.collation.empty()) {
    const Result<Padding> padding = padding_of(*layout.metadata, key.collation);
    if (!padding) return padding.error();
    part.padding = *padding;
    part.collation = key.collation;
    return {};
  }
  if (!key.collation_name) return cannot_merge(part.column, "its collation is not known");
  const Result<std::size_t> name = layout.find(*key.collation_name);
  if (!name) return name.error();
  part.collation_cell = *name;
  return {};
}

Result<void> SortKeys::read(std::span<const wire::Cell> cells, std::span<KeyValue> out) {
  for (std::size_t i = 0; i < parts_.size(); ++i) {
    Part& part = parts_[i];
    const wire::Cell& cell = cells[part.value];
    if (cell.is_null) {
      out[i] = {0, nullptr, 0, part.descending ? kNullLast : kNullFirst};
      continue;
    }
    out[i] = {0, nullptr, 0, kPresent};
    if (part.kind == ColumnKind::text) {
      if (Result<void> read = read_text(part, cells, out[i]); !read) return read;
    } else if (!read_word(part, cell, out[i])) {
      return malformed(part.column);
    }
    if (part.descending) out[i].word = ~out[i].word;
  }
  return {};
}

bool SortKeys::read_word(const Part& part, const wire::Cell& cell, KeyValue& out) const {
  if (part.has_tail) {
    out.data = cell.data;
    out.size = static_cast<std::uint32_t>(cell.size);
  }
  switch (part.kind) {
    case ColumnKind::integer: {
      CellInteger value;
      if (!read_integer(cell, part.column, format_, value)) return false;
      out.word = word_of(value);
      return true;
    }
    case ColumnKind::decimal: {
      DecimalText value;
      if (!parse_decimal(cell.text(), value)) return false;
      out.word = order_word(value);
      return true;
    }
    case ColumnKind::single:
    case ColumnKind::real: {
      double value = 0;
      if (!read_real(cell, part.column, format_, value)) return false;
      out.word = word_of(value);
      return true;
    }
    case ColumnKind::moment:
      return read_moment(cell, format_, out.word);
    case ColumnKind::time: {
      std::int64_t value = 0;
      if (!read_time(cell, format_, value)) return false;
      out.word = word_of(value);
      return true;
    }
    case ColumnKind::binary:
      out.word = weight_word(cell.bytes(), Padding{});
      return true;
    default:
      return false;  // null_only with a value
  }
}

Result<void> SortKeys::read_text(Part& part, std::span<const wire::Cell> cells, KeyValue& out) {
  const wire::Cell& weight = cells[part.weight];
  if (weight.is_null) {  // longer than the server's max_allowed_packet
    return cannot_merge(part.column, "a value is too long for WEIGHT_STRING");
  }
  if (part.collation_cell != kNoCell && cells[part.collation_cell].text() != part.collation) {
    if (Result<void> noted = note_collation(part, cells[part.collation_cell]); !noted) return noted;
  }
  out.data = weight.data;
  out.size = static_cast<std::uint32_t>(weight.size);
  out.word = weight_word(weight.bytes(), part.padding);
  return {};
}

// The first row names the collation, all others must agree.
Result<void> SortKeys::note_collation(Part& part, const wire::Cell& name) {
  if (!part.collation.empty()) return cannot_merge(part.column, "its rows have several collations");
  const Result<Padding> padding = padding_of(*metadata_, name.text());
  if (!padding) return padding.error();
  part.padding = *padding;
  part.collation = name.text();
  return {};
}

int SortKeys::compare_tails(const Part& part, const KeyValue& a, const KeyValue& b) {
  int order = 0;
  if (part.kind == ColumnKind::decimal) {
    DecimalText left;
    DecimalText right;
    parse_decimal(as_text(a.bytes()), left);
    parse_decimal(as_text(b.bytes()), right);
    order = operators::compare(left, right);
  } else {
    order = compare_weights(a.bytes(), b.bytes(), part.padding);
  }
  return part.descending ? -order : order;
}

void SortKeys::append_canonical(std::span<const KeyValue> values, Buffer& out) const {
  wire::Writer writer(out);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const Part& part = parts_[i];
    if (is_null(values[i])) {
      writer.u8(0);
      continue;
    }
    writer.u8(1);
    if (!part.has_tail) {
      writer.u64(values[i].word);
      continue;
    }
    const std::size_t length_at = out.size();
    writer.u32(0);
    if (part.kind == ColumnKind::decimal) {
      DecimalText value;
      parse_decimal(as_text(values[i].bytes()), value);
      operators::append_canonical(value, out);
    } else {
      writer.bytes(without_padding(values[i].bytes(), part.padding));
    }
    const auto length = static_cast<std::uint32_t>(out.size() - length_at - sizeof(std::uint32_t));
    std::memcpy(out.data() + length_at, &length, sizeof length);
  }
}

bool KeptKeys::keep(RowArena& arena, std::span<const KeyValue> values) {
  std::size_t bytes = 0;
  for (const KeyValue& value : values) bytes += value.size;
  if (bytes > capacity_) {
    capacity_ = std::bit_ceil(bytes);
    memory_ = arena.allocate(capacity_);
    if (memory_ == nullptr) {
      capacity_ = 0;
      return false;
    }
  }
  values_.assign(values.begin(), values.end());
  std::byte* at = memory_;
  for (KeyValue& value : values_) {
    if (value.size != 0) std::memcpy(at, value.data, value.size);
    value.data = at;
    at += value.size;
  }
  return true;
}

bool same_column(const router::SortKey& a, const router::SortKey& b) {
  return a.value.hidden == b.value.hidden && a.value.index == b.value.index;
}

std::span<const router::SortKey> leading_keys(std::span<const router::SortKey> order,
                                              std::span<const router::SortKey> keys) {
  std::size_t count = 0;
  while (count < order.size() && contains(keys, order[count])) ++count;
  const std::span<const router::SortKey> leading = order.first(count);
  const bool all = std::all_of(keys.begin(), keys.end(),
                               [&](const auto& key) { return contains(leading, key); });
  return all ? leading : std::span<const router::SortKey>();
}

}  // namespace sluice::executor::operators
