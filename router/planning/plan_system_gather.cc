// SPDX-License-Identifier: Apache-2.0
#include "router/planning/plan_system_gather.h"

#include <algorithm>

namespace sluice::router {
namespace {

class SystemGatherPlanner {
 public:
  SystemGatherPlanner(StatementContext& context, std::size_t index, const NeededColumns& needed,
                      Gather& gather)
      : context_(context),
        table_(context.bound.tables[index]),
        index_(static_cast<int>(index)),
        kind_(system_table(table_.rule().name)),
        needed_(needed),
        gather_(gather) {}

  void run() {
    system_.source = kind_.source;
    system_.name = to_upper(table_.rule().name);
    const std::string& sql_name = table_.rule().nodes[0].sql_name;
    system_.schema = sql_name.substr(0, sql_name.find('.'));
    system_.title = table_.rule().name;
    find_keys();
    add_columns();
    add_filters();
    if (system_.source == SystemSource::sums) add_merge();
    gather_.system = std::move(system_);
  }

 private:
  void find_keys() {
    for (const std::string_view columns :
         {kind_.database_columns, kind_.table_columns, kind_.key_columns}) {
      const std::vector<std::string_view> words = split_words(columns);
      keys_.insert(keys_.end(), words.begin(), words.end());
    }
  }

  bool is_key(std::string_view column) const {
    return std::find(keys_.begin(), keys_.end(), to_upper(column)) != keys_.end();
  }

  bool merges_into_other(const ColumnSchema& column) const {
    if (system_.source != SystemSource::sums) return false;
    const auto& columns = table_.schema()->columns;
    return std::any_of(columns.begin(), columns.end(), [&](const ColumnSchema& other) {
      if (!needed_.is_needed(static_cast<std::size_t>(index_), other)) return false;
      const std::vector<std::string_view> besides = merged_with(other.name);
      return std::find(besides.begin(), besides.end(), to_upper(column.name)) != besides.end();
    });
  }

  void add_columns() {
    std::string names;
    for (const ColumnSchema& column : table_.schema()->columns) {
      if (!is_key(column.name) && !merges_into_other(column) &&
          !needed_.is_needed(static_cast<std::size_t>(index_), column)) {
        continue;
      }
      add_column(column, names);
    }
    if (names.empty()) add_column(table_.schema()->columns.front(), names);
    if (table_.rule().name == kOpenTables) return create_open_tables();
    gather_.create.ops = {
        text_op("CREATE TEMPORARY TABLE " + gather_.temporary + " AS SELECT " + names + " FROM "),
        table_op(table_.binding), text_op(" WHERE FALSE")};
  }

  // No server has it as a table.
  void create_open_tables() {
    system_.title = "OPEN_TABLES";
    std::string columns;
    for (const std::string& name : system_.columns) {
      const bool text = name == "Database" || name == "Table";
      columns += (columns.empty() ? "" : ", ") + quote_name(name) +
                 (text ? " VARCHAR(64) CHARACTER SET utf8mb3 NOT NULL" : " BIGINT NOT NULL");
    }
    gather_.create.ops = {
        text_op("CREATE TEMPORARY TABLE " + gather_.temporary + " (" + columns + ")")};
  }

  void add_column(const ColumnSchema& column, std::string& names) {
    names += (names.empty() ? "" : ", ") + quote_name(column.name);
    system_.columns.push_back(column.name);
    gather_.columns.push_back(transfer(column));
    const std::string upper = to_upper(column.name);
    if (upper == "CONSTRAINT_NAME") system_.constraints.push_back(position());
    if (upper == "VIEW_DEFINITION" || upper == "ACTION_STATEMENT") {
      system_.definitions.push_back(position());
    }
    note_name(kind_.database_columns, upper, system_.databases);
    note_name(kind_.table_columns, upper, system_.tables);
  }

  std::uint16_t position() const { return static_cast<std::uint16_t>(system_.columns.size() - 1); }

  // The first of `columns` goes first, as it decides.
  void note_name(std::string_view columns, const std::string& upper,
                 std::vector<std::uint16_t>& cells) const {
    const std::vector<std::string_view> words = split_words(columns);
    const auto at = std::find(words.begin(), words.end(), upper);
    if (at == words.end()) return;
    cells.insert(at == words.begin() ? cells.begin() : cells.end(), position());
  }

