// SPDX-License-Identifier: Apache-2.0
// Numbers of the MySQL client/server protocol: capability and status flags, commands, column types.
// Source: MySQL source documentation, "Client/Server Protocol" (capabilities, status flags, command
// phase, column types) and MariaDB's knowledge base for what is MariaDB's own.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sluice::wire {

// The upper half is MariaDB's own.
using Capabilities = std::uint64_t;

namespace capability {
inline constexpr Capabilities kLongPassword = 1ull << 0;
inline constexpr Capabilities kFoundRows = 1ull << 1;
inline constexpr Capabilities kLongFlag = 1ull << 2;
inline constexpr Capabilities kConnectWithDb = 1ull << 3;
inline constexpr Capabilities kNoSchema = 1ull << 4;
inline constexpr Capabilities kCompress = 1ull << 5;
inline constexpr Capabilities kOdbc = 1ull << 6;
inline constexpr Capabilities kLocalFiles = 1ull << 7;
inline constexpr Capabilities kIgnoreSpace = 1ull << 8;
inline constexpr Capabilities kProtocol41 = 1ull << 9;
inline constexpr Capabilities kInteractive = 1ull << 10;
inline constexpr Capabilities kSsl = 1ull << 11;
inline constexpr Capabilities kIgnoreSigpipe = 1ull << 12;
inline constexpr Capabilities kTransactions = 1ull << 13;
inline constexpr Capabilities kReserved = 1ull << 14;
inline constexpr Capabilities kSecureConnection = 1ull << 15;
inline constexpr Capabilities kMultiStatements = 1ull << 16;
inline constexpr Capabilities kMultiResults = 1ull << 17;
inline constexpr Capabilities kPsMultiResults = 1ull << 18;
inline constexpr Capabilities kPluginAuth = 1ull << 19;
inline constexpr Capabilities kConnectAttrs = 1ull << 20;
inline constexpr Capabilities kPluginAuthLenenc = 1ull << 21;
inline constexpr Capabilities kSessionTrack = 1ull << 23;
inline constexpr Capabilities kDeprecateEof = 1ull << 24;
inline constexpr Capabilities kOptionalMetadata = 1ull << 25;
inline constexpr Capabilities kZstd = 1ull << 26;  // CLIENT_ZSTD_COMPRESSION_ALGORITHM
inline constexpr Capabilities kQueryAttributes = 1ull << 27;
// MariaDB's, told by greetings and responses without kLongPassword, which MariaDB calls
// CLIENT_MYSQL.
inline constexpr unsigned kMariadbShift = 32;
inline constexpr Capabilities kMariadbBulk = 1ull << 34;  // MARIADB_CLIENT_STMT_BULK_OPERATIONS
inline constexpr Capabilities kMariadbExtendedMetadata = 1ull
                                                         << 35;  // MARIADB_CLIENT_EXTENDED_METADATA
}  // namespace capability

using StatusFlags = std::uint16_t;

namespace status {
inline constexpr StatusFlags kInTransaction = 0x0001;
inline constexpr StatusFlags kAutocommit = 0x0002;
inline constexpr StatusFlags kMoreResults = 0x0008;
inline constexpr StatusFlags kNoGoodIndex = 0x0010;
inline constexpr StatusFlags kNoIndex = 0x0020;
inline constexpr StatusFlags kCursorExists = 0x0040;
inline constexpr StatusFlags kLastRowSent = 0x0080;
inline constexpr StatusFlags kDbDropped = 0x0100;
inline constexpr StatusFlags kNoBackslashEscapes = 0x0200;
inline constexpr StatusFlags kMetadataChanged = 0x0400;
inline constexpr StatusFlags kQueryWasSlow = 0x0800;
inline constexpr StatusFlags kPsOutParams = 0x1000;
inline constexpr StatusFlags kInReadOnlyTransaction = 0x2000;
inline constexpr StatusFlags kSessionStateChanged = 0x4000;
}  // namespace status

enum class Command : std::uint8_t {
  sleep = 0x00,
  quit = 0x01,
  init_db = 0x02,
  query = 0x03,
  field_list = 0x04,
  create_db = 0x05,
  drop_db = 0x06,
  refresh = 0x07,
  shutdown = 0x08,
  statistics = 0x09,
  process_info = 0x0a,
  process_kill = 0x0c,
  debug = 0x0d,
  ping = 0x0e,
  change_user = 0x11,
  stmt_prepare = 0x16,
  stmt_execute = 0x17,
  stmt_send_long_data = 0x18,
  stmt_close = 0x19,
  stmt_reset = 0x1a,
  set_option = 0x1b,
  stmt_fetch = 0x1c,
  reset_connection = 0x1f,
  stmt_bulk_execute = 0xfa,  // MariaDB
};

enum class ColumnType : std::uint8_t {
  decimal = 0x00,
  tiny = 0x01,
  short_int = 0x02,
  long_int = 0x03,
  float_type = 0x04,
  double_type = 0x05,
  null_type = 0x06,
  timestamp = 0x07,
  long_long = 0x08,
  int24 = 0x09,
  date = 0x0a,
  time = 0x0b,
  datetime = 0x0c,
  year = 0x0d,
  new_date = 0x0e,
  varchar = 0x0f,
  bit = 0x10,
  json = 0xf5,
  new_decimal = 0xf6,
  enum_type = 0xf7,
  set_type = 0xf8,
  tiny_blob = 0xf9,
  medium_blob = 0xfa,
  long_blob = 0xfb,
  blob = 0xfc,
  var_string = 0xfd,
  string = 0xfe,
  geometry = 0xff,
};

namespace column_flag {
inline constexpr std::uint16_t kNotNull = 0x0001;
inline constexpr std::uint16_t kPrimaryKey = 0x0002;
inline constexpr std::uint16_t kUniqueKey = 0x0004;
inline constexpr std::uint16_t kMultipleKey = 0x0008;
inline constexpr std::uint16_t kBlob = 0x0010;
inline constexpr std::uint16_t kUnsigned = 0x0020;
inline constexpr std::uint16_t kZerofill = 0x0040;
inline constexpr std::uint16_t kBinary = 0x0080;
inline constexpr std::uint16_t kEnum = 0x0100;
inline constexpr std::uint16_t kAutoIncrement = 0x0200;
inline constexpr std::uint16_t kTimestamp = 0x0400;
inline constexpr std::uint16_t kSet = 0x0800;
inline constexpr std::uint16_t kNumeric = 0x8000;
}  // namespace column_flag

inline constexpr std::uint16_t kBinaryCollation = 63;

inline constexpr std::size_t kHeaderBytes = 4;
inline constexpr std::size_t kMaxPayload =
    0xffffff;  // a packet of exactly this length has a successor

}  // namespace sluice::wire
