// SPDX-License-Identifier: Apache-2.0
#include "executor/row_writer.h"

namespace sluice::executor {

void RowWriter::row(Bytes payload, std::span<const wire::Cell> cells) {
  ++rows_;
  if (!payload.empty()) return client_.message(payload);
  wire::MessageScope scope(client_.out(), client_.sequence());
  wire::append_row(cells, visible_, format_, columns_, client_.out());
  client_.set_sequence(scope.close());
}

void write_definitions(ClientWriter& client, const std::vector<Buffer>& definitions,
                       std::size_t visible, const NameMap& names) {
  client.column_count(visible);
  if (client.omits_metadata()) return;
  Buffer payload;
  payload.reserve(64);
  for (std::size_t i = 0; i < visible; ++i) {
    Result<wire::ColumnDefinition> column = wire::decode_column_definition(definitions[i]);
    if (!column) {  // checked when it was read
      client.column(definitions[i]);
      continue;
    }
    names.rename(*column);
    payload.clear();
    wire::encode(*column, payload);
    client.column(payload);
  }
}

void write_columns(Request& request, const std::vector<Buffer>& definitions, std::size_t visible,
                   const NameMap& names) {
  write_definitions(request.client, definitions, visible, names);
  request.client.end_of_columns(request.client_status());
}

namespace {

// Types that one server may give an expression where another, with another plan, gives it a second
// one: strings are written alike whatever their type is called.
bool interchangeable(wire::ColumnType a, wire::ColumnType b) {
  const auto is_string = [](wire::ColumnType type) {
    switch (type) {
      case wire::ColumnType::varchar:
      case wire::ColumnType::var_string:
      case wire::ColumnType::string:
      case wire::ColumnType::tiny_blob:
      case wire::ColumnType::medium_blob:
      case wire::ColumnType::long_blob:
      case wire::ColumnType::blob:
        return true;
      default:
        return false;
    }
  };
  return a == b || (is_string(a) && is_string(b));
}

}  // namespace

Result<void> check_columns_alike(const std::vector<wire::ColumnInfo>& a,
                                 const std::vector<wire::ColumnInfo>& b) {
  if (a.size() != b.size()) {
    return make_error(ErrorId::shards_disagree, {"their number differs"});
  }
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!interchangeable(a[i].type, b[i].type) || a[i].is_unsigned() != b[i].is_unsigned()) {
      return make_error(ErrorId::shards_disagree,
                        {"the type of column " + std::to_string(i + 1) + " differs"});
    }
  }
  return {};
}

}  // namespace sluice::executor
