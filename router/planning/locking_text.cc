// SPDX-License-Identifier: Apache-2.0
#include "router/planning/locking_text.h"

#include "parser/visitor.h"

namespace sluice::router {
namespace {

// Locks for the subqueries of a statement.
class ShareLocks : public parser::Visitor {
 public:
  explicit ShareLocks(Splicer& splicer) : splicer_(splicer) {}
  bool enter(const ast::Expr&) override { return true; }
  bool enter(const ast::QueryExpression& query) override {
    const auto* select = ast::try_as<ast::SelectBody>(query.body);
    if (select != nullptr && select->from != nullptr && query.locking == ast::Locking::none) {
      splicer_.insert(query.range.end, {text_op(" LOCK IN SHARE MODE")});
    }
    return true;
  }

 private:
  Splicer& splicer_;
};

}  // namespace

Splicer locking_text(StatementContext& context) {
  Splicer splicer(context.source);
  ShareLocks locks(splicer);
  parser::walk(*context.parsed.statement, locks);
  return splicer;
}

}  // namespace sluice::router
