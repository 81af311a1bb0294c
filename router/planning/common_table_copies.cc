// SPDX-License-Identifier: Apache-2.0
#include "router/planning/common_table_copies.h"

#include <algorithm>
#include <set>

#include "router/rewrite/edit_names.h"

namespace sluice::router {
namespace {

constexpr std::size_t kMaxCopies = 64;  // of all tables: uses within uses multiply

bool is_within(ast::TokenRange inner, ast::TokenRange outer) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

class Copier {
 public:
  Copier(StatementContext& context, FederationPlan& plan)
      : context_(context), bound_(context.bound), plan_(plan) {}

  bool run(Splicer& statement) {
    std::set<const ast::CommonTable*> used;
    for (const CommonUse& use : bound_.common_uses) {
      if (!reads_tables(*use.table) || is_recursion(use)) continue;
      if (!used.insert(use.table).second) replace(use, statement);
    }
    return possible_;
  }

 private:
  static bool is_recursion(const CommonUse& use) {
    return is_within(use.ref->range, use.table->query->range);
  }

  // Whether a gathered table is opened by each use of it, through other common tables as well.
  bool reads_tables(const ast::CommonTable& table) const {
    const ast::TokenRange body = table.query->range;
    const auto is_inside = [&](const auto& each) { return is_within(each.name->range, body); };
    if (std::any_of(bound_.tables.begin(), bound_.tables.end(), is_inside)) return true;
    return std::any_of(
        bound_.common_uses.begin(), bound_.common_uses.end(), [&](const CommonUse& use) {
          return is_within(use.ref->range, body) && !is_recursion(use) && reads_tables(*use.table);
        });
  }

  void replace(const CommonUse& use, Splicer& splicer) {
    const ast::CommonTable& table = *use.table;
    for (const Block& block : bound_.blocks) {
      if (block.limited || !block.random_function.empty()) possible_ = false;
    }
    if (!possible_) return;
    const std::string name = quote_name(table.name.text);
    std::string head = "(WITH ";
    if (use.recursive) head += "RECURSIVE ";
    head += name;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
      head += (i == 0 ? " (" : ", ") + quote_name(table.columns[i].text);
    }
    head += table.columns.empty() ? " AS (" : ") AS (";
    SqlOps ops{text_op(std::move(head))};
    append_ops(ops, body(table));
    std::string tail = ") SELECT * FROM " + name + ")";
    if (use.ref->alias.empty()) tail += " AS " + name;
    ops.push_back(text_op(std::move(tail)));
    splicer.replace(use.ref->name.range, std::move(ops));
  }

  // The text of the common table over copies of its tables.
  SqlOps body(const ast::CommonTable& table) {
    const ast::TokenRange range = table.query->range;
    Splicer splicer(context_.source);
    for (std::size_t i = 0; i < bound_.tables.size() && possible_; ++i) {
      if (!is_within(bound_.tables[i].name->range, range)) continue;
      Gather& gather = plan_.gathers[i];
      possible_ = ++copies_ <= kMaxCopies;
      gather.copies.push_back(gather.temporary + "_" + std::to_string(gather.copies.size() + 1));
      edit_gathered_table(bound_.tables[i], gather.copies.back(), splicer);
    }
    for (const CommonUse& use : bound_.common_uses) {
      if (!possible_) break;
      if (is_within(use.ref->range, range) && !is_recursion(use)) replace(use, splicer);
    }
    edit_qualifiers(bound_, splicer);
    edit_owned_values(bound_, splicer);
    keep_column_names(bound_, context_.source, splicer, context_.plan.pinned);
    return splicer.ops(range);
  }

  StatementContext& context_;
  const Bound& bound_;
  FederationPlan& plan_;
  std::size_t copies_ = 0;
  bool possible_ = true;
};

}  // namespace

void edit_gathered_table(const BoundTable& table, const std::string& temporary, Splicer& splicer) {
  if (table.ref != nullptr && !table.ref->index_hints.empty()) {
    splicer.remove(table.ref->index_hints);
  }
  SqlOps ops{text_op(temporary)};
  if (table.ref != nullptr && table.ref->alias.empty()) {
    ops.push_back(text_op(" AS " + quote_name(table.name->table.text)));
  }
  splicer.replace(table.name->range, std::move(ops));
}

bool copy_common_tables(StatementContext& context, FederationPlan& plan, Splicer& statement) {
  return Copier(context, plan).run(statement);
}

}  // namespace sluice::router
