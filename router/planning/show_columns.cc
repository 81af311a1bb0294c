// SPDX-License-Identifier: Apache-2.0
#include "router/planning/show_columns.h"

namespace sluice::router {
namespace {

constexpr ShowColumn kTableStatus[] = {
    {"Name", "TABLE_NAME"},
    {"Engine", "ENGINE"},
    {"Version", "VERSION"},
    {"Row_format", "ROW_FORMAT"},
    {"Rows", "TABLE_ROWS"},
    {"Avg_row_length", "AVG_ROW_LENGTH"},
    {"Data_length", "DATA_LENGTH"},
    {"Max_data_length", "MAX_DATA_LENGTH"},
    {"Index_length", "INDEX_LENGTH"},
    {"Data_free", "DATA_FREE"},
    {"Auto_increment", "AUTO_INCREMENT"},
    {"Create_time", "CREATE_TIME"},
    {"Update_time", "UPDATE_TIME"},
    {"Check_time", "CHECK_TIME"},
    {"Collation", "TABLE_COLLATION"},
    {"Checksum", "CHECKSUM"},
    {"Create_options", "CREATE_OPTIONS"},
    {"Comment", "TABLE_COMMENT"},
    {"Max_index_length", "MAX_INDEX_LENGTH", ShowServer::mariadb},
    {"Temporary", "TEMPORARY", ShowServer::mariadb},
};

constexpr ShowColumn kTriggers[] = {
    {"Trigger", "TRIGGER_NAME"},
    {"Event", "EVENT_MANIPULATION"},
    {"Table", "EVENT_OBJECT_TABLE"},
    {"Statement", "ACTION_STATEMENT"},
    {"Timing", "ACTION_TIMING"},
    {"Created", "CREATED"},
    {"sql_mode", "SQL_MODE"},
    {"Definer", "DEFINER"},
    {"character_set_client", "CHARACTER_SET_CLIENT"},
    {"collation_connection", "COLLATION_CONNECTION"},
    {"Database Collation", "DATABASE_COLLATION"},
};

constexpr ShowColumn kEvents[] = {
    {"Db", "EVENT_SCHEMA"},
    {"Name", "EVENT_NAME"},
    {"Definer", "DEFINER"},
    {"Time zone", "TIME_ZONE"},
    {"Type", "EVENT_TYPE"},
    {"Execute at", "EXECUTE_AT"},
    {"Interval value", "INTERVAL_VALUE"},
    {"Interval field", "INTERVAL_FIELD"},
    {"Starts", "STARTS"},
    {"Ends", "ENDS"},
    {"Status", "STATUS"},
    {"Originator", "ORIGINATOR"},
    {"character_set_client", "CHARACTER_SET_CLIENT"},
    {"collation_connection", "COLLATION_CONNECTION"},
    {"Database Collation", "DATABASE_COLLATION"},
};

constexpr ShowColumn kRoutines[] = {
    {"Db", "ROUTINE_SCHEMA"},
    {"Name", "ROUTINE_NAME"},
    {"Type", "ROUTINE_TYPE"},
    {"Language", "EXTERNAL_LANGUAGE", ShowServer::mysql_9},
    {"Definer", "DEFINER"},
    {"Modified", "LAST_ALTERED"},
    {"Created", "CREATED"},
    {"Security_type", "SECURITY_TYPE"},
    {"Comment", "ROUTINE_COMMENT"},
    {"character_set_client", "CHARACTER_SET_CLIENT"},
    {"collation_connection", "COLLATION_CONNECTION"},
    {"Database Collation", "DATABASE_COLLATION"},
};

constexpr ShowColumn kIndex[] = {
    {"Table", "TABLE_NAME"},
    {"Non_unique", "NON_UNIQUE"},
    {"Key_name", "INDEX_NAME"},
    {"Seq_in_index", "SEQ_IN_INDEX"},
    {"Column_name", "COLUMN_NAME"},
    {"Collation", "COLLATION"},
    {"Cardinality", "CARDINALITY"},
    {"Sub_part", "SUB_PART"},
    {"Packed", "PACKED"},
    {"Null", "NULLABLE"},
    {"Index_type", "INDEX_TYPE"},
    {"Comment", "COMMENT"},
    {"Index_comment", "INDEX_COMMENT"},
    {"Visible", "IS_VISIBLE", ShowServer::mysql},
    {"Expression", "EXPRESSION", ShowServer::mysql},
    {"Ignored", "IGNORED", ShowServer::mariadb},
};

constexpr ShowColumn kOpened[] = {
    {"Database", "`Database`"},
    {"Table", "`Table`"},
    {"In_use", "In_use"},
    {"Name_locked", "Name_locked"},
};

}  // namespace

std::span<const ShowColumn> show_columns(ShowList list) {
  switch (list) {
    case ShowList::table_status:
      return kTableStatus;
    case ShowList::triggers:
      return kTriggers;
    case ShowList::events:
      return kEvents;
    case ShowList::routines:
      return kRoutines;
    case ShowList::index:
      return kIndex;
    case ShowList::open_tables:
      return kOpened;
  }
  return {};
}

bool ShowColumn::is_of(std::string_view server_version, bool is_mariadb) const {
  switch (server) {
    case ShowServer::any:
      return true;
    case ShowServer::mariadb:
      return is_mariadb;
    case ShowServer::mysql:
      return !is_mariadb;
    case ShowServer::mysql_9:
      break;
  }
  // "9.7.4" or "10.2": not "8.4.0".
  const std::string_view major = server_version.substr(0, server_version.find('.'));
  return !is_mariadb && (major.size() > 1 || major >= "9");
}

}  // namespace sluice::router
