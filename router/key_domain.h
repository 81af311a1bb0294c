// SPDX-License-Identifier: Apache-2.0
// What may be concluded from a sharding column's type: routing is right only if values that the
// server takes for equal always go to the same node. A domain says when that is known. Thread rule:
// immutable.
#pragma once

#include <cstdint>
#include <string>

namespace sluice::router {

struct ColumnSchema;
struct Collation;

struct KeyDomain {
  enum class Kind : std::uint8_t {
    unknown,  // no schema: integers are taken for integers, strings prove nothing
    integer,
    exact_text,  // equal strings are equal bytes, but for trailing spaces
    loose_text,  // 'a' may equal 'A': a comparison proves nothing about the bytes
    binary,
    time,        // DATE, DATETIME: one instant is one value
    zoned_time,  // TIMESTAMP: which instant a text means depends on the session's time zone
    opaque       // any other type: nothing is known
  };
  // Which characters the column can store.
  enum class Repertoire : std::uint8_t { ascii, basic_plane, unicode };

  Kind kind = Kind::unknown;
  std::int64_t minimum = INT64_MIN;  // integer
  std::uint64_t maximum = UINT64_MAX;
  std::uint32_t max_length = 0;  // text: characters, binary: bytes; 0 unknown
  bool date_only = false;        // time: DATE
  std::uint8_t fraction = 0;     // time: digits of a second's fraction that the column keeps
  Repertoire repertoire = Repertoire::unicode;
  std::string collation;  // text

  // Equal values are on equal nodes.
  bool exact() const {
    return kind == Kind::integer || kind == Kind::exact_text || kind == Kind::binary ||
           kind == Kind::time;
  }
  // The values between two values are numbered through.
  bool ordered() const { return kind == Kind::integer || kind == Kind::time; }
  // `a = b` between columns of the two domains compares as routing does.
  bool comparable_with(const KeyDomain& other) const {
    return exact() && kind == other.kind && collation == other.collation;
  }
};

// `collation` may be null (not text, or not known). `vouched`: listed in sluice.exact_string_keys.
KeyDomain domain_of(const ColumnSchema& column, const Collation* collation, bool vouched);
// Of a DATE, DATETIME or TIMESTAMP column whose values are used as times.
KeyDomain time_domain(const ColumnSchema& column);

}  // namespace sluice::router