  // All of these are texts, numbers and times, which the session's time zone has been applied to.
  static Transfer transfer(const ColumnSchema& column) {
    switch (column.column_class) {
      case ColumnClass::integer:
      case ColumnClass::decimal:
      case ColumnClass::floating:
      case ColumnClass::double_precision:
      case ColumnClass::year:
        return Transfer::number;
      case ColumnClass::temporal:
      case ColumnClass::time:
        return Transfer::temporal;
      case ColumnClass::json:
        return Transfer::json;
      case ColumnClass::binary:
      case ColumnClass::bit:
        return Transfer::bytes;
      default:
        return Transfer::plain_text;
    }
  }

  void add_filters() {
    const int scope = table_.scope;
    for (const Conjunct& conjunct : context_.bound.conjuncts) {
      if (conjunct.scope == scope) add_filter(*conjunct.expr);
    }
  }

  void add_filter(const ast::Expr& expr) {
    if (const auto* binary = ast::try_as<ast::Binary>(&expr)) {
      if (binary->op != ast::BinaryOp::equal) return;
      if (!add_equality(*binary->left, *binary->right)) {
        add_equality(*binary->right, *binary->left);
      }
    } else if (const auto* list = ast::try_as<ast::InList>(&expr)) {
      NameFilter filter;
      for (const ast::Expr* item : list->items) {
        if (list->negated || !add_value(*item, filter)) return;
      }
      keep(*list->operand, std::move(filter));
    } else if (const auto* like = ast::try_as<ast::Like>(&expr)) {
      NameFilter filter{.kind = NameFilter::Kind::prefix, .session_database = false, .names = {}};
      if (like->negated || like->escape != nullptr || !add_value(*like->pattern, filter)) return;
      if (filter.names.empty()) return;
      filter.names[0].resize(
          std::min(filter.names[0].find_first_of("%_\\"), filter.names[0].size()));
      keep(*like->operand, std::move(filter));
    }
  }

  // MariaDB opens the table or database of that very name; in MySQL's dictionary it depends on the
  // server's collation, so a name of another case may be meant.
  bool add_equality(const ast::Expr& column, const ast::Expr& value) {
    NameFilter filter;
    if (context_.metadata->is_mariadb()) filter.kind = NameFilter::Kind::exactly;
    return add_value(value, filter) && keep(column, std::move(filter));
  }

  bool add_value(const ast::Expr& value, NameFilter& filter) const {
    if (const auto* call = ast::try_as<ast::FunctionCall>(&value)) {
      const FunctionTraits traits = function_traits(call->name.text);
      if (traits.owned != SessionValue::database || !call->args.empty()) return false;
      filter.session_database = true;
      return true;
    }
    const auto* literal = ast::try_as<ast::Literal>(&value);
    if (literal == nullptr || literal->literal != ast::LiteralKind::string ||
        literal->range.end != literal->range.begin + 1) {
      return false;
    }
    const std::string_view text = context_.source.token_text(literal->token);
    const bool ascii = std::all_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 128; });
    return ascii &&
           parser::decode_literal(text, context_.parsed.options, filter.names.emplace_back());
  }

  bool keep(const ast::Expr& expr, NameFilter filter) {
    const BoundColumn* column = context_.bound.column(&expr);
    if (column == nullptr || column->table != index_) return false;
    const std::string name = to_upper(column->name);
    const auto decides = [&](std::string_view columns) {
      const std::vector<std::string_view> words = split_words(columns);
      return !words.empty() && words.front() == name;
    };
    if (decides(kind_.database_columns)) {
      system_.database_filters.push_back(std::move(filter));
    } else if (decides(kind_.table_columns)) {
      system_.table_filters.push_back(std::move(filter));
    }
    return true;
  }

  void add_merge() {
    std::string values;
    for (const std::string& column : system_.columns) {
      values += (values.empty() ? "" : ", ") + merged_column(column);
    }
    std::string groups;
    for (const std::string_view key : keys_) {
      if (table_.schema()->find(key) == nullptr) continue;
      groups += (groups.empty() ? "CAST(" : ", CAST(") + std::string(key) + " AS BINARY)";
    }
    system_.merge = "INSERT INTO " + gather_.temporary + " SELECT " + values + " FROM " +
                    gather_.temporary + "_nodes GROUP BY " + groups;
  }

  StatementContext& context_;
  const BoundTable& table_;
  int index_;
  const SystemTable& kind_;
  const NeededColumns& needed_;
  Gather& gather_;
  SystemGather system_;
  std::vector<std::string_view> keys_;
};

}  // namespace

void plan_system_gather(StatementContext& context, std::size_t index, const NeededColumns& needed,
                        Gather& gather) {
  SystemGatherPlanner(context, index, needed, gather).run();
}

}  // namespace sluice::router
