// SPDX-License-Identifier: Apache-2.0
#include "router/planning/plan_federation.h"

#include <algorithm>
#include <optional>

#include "parser/visitor.h"
#include "router/planning/common_table_copies.h"
#include "router/planning/exact_value.h"
#include "router/planning/gather_conditions.h"
#include "router/planning/gather_indexes.h"
#include "router/planning/needed_columns.h"
#include "router/planning/plan_semi_joins.h"
#include "router/planning/plan_system_gather.h"
#include "router/rewrite/edit_names.h"

namespace sluice::router {
namespace {

// Of a collation that is not known either, for all we can tell.
bool has_wide_characters(const Collation* collation) {
  return collation == nullptr || collation->charset == "ucs2" ||
         collation->charset.starts_with("utf16") || collation->charset == "utf32";
}

std::optional<Transfer> transfer_of(const ColumnSchema& column, const Metadata& metadata) {
  switch (column.column_class) {
    case ColumnClass::integer:
    case ColumnClass::decimal:
    case ColumnClass::floating:
    case ColumnClass::double_precision:
    case ColumnClass::year:
    case ColumnClass::enumeration:
    case ColumnClass::set:
    case ColumnClass::bit:
      return Transfer::number;
    case ColumnClass::text:
      return has_wide_characters(metadata.collation(column.collation)) ? Transfer::text
                                                                       : Transfer::plain_text;
    case ColumnClass::binary:
      return Transfer::bytes;
    case ColumnClass::temporal:
      return column.is_timestamp ? Transfer::timestamp : Transfer::temporal;
    case ColumnClass::time:
      return Transfer::temporal;
    case ColumnClass::json:
      return Transfer::json;
    case ColumnClass::other:
      break;
  }
  return std::nullopt;
}

// BIT travels as a number, and TIMESTAMP as seconds, which no time zone makes ambiguous.
std::string fetched(const ColumnSchema& column) {
  if (column.is_timestamp) return "UNIX_TIMESTAMP(" + quote_name(column.name) + ")";
  if (column.column_class == ColumnClass::bit) {
    return "CAST(" + quote_name(column.name) + " AS UNSIGNED)";
  }
  return exact_value(column);
}

class FederationPlanner {
 public:
  explicit FederationPlanner(StatementContext& context)
      : context_(context),
        bound_(context.bound),
        needed_(bound_),
        indexes_(bound_),
        conditions_(context),
        splicer_(context.source) {
    parser::walk(*context.parsed.statement, needed_);
    parser::walk(*context.parsed.statement, indexes_);
  }

  std::shared_ptr<const FederationPlan> run() {
    // A function of the user's may read tables itself, and RAND(n) counts the rows of one server.
    const StatementFacts& facts = bound_.facts;
    if (!facts.unknown_function.empty() || !facts.seeded_random.empty()) return nullptr;
    if (bound_.tables.empty() || !choose_scratch()) return nullptr;
    for (std::size_t i = 0; i < bound_.tables.size(); ++i) {
      if (!add_gather(i)) return nullptr;
    }
    plan_semi_joins(context_, conditions_, plan_);
    const bool reopens = context_.metadata->server_version.find("MariaDB") != std::string::npos;
    if (!reopens && !copy_common_tables(context_, plan_, splicer_)) return nullptr;
    edit_qualifiers(bound_, splicer_);
    edit_owned_values(bound_, splicer_);
    name_system_columns();
    keep_column_names(bound_, context_.source, splicer_, context_.plan.pinned);
    plan_.statement = splicer_.whole();
    return std::make_shared<const FederationPlan>(std::move(plan_));
  }

 private:
  bool choose_scratch() {
    if (bound_.database == nullptr) return true;  // system tables only: any
    const auto sources = static_cast<DataSourceIndex>(bound_.database->data_sources.size());
    for (DataSourceIndex source = 0; source < sources; ++source) {
      plan_.scratch = source;
      if (std::all_of(bound_.tables.begin(), bound_.tables.end(), [&](const BoundTable& each) {
            return each.kind() == TableKind::system || each.rule().node_on(source).has_value();
          })) {
        return true;
      }
    }
    return false;
  }

