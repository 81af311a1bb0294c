// SPDX-License-Identifier: Apache-2.0
// One table of every column type as MariaDB 10.11 sent it, in both protocols. The text rows say
// what the binary rows mean.
#pragma once

#include <vector>

#include "common/wire/row.h"
#include "tests/unit/wire/hex.h"

namespace sluice::test {

// t tinyint, su smallint unsigned, m mediumint, i int, bu bigint unsigned, f float, d double,
// de decimal(20,4), da date, dt datetime(6), ts timestamp, ti time(3), y year, b bit(10), c
// char(4), v varchar(300), bl blob, e enum, st set, n int, j json
inline std::vector<wire::ColumnInfo> captured_columns() {
  using enum wire::ColumnType;
  const wire::ColumnType types[] = {
      tiny,        short_int,  int24,    long_int,  long_long, float_type, double_type,
      new_decimal, date,       datetime, timestamp, time,      year,       bit,
      string,      var_string, blob,     string,    string,    long_int,   blob};
  std::vector<wire::ColumnInfo> columns;
  for (const wire::ColumnType type : types) columns.push_back({.type = type});
  columns[1].flags = columns[4].flags = columns[12].flags = wire::column_flag::kUnsigned;
  return columns;
}

inline std::string repeated(std::string_view text, int times) {
  std::string out;
  for (int i = 0; i < times; ++i) out += text;
  return out;
}

inline const std::string kTextRow1 =
    "022d35 053635353335 082d38333838363038 0b2d32313437343833363438"
    "143138343436373434303733373039353531363135 03312e35 092d322e323565313030"
    "162d313233343536373839303132333435362e37383030 0a323032342d30322d3239"
    "1a313939392d31322d33312032333a35393a35392e303030303031"
    "13323033382d30312d31392030333a31343a3037 0e2d3833383a35393a35382e313230 0432313535"
    "020201 03c3a462 fc0401" +
    repeated("71", 260) + "0300ff80 026262 03782c7a fb 077b2261223a317d";

inline const std::string kBinaryRow1 =
    "00 000020 fb ffff 000080ff 00000080 ffffffffffffffff 0000c03f ed5b47cae292c4d4"
    "162d313233343536373839303132333435362e37383030 04e807021d 0bcf070c1f173b3b01000000"
    "07f6070113030e07 0c0122000000163b3ac0d40100 6b08 020201 03c3a462 fc0401" +
    repeated("71", 260) + "0300ff80 026262 03782c7a 077b2261223a317d";

inline const std::string kTextRow2 =
    "022d35 053635353335 082d38333838363038 0b2d32313437343833363438"
    "143138343436373434303733373039353531363135 03312e35 092d322e323565313030 06302e30303030"
    "0a303030302d30302d3030 1a323030302d30312d30312030303a30303a30302e303030303030 fb"
    "0c30303a30303a30302e303030 0431393031 020000 00 00 00 fb 00 0137 fb";

inline const std::string kBinaryRow2 =
    "00 001048 fb ffff 000080ff 00000080 ffffffffffffffff 0000c03f ed5b47cae292c4d4 06302e30303030"
    "00 04d0070101 00 6d07 020000 00 00 00 00 07000000";

}  // namespace sluice::test
