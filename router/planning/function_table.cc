// SPDX-License-Identifier: Apache-2.0
#include "router/planning/function_table.h"

#include <string>
#include <unordered_map>

#include "router/metadata.h"

namespace sluice::router {
namespace {

// Built-in functions of MySQL 8.4 and MariaDB 10.11 that compute from their arguments alone.
constexpr std::string_view kPure =
    "abs acos adddate addtime add_months aes_decrypt aes_encrypt ascii asin atan atan2 benchmark "
    "bin "
    "bin_to_uuid binary bit_count bit_length can_access_column cast ceil ceiling char char_length "
    "character_length charset chr coalesce coercibility collation column_add column_check "
    "column_create column_delete column_exists column_get column_json column_list compress concat "
    "concat_ws conv convert convert_tz cos cot crc32 crc32c date date_add date_format date_sub "
    "datediff day dayname dayofmonth dayofweek dayofyear decode decode_oracle default degrees "
    "des_decrypt des_encrypt div elt encode encrypt exp export_set extract extractvalue field "
    "find_in_set floor format format_bytes format_pico_time from_base64 from_days from_unixtime "
    "get_format greatest grouping gtid_subset gtid_subtract hex hour if ifnull inet6_aton "
    "inet6_ntoa "
    "inet_aton inet_ntoa insert instr interval is_ipv4 is_ipv4_compat is_ipv4_mapped is_ipv6 "
    "is_uuid "
    "isnull json_array json_array_append json_array_insert json_compact json_contains "
    "json_contains_path json_depth json_detailed json_equals json_exists json_extract json_insert "
    "json_keys json_length json_loose json_merge json_merge_patch json_merge_preserve "
    "json_normalize json_object json_overlaps json_pretty json_query json_quote json_remove "
    "json_replace json_schema_valid json_schema_validation_report json_search json_set "
    "json_storage_free json_storage_size json_type json_unquote json_valid json_value last_day "
    "lcase "
    "least left length lengthb ln locate log log10 log2 lower lpad ltrim make_set makedate "
    "maketime "
    "match md5 microsecond mid minute mod month monthname name_const natural_sort_key nullif nvl "
    "nvl2 "
    "oct octet_length old_password ord password period_add period_diff pi point position pow power "
    "quarter quote radians sleep regexp_instr regexp_like regexp_replace regexp_substr repeat "
    "replace "
    "reverse right round row rpad rtrim sec_to_time second sformat sha sha1 sha2 sign sin soundex "
    "space sqrt statement_digest statement_digest_text str_to_date strcmp subdate substr substring "
    "substring_index subtime tan time time_format time_to_sec timediff timestamp timestampadd "
    "timestampdiff to_base64 to_char to_days to_seconds trim truncate ucase uncompress "
    "uncompressed_length unhex updatexml upper uuid_to_bin validate_password_strength value values "
    "week weekday weekofyear weight_string year yearweek "
    "area asbinary astext aswkb aswkt boundary buffer centroid contains convexhull crosses "
    "dimension "
    "disjoint distance endpoint envelope equals exteriorring geomcollfromtext geometrycollection "
    "geometryfromtext geometryfromwkb geometryn geometrytype geomfromtext geomfromwkb glength "
    "interiorringn intersects isclosed isempty isring issimple linefromtext linefromwkb linestring "
    "mbrcontains mbrcoveredby mbrcovers mbrdisjoint mbrequal mbrequals mbrintersects mbroverlaps "
    "mbrtouches mbrwithin multilinestring multipoint multipolygon numgeometries numinteriorrings "
    "numpoints overlaps pointfromtext pointfromwkb pointn pointonsurface polyfromtext polyfromwkb "
    "polygon srid startpoint touches within x y st_area st_asbinary st_asgeojson st_astext "
    "st_aswkb "
    "st_aswkt st_boundary st_buffer st_buffer_strategy st_centroid st_contains st_convexhull "
    "st_crosses st_difference st_dimension st_disjoint st_distance st_distance_sphere st_endpoint "
    "st_envelope st_equals st_exteriorring st_frechetdistance st_geohash st_geomcollfromtext "
    "st_geomcollfromwkb st_geometryfromtext st_geometryfromwkb st_geometryn st_geometrytype "
    "st_geomfromgeojson st_geomfromtext st_geomfromwkb st_hausdorffdistance st_interiorringn "
    "st_intersection st_intersects st_isclosed st_isempty st_isring st_issimple st_isvalid "
    "st_latitude "
    "st_latfromgeohash st_length st_lineinterpolatepoint st_linefromtext st_linefromwkb "
    "st_longitude "
    "st_longfromgeohash st_makeenvelope st_mlinefromtext st_mpointfromtext st_mpolyfromtext "
    "st_numgeometries st_numinteriorring st_numinteriorrings st_numpoints st_overlaps "
    "st_pointatdistance st_pointfromgeohash st_pointfromtext st_pointfromwkb st_pointn "
    "st_pointonsurface st_polyfromtext st_polyfromwkb st_relate st_simplify st_srid st_startpoint "
    "st_swapxy st_symdifference st_touches st_transform st_union st_validate st_within st_x st_y";

constexpr std::string_view kClock =
    "now current_timestamp localtime localtimestamp curdate current_date curtime current_time "
    "utc_date utc_time utc_timestamp unix_timestamp";

constexpr std::string_view kRandom =
    "rand uuid uuid_short sys_guid random_bytes sysdate current_role icu_version ps_thread_id "
    "ps_current_thread_id rownum";

constexpr std::string_view kAggregates =
    "count sum min max avg group_concat bit_and bit_or bit_xor std stddev stddev_pop stddev_samp "
    "var_pop var_samp variance json_arrayagg json_objectagg any_value st_collect";

constexpr std::string_view kWindowOnly =
    "row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value "
    "nth_value "
    "median percentile_cont percentile_disc";

constexpr std::string_view kUserLock =
    "get_lock release_lock release_all_locks is_free_lock is_used_lock";

constexpr std::string_view kRefused =
    "load_file nextval lastval setval "
    "master_pos_wait source_pos_wait master_gtid_wait wait_for_executed_gtid_set "
    "wait_until_sql_thread_after_gtids binlog_gtid_pos wsrep_last_written_gtid "
    "wsrep_last_seen_gtid mysql_query_attribute_string "
    "wsrep_sync_wait_upto_gtid";

// Of the random ones and of those that the gateway may answer.
constexpr std::string_view kOfServer =
    "uuid_short current_role icu_version ps_thread_id ps_current_thread_id version";

struct Owned {
  std::string_view name;
  SessionValue value;
};

constexpr Owned kOwned[] = {
    {"last_insert_id", SessionValue::last_insert_id},
    {"row_count", SessionValue::row_count},
    {"found_rows", SessionValue::found_rows},
    {"connection_id", SessionValue::connection_id},
    {"database", SessionValue::database},
    {"schema", SessionValue::database},
    {"user", SessionValue::user},
    {"session_user", SessionValue::user},
    {"system_user", SessionValue::user},
    {"current_user", SessionValue::current_user},
    {"version", SessionValue::version},
};

constexpr Owned kOwnedVariables[] = {
    {"max_allowed_packet", SessionValue::max_allowed_packet},
    {"last_insert_id", SessionValue::last_insert_id},
    {"identity", SessionValue::last_insert_id},
    {"warning_count", SessionValue::warning_count},
    {"error_count", SessionValue::error_count},
    {"version", SessionValue::version},
    {"resultset_metadata", SessionValue::resultset_metadata},
};

using FunctionTable = std::unordered_map<std::string_view, FunctionTraits>;

template <class Set>
void add(FunctionTable& table, std::string_view names, Set set) {
  while (!names.empty()) {
    const std::string_view name = names.substr(0, names.find(' '));
    names.remove_prefix(std::min(names.size(), name.size() + 1));
    FunctionTraits& traits = table[name];
    traits.known = true;
    set(traits);
  }
}

FunctionTable make_table() {
  FunctionTable table;
  add(table, kPure, [](FunctionTraits&) {});
  add(table, kClock, [](FunctionTraits& traits) { traits.clock = true; });
  add(table, kRandom, [](FunctionTraits& traits) { traits.random = true; });
  add(table, kAggregates, [](FunctionTraits& traits) { traits.aggregate = true; });
  add(table, kWindowOnly, [](FunctionTraits& traits) { traits.window_only = true; });
  add(table, kUserLock, [](FunctionTraits& traits) { traits.user_lock = true; });
  add(table, kRefused, [](FunctionTraits& traits) { traits.refused = true; });
  add(table, kOfServer, [](FunctionTraits& traits) { traits.of_server = true; });
  for (const Owned& owned : kOwned) {
    add(table, owned.name, [&](FunctionTraits& traits) { traits.owned = owned.value; });
  }
  return table;
}

}  // namespace

FunctionTraits function_traits(std::string_view name) {
  static const FunctionTable kTable = make_table();
  const auto at = kTable.find(to_lower(name));
  return at == kTable.end() ? FunctionTraits{} : at->second;
}

std::optional<SessionValue> owned_variable(std::string_view name) {
  const std::string wanted = to_lower(name);
  for (const Owned& owned : kOwnedVariables) {
    if (owned.name == wanted) return owned.value;
  }
  return std::nullopt;
}

}  // namespace sluice::router