  bool add_gather(std::size_t index) {
    const BoundTable& table = bound_.tables[index];
    if (table.schema() == nullptr || table.rule().temporary) return false;
    if (table.ref != nullptr && (!table.ref->partitions.empty() || !table.ref->temporal.empty())) {
      return false;
    }
    Gather gather;
    gather.table = table.binding;
    gather.temporary = "sluice_gather_" + std::to_string(index);
    if (table.kind() == TableKind::system) {
      plan_system_gather(context_, index, needed_, gather);
      edit_gathered_table(table, gather.temporary, splicer_);
      plan_.gathers.push_back(std::move(gather));
      return true;
    }
    gather.model = static_cast<std::uint16_t>(*table.rule().node_on(plan_.scratch));
    if (table.kind() == TableKind::sharded) {
      gather.route = context_.routes.route_of(static_cast<int>(index));
    }
    if (!set_columns(index, gather)) return false;
    edit_gathered_table(table, gather.temporary, splicer_);
    plan_.gathers.push_back(std::move(gather));
    return true;
  }

  bool set_columns(std::size_t index, Gather& gather) {
    const BoundTable& table = bound_.tables[index];
    std::string names;
    std::string values;
    const auto add = [&](const ColumnSchema& column) {
      const std::optional<Transfer> transfer = transfer_of(column, *context_.metadata);
      if (!transfer) return false;
      names += (names.empty() ? "" : ", ") + quote_name(column.name);
      values += (values.empty() ? "" : ", ") + fetched(column);
      gather.columns.push_back(*transfer);
      return true;
    };
    for (const ColumnSchema& column : table.schema()->columns) {
      if (needed_.spoils_star(index, column)) return false;
      if (needed_.is_needed(index, column) && !add(column)) return false;
    }
    if (names.empty() && !add(table.schema()->columns.front())) return false;
    gather.indexes = indexes_.clause(index);
    gather.create.ops = {text_op("CREATE TEMPORARY TABLE " + gather.temporary + " " +
                                 gather.indexes + "AS SELECT " + names + " FROM "),
                         table_op(table.binding), text_op(" WHERE FALSE")};
    gather.query.ops = {text_op("SELECT " + values + " FROM "), table_op(table.binding),
                        text_op(" AS " + quote_name(table.exposed))};
    SqlOps where = conditions_.where(static_cast<int>(index));
    gather.has_conditions = !where.empty();
    append_ops(gather.query.ops, std::move(where));
    if (context_.session.staged != nullptr) lock_rows(table, gather.query.ops);
    return true;
  }

  // What a write reads is locked as its server would: what it changes, and what it depends on.
  void lock_rows(const BoundTable& table, SqlOps& ops) const {
    const std::vector<std::string>* const written = context_.session.staged->written;
    const bool outer =
        bound_.blocks[static_cast<std::size_t>(table.block)].kind == BlockKind::statement;
    const bool changes =
        outer && written != nullptr &&
        std::find(written->begin(), written->end(), table.exposed) != written->end();
    ops.push_back(text_op(changes ? " FOR UPDATE" : " LOCK IN SHARE MODE"));
  }

  static bool is_view_of_dictionary(const BoundTable& table) {
    return table.kind() == TableKind::system &&
           table.rule().nodes[0].sql_name.starts_with("information_schema.");
  }

  // MySQL's system tables are views: their columns come out under the views' own names.
  void name_system_columns() {
    if (context_.metadata->is_mariadb()) return;
    for (const ast::List<ast::SelectItem>& items : bound_.select_lists) {
      for (const ast::SelectItem& item : items) {
        const BoundColumn* column = bound_.column(item.expr);
        if (!item.alias.empty() || column == nullptr) continue;
        if (!is_view_of_dictionary(bound_.tables[static_cast<std::size_t>(column->table)])) {
          continue;
        }
        splicer_.insert(item.range.end,
                        {text_op(" AS " + quote_name(bound_.schema_of(*column)->name))});
      }
    }
  }

  StatementContext& context_;
  const Bound& bound_;
  NeededColumns needed_;
  GatherIndexes indexes_;
  GatherConditions conditions_;
  Splicer splicer_;
  FederationPlan plan_;
};

}  // namespace

std::shared_ptr<const FederationPlan> plan_federation(StatementContext& context) {
  return FederationPlanner(context).run();
}

}  // namespace sluice::router
