// SPDX-License-Identifier: Apache-2.0
#include "router/key_domain.h"

#include "router/metadata.h"

namespace sluice::router {
namespace {

void limit_integer(KeyDomain& domain, const ColumnSchema& column) {
  const unsigned bits = column.integer_bytes == 0 ? 64 : column.integer_bytes * 8u;
  if (column.is_unsigned) {
    domain.minimum = 0;
    domain.maximum = bits == 64 ? UINT64_MAX : (std::uint64_t{1} << bits) - 1;
  } else {
    domain.maximum = (std::uint64_t{1} << (bits - 1)) - 1;
    domain.minimum = -static_cast<std::int64_t>(domain.maximum) - 1;
  }
}

KeyDomain::Repertoire repertoire_of(const std::string& charset) {
  if (charset == "utf8mb4" || charset == "utf16" || charset == "utf32") {
    return KeyDomain::Repertoire::unicode;
  }
  if (charset == "utf8mb3" || charset == "utf8" || charset == "ucs2") {
    return KeyDomain::Repertoire::basic_plane;
  }
  return KeyDomain::Repertoire::ascii;
}

}  // namespace

KeyDomain domain_of(const ColumnSchema& column, const Collation* collation, bool vouched) {
  KeyDomain domain;
  domain.max_length = column.max_length;
  switch (column.column_class) {
    case ColumnClass::integer:
      domain.kind = KeyDomain::Kind::integer;
      limit_integer(domain, column);
      break;
    case ColumnClass::text: {
      const bool exact = vouched || (collation != nullptr && collation->is_binary);
      domain.kind = exact ? KeyDomain::Kind::exact_text : KeyDomain::Kind::loose_text;
      domain.repertoire = repertoire_of(collation != nullptr ? collation->charset : std::string());
      domain.collation = column.collation;
      break;
    }
    case ColumnClass::binary:
      domain.kind = KeyDomain::Kind::binary;
      break;
    default:
      domain.kind = KeyDomain::Kind::opaque;
      break;
  }
  return domain;
}

KeyDomain time_domain(const ColumnSchema& column) {
  KeyDomain domain;
  domain.kind = column.is_timestamp ? KeyDomain::Kind::zoned_time : KeyDomain::Kind::time;
  domain.date_only = column.is_date;
  domain.fraction = column.fraction;
  return domain;
}

}  // namespace sluice::router
