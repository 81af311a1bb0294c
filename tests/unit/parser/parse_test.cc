// SPDX-License-Identifier: Apache-2.0
// The shape of the tree: what belongs to what, and what is refused. Precedence, joins and names are
// those of the servers' manuals.
#include <doctest/doctest.h>

#include "parser/visitor.h"
#include "tests/unit/parser/parse_helpers.h"

namespace sluice::parser {
namespace {

using namespace ast;
using testing::accepts;
using testing::error_of;
using testing::mysql;

// A statement with its tree; the tree lives as long as this.
struct Tree {
  explicit Tree(std::string text, const LexOptions& options = {}) : sql(std::move(text)) {
    auto result = parse(sql, options);
    REQUIRE_MESSAGE(result.ok(), sql);
    parsed = std::move(*result);
  }
  const SelectBody& select() const {
    return as<SelectBody>(*as<SelectStatement>(*parsed.statement).query->body);
  }
  const Expr& item(std::size_t at = 0) const { return *select().items[at].expr; }
  std::string_view text(const Expr& node) const { return parsed.text(node.range); }

  std::string sql;
  ParsedStatement parsed;
};

// The expression with every operator's operands in brackets.
std::string grouped(const Tree& tree, const Expr& node) {
  const auto* binary = try_as<Binary>(&node);
  if (binary != nullptr) {
    return '[' + grouped(tree, *binary->left) + '|' + grouped(tree, *binary->right) + ']';
  }
  if (const auto* unary = try_as<Unary>(&node)) return '<' + grouped(tree, *unary->operand) + '>';
  return std::string(tree.text(node));
}

std::string grouping(const std::string& expression, const LexOptions& options = {}) {
  const Tree tree("SELECT " + expression, options);
  return grouped(tree, tree.item());
}

TEST_CASE("operators bind as in the manual's table of precedence") {
  CHECK(grouping("a OR b AND c") == "[a|[b|c]]");
  CHECK(grouping("a XOR b OR c XOR d") == "[[a|b]|[c|d]]");
  CHECK(grouping("a AND b XOR c") == "[[a|b]|c]");
  CHECK(grouping("NOT a = b") == "<[a|b]>");
  CHECK(grouping("!a = b") == "[<a>|b]");
  CHECK(grouping("a = b = c") == "[[a|b]|c]");
  CHECK(grouping("a | b & c << d + e * f ^ -g") == "[a|[b|[c|[d|[e|[f|<g>]]]]]]");
  CHECK(grouping("a - b - c") == "[[a|b]|c]");
  CHECK(grouping("a * b DIV c % d") == "[[[a|b]|c]|d]");
  CHECK(grouping("a = b + c") == "[a|[b|c]]");
  CHECK(grouping("a + b > c AND d < e OR f") == "[[[[a|b]|c]|[d|e]]|f]");
}

TEST_CASE("sql_mode moves NOT and ||") {
  LexOptions high;
  high.high_not_precedence = true;
  CHECK(grouping("NOT a = b", high) == "[<a>|b]");
  CHECK(grouping("a || b AND c") == "[a|[b|c]]");
  LexOptions pipes;
  pipes.pipes_as_concat = true;
  CHECK(grouping("a || b ^ c", pipes) == "[[a|b]|c]");
  CHECK(as<Binary>(Tree("SELECT a || b", pipes).item()).op == BinaryOp::concat);
}

TEST_CASE("names keep their parts") {
  const Tree tree("SELECT a, t.b, `s x`.t.`c``d` FROM s.t");
  CHECK(as<ColumnRef>(tree.item(0)).table.empty());
  CHECK(as<ColumnRef>(tree.item(1)).table.text == "t");
  CHECK(as<ColumnRef>(tree.item(2)).schema.text == "s x");
  CHECK(as<ColumnRef>(tree.item(2)).column.text == "c`d");
  const auto& table = as<BaseTable>(*tree.select().from);
  CHECK(table.name.schema.text == "s");
  CHECK(table.name.table.text == "t");
}

TEST_CASE("literals keep type, introducer and token") {
  const Tree tree("SELECT 1, 1.0, 1e0, 'a' 'b', x'41', 0x41, b'1', _utf8mb4'c', DATE'2024-01-01'");
  const LiteralKind expected[] = {LiteralKind::integer, LiteralKind::decimal, LiteralKind::floating,
                                  LiteralKind::string,  LiteralKind::hex,     LiteralKind::hex,
                                  LiteralKind::bit,     LiteralKind::string,  LiteralKind::date};
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    CHECK(as<Literal>(tree.item(i)).literal == expected[i]);
  }
  CHECK(tree.text(tree.item(3)) == "'a' 'b'");
  CHECK(as<Literal>(tree.item(7)).introducer == "utf8mb4");
}

TEST_CASE("parameters are numbered as they stand") {
  const Tree tree("SELECT ? FROM t WHERE a = ? LIMIT ?, ?");
  CHECK(tree.parsed.parameter_count == 4);
  CHECK(as<Parameter>(tree.item()).ordinal == 0);
  const Limit& limit = *as<SelectStatement>(*tree.parsed.statement).query->limit;
  CHECK(as<Parameter>(*limit.offset).ordinal == 2);
  CHECK(as<Parameter>(*limit.count).ordinal == 3);
}

TEST_CASE("an ON closes the nearest join without one") {
  const Tree tree("SELECT 1 FROM a LEFT JOIN b JOIN c ON x ON y");
  const auto& outer = as<Join>(*tree.select().from);
  CHECK(outer.join == JoinKind::left);
  CHECK(tree.text(*outer.on) == "y");
  const auto& inner = as<Join>(*outer.right);
  CHECK(tree.text(*inner.on) == "x");
  CHECK(as<BaseTable>(*inner.right).name.table.text == "c");
}

TEST_CASE("joins bind closer than the comma") {
  const Tree tree("SELECT 1 FROM a, b JOIN c");
  const auto& list = as<TableRefList>(*tree.select().from);
  REQUIRE(list.items.size() == 2);
  CHECK(list.items[1]->kind == TableRefKind::join);
}

TEST_CASE("INTERSECT binds closer than UNION and EXCEPT") {
  const Tree tree("SELECT 1 UNION SELECT 2 INTERSECT SELECT 3");
  const auto& body = as<SetOperation>(*as<SelectStatement>(*tree.parsed.statement).query->body);
  CHECK(body.op == SetOp::union_op);
  CHECK(as<SetOperation>(*body.right).op == SetOp::intersect_op);
}

TEST_CASE("ORDER BY and LIMIT behind a set operation belong to all of it") {
  const Tree tree("(SELECT 1 LIMIT 2) UNION (SELECT 2) ORDER BY 1 LIMIT 3");
  const QueryExpression& query = *as<SelectStatement>(*tree.parsed.statement).query;
  CHECK(query.order_by.size() == 1);
  CHECK(tree.text(*query.limit->count) == "3");
  const auto& left = as<ParenthesizedQuery>(*as<SetOperation>(*query.body).left);
  CHECK(tree.text(*left.query->limit->count) == "2");
}

TEST_CASE("a SELECT's clauses land where they belong") {
  const Tree tree(
      "SELECT DISTINCT a AS x, SUM(b) FROM t WHERE c GROUP BY d DESC, e WITH ROLLUP HAVING f "
      "ORDER BY g DESC FOR UPDATE");
  const SelectBody& select = tree.select();
  CHECK(select.options.distinct);
  CHECK(select.items[0].alias.text == "x");
  CHECK(tree.text(*select.where) == "c");
  CHECK(select.group_by.size() == 2);
  CHECK(select.group_by[0].descending);
  CHECK(select.with_rollup);
  CHECK(tree.text(*select.having) == "f");
  const QueryExpression& query = *as<SelectStatement>(*tree.parsed.statement).query;
  CHECK(query.order_by[0].descending);
  CHECK(query.locking == Locking::for_update);
}

TEST_CASE("INSERT: columns, rows and what follows them") {
  const Tree tree(
      "INSERT IGNORE INTO s.t (a, b) VALUES (1, DEFAULT), (2, 3) "
      "ON DUPLICATE KEY UPDATE a = VALUES(b)");
  const auto& insert = as<InsertStatement>(*tree.parsed.statement);
  CHECK(insert.ignore);
  CHECK_FALSE(insert.replace);
  CHECK(insert.table.schema.text == "s");
  REQUIRE(insert.columns.size() == 2);
  CHECK(insert.columns[1].text == "b");
  REQUIRE(insert.rows.size() == 2);
  CHECK(insert.rows[0].values[1]->kind == ExprKind::default_value);
  REQUIRE(insert.on_duplicate.size() == 1);
  CHECK(as<FunctionCall>(*insert.on_duplicate[0].value).name.text == "VALUES");
}

TEST_CASE("INSERT: a query, an assignment list, RETURNING") {
  const Tree query("INSERT INTO t (a) SELECT 1");
  CHECK(as<InsertStatement>(*query.parsed.statement).query != nullptr);
  const Tree set("REPLACE t SET a = 1, b = 2");
  CHECK(as<InsertStatement>(*set.parsed.statement).replace);
  CHECK(as<InsertStatement>(*set.parsed.statement).assignments.size() == 2);
  const Tree returning("INSERT INTO t VALUES (1) RETURNING a, b");
  CHECK(as<InsertStatement>(*returning.parsed.statement).returning_items.size() == 2);
}

TEST_CASE("UPDATE and DELETE of one table and of several") {
  const Tree update("UPDATE t AS x SET a = 1, x.b = 2 WHERE c ORDER BY d LIMIT 3");
  const auto& single = as<UpdateStatement>(*update.parsed.statement);
  CHECK(as<BaseTable>(*single.tables).alias.text == "x");
  CHECK(single.assignments.size() == 2);
  CHECK(single.assignments[1].column->table.text == "x");
  CHECK(single.limit != nullptr);
  const Tree several("UPDATE t JOIN u ON 1 SET a = 1");
  CHECK(as<UpdateStatement>(*several.parsed.statement).tables->kind == TableRefKind::join);

  const Tree erase("DELETE FROM t WHERE a = 1 LIMIT 1");
  CHECK_FALSE(as<DeleteStatement>(*erase.parsed.statement).multi_table);
  for (const char* sql : {"DELETE t, s.u FROM t, s.u", "DELETE FROM t, s.u.* USING t, s.u"}) {
    const Tree tree(sql);
    const auto& multi = as<DeleteStatement>(*tree.parsed.statement);
    CHECK(multi.multi_table);
    REQUIRE(multi.targets.size() == 2);
    CHECK(multi.targets[1].schema.text == "s");
    CHECK(multi.targets[1].table.text == "u");
  }
}

TEST_CASE("common tables, derived tables and window functions") {
  const Tree with("WITH RECURSIVE x (n) AS (SELECT 1), y AS (SELECT 2) SELECT * FROM x");
  const WithClause& clause = *as<SelectStatement>(*with.parsed.statement).query->with;
  CHECK(clause.recursive);
  REQUIRE(clause.tables.size() == 2);
  CHECK(clause.tables[0].columns[0].text == "n");

  const Tree derived("SELECT 1 FROM LATERAL (SELECT 1) AS x (a, b)");
  const auto& table = as<DerivedTable>(*derived.select().from);
  CHECK(table.lateral);
  CHECK(table.columns.size() == 2);

  const Tree window(
      "SELECT SUM(a) OVER (PARTITION BY b ORDER BY c ROWS 1 PRECEDING), RANK() OVER w "
      "FROM t WINDOW w AS (ORDER BY d)");
  const auto& sum = as<FunctionCall>(window.item(0));
  CHECK(sum.over->partition_by.size() == 1);
  CHECK(window.parsed.text(sum.over->frame) == "ROWS 1 PRECEDING");
  CHECK(as<FunctionCall>(window.item(1)).over->name.text == "w");
  CHECK(window.select().windows.size() == 1);
}

TEST_CASE("positions are kept") {
  const Tree tree("SELECT a +  b /* c */ FROM t");
  CHECK(tree.text(tree.item()) == "a +  b");
  CHECK(tree.parsed.text(tree.select().items[0].range) == "a +  b");
}

TEST_CASE("a walk meets every expression in order") {
  const Tree tree("SELECT a FROM t JOIN (SELECT b FROM u) x ON c WHERE d IN (SELECT e) ORDER BY f");
  std::string names;
  class Names : public Visitor {
   public:
    explicit Names(std::string& out) : out_(out) {}
    bool enter(const Expr& node) override {
      if (const auto* column = try_as<ColumnRef>(&node)) out_ += column->column.text;
      return true;
    }

   private:
    std::string& out_;
  } visitor(names);
  walk(*tree.parsed.statement, visitor);
  CHECK(names == "abcdef");
}

TEST_CASE("free words are names wherever the servers let them be") {
  for (const char* word :
       {"status",  "date",   "value",  "end", "begin",  "comment", "tables", "user",
        "offset1", "json",   "enum",   "bit", "action", "no",      "text",   "savepoint",
        "names",   "global", "escape", "any", "member", "count",   "share"}) {
    CAPTURE(word);
    const std::string w = word;
    CHECK(accepts("SELECT " + w + " FROM " + w + '.' + w + " AS " + w));
    CHECK(accepts("UPDATE " + w + " SET " + w + " = 1 WHERE " + w + " = 2"));
    CHECK(accepts("CREATE TABLE " + w + " (" + w + " INT, KEY " + w + " (" + w + "))"));
    CHECK(accepts("INSERT INTO " + w + " (" + w + ") VALUES (1)"));
  }
}

TEST_CASE("deep nesting and long chains have errors of their own, or none") {
  const auto nested = [](int depth) {
    return "SELECT " + std::string(static_cast<std::size_t>(depth), '(') + '1' +
           std::string(static_cast<std::size_t>(depth), ')');
  };
  CHECK(accepts(nested(static_cast<int>(kMaxNesting))));
  CHECK(error_of(nested(static_cast<int>(kMaxNesting) + 1)).find("nest") != std::string::npos);
  CHECK(error_of(nested(100000)).find("nest") != std::string::npos);
  std::string ors = "SELECT a";
  for (int i = 0; i < 10000; ++i) ors += " OR a = 1";
  CHECK(accepts(ors));
  std::string minus = "SELECT ";
  for (int i = 0; i < 100000; ++i) minus += "- ";
  CHECK(error_of(minus + '1').find("nest") != std::string::npos);
}

TEST_CASE("syntax errors say where, in the server's words") {
  CHECK(error_of("SELECT 1 FORM t").find("near 'FORM t' at line 1") == std::string::npos);
  CHECK(error_of("SELECT FROM t").ends_with("near 'FROM t' at line 1"));
  CHECK(error_of("SELECT a\nFROM t\nWHERE AND b").ends_with("near 'AND b' at line 3"));
  CHECK(error_of("SELECT").ends_with("near '' at line 1"));
  CHECK(error_of("SELECT 1 +").ends_with("near '' at line 1"));
  CHECK(error_of("SELECT (1").ends_with("near '' at line 1"));
  CHECK(error_of("SELECT 1)").ends_with("near ')' at line 1"));
  CHECK(error_of("SELCT 1").ends_with("near 'SELCT 1' at line 1"));
  CHECK(error_of("INSERT INTO t VALUES (1,)").ends_with("near ')' at line 1"));
  const auto parsed = parse("SELECT 1 1", {});
  REQUIRE_FALSE(parsed.ok());
  CHECK(parsed.error().id() == ErrorId::syntax_error);
}

}  // namespace
}  // namespace sluice::parser
