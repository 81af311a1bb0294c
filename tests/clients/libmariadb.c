// SPDX-License-Identifier: Apache-2.0
// The client scenario (docs/clients.md) for MariaDB Connector/C: libmariadb HOST PORT USER PASSWORD DATABASE
#include <mysql.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SIZE (17 * 1024 * 1024)
static MYSQL* db;
static char out[65536];  // what the running check has to show
static int failed;

static void add(const char* text, unsigned long length) {
  size_t used = strlen(out);
  for (; length > 0 && used < sizeof out - 8; length--, text++) {
    unsigned char byte = (unsigned char)*text;
    used += (size_t)sprintf(out + used, byte < 32 || byte == 127 ? "\\x%02x" : "%c", byte);
  }
}
static void say(const char* format, long long number) {
  char text[64];
  add(text, (unsigned long)snprintf(text, sizeof text, format, number));
}
static int fail(const char* message) {
  if (!failed) snprintf(out, sizeof out, "%s", message);
  return failed = 1;
}
static int query(const char* sql) { return mysql_query(db, sql) ? fail(mysql_error(db)) : 0; }

static void rows(const char* sql, int with_columns) {
  if (query(sql)) return;
  MYSQL_RES* result = mysql_store_result(db);
  if (!result) { fail(mysql_error(db)); return; }
  unsigned count = mysql_num_fields(result);
  for (unsigned i = 0; with_columns && i < count; i++) {
    MYSQL_FIELD* f = mysql_fetch_field_direct(result, i);
    char text[512];
    add(text, (unsigned long)snprintf(text, sizeof text, "{%s %s.%s %s.%s type %d length %lu flags %u decimals %u charset %u}",
                                      f->db, f->table, f->name, f->org_table, f->org_name, f->type, f->length,
                                      f->flags, f->decimals, f->charsetnr));
  }
  MYSQL_ROW row;
  while ((row = mysql_fetch_row(result))) {
    unsigned long* lengths = mysql_fetch_lengths(result);
    for (unsigned i = 0; i < count; i++) {
      add(i ? "|" : " [", i ? 1 : 2);
      row[i] ? add(row[i], lengths[i]) : add("NULL", 4);
    }
    add("]", 1);
  }
  mysql_free_result(result);
}

static void affected(const char* sql) {
  if (query(sql)) return;
  say(" %lld", (long long)mysql_affected_rows(db));
  const char* info = mysql_info(db);
  if (info) add(info, strlen(info));
}

static void bind(MYSQL_BIND* b, enum enum_field_types type, void* value, unsigned long length) {
  memset(b, 0, sizeof *b);
  b->buffer_type = type;
  b->buffer = value;
  b->buffer_length = length;
}

static MYSQL_STMT* prepare(const char* sql) {
  MYSQL_STMT* statement = mysql_stmt_init(db);
  if (mysql_stmt_prepare(statement, sql, strlen(sql))) fail(mysql_stmt_error(statement));
  return statement;
}
static void execute(MYSQL_STMT* statement, MYSQL_BIND* parameters) {
  if (failed) return;
  if (mysql_stmt_bind_param(statement, parameters) || mysql_stmt_execute(statement)) fail(mysql_stmt_error(statement));
}

static void prepared(void) {
  long long id = 100, id2 = 101;
  int n = -5;
  unsigned long long u = 18446744073709551615ull, zero = 0;
  MYSQL_TIME moment = {.year = 2024, .month = 2, .day = 29, .hour = 12, .minute = 34, .second = 56, .second_part = 789012};
  char text[] = "naïve 'q' \\ 😀", bytes[] = "\x00\x01'\\\xff";
  MYSQL_BIND p[6];
  bind(&p[0], MYSQL_TYPE_LONGLONG, &id, 0);
  bind(&p[1], MYSQL_TYPE_LONG, &n, 0);
  bind(&p[2], MYSQL_TYPE_LONGLONG, &u, 0);
  p[2].is_unsigned = 1;
  bind(&p[3], MYSQL_TYPE_STRING, text, sizeof text - 1);
  bind(&p[4], MYSQL_TYPE_DATETIME, &moment, 0);
  bind(&p[5], MYSQL_TYPE_BLOB, bytes, 5);
  MYSQL_STMT* insert = prepare("INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)");
  execute(insert, p);
  p[0].buffer = &id2;
  p[2].buffer = &zero;
  p[3].buffer_length = 0;
  p[1].buffer_type = p[4].buffer_type = p[5].buffer_type = MYSQL_TYPE_NULL;
  execute(insert, p);
  say("%lld row; ", (long long)mysql_stmt_affected_rows(insert));
  mysql_stmt_close(insert);

  MYSQL_STMT* select = prepare("SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id");
  unsigned long type = CURSOR_TYPE_READ_ONLY;  // rows are fetched one at a time from a cursor
  mysql_stmt_attr_set(select, STMT_ATTR_CURSOR_TYPE, &type);
  p[0].buffer = &id;
  execute(select, p);
  char strings[2][100];
  unsigned long lengths[2];
  my_bool is_null[5];
  MYSQL_BIND r[5];
  bind(&r[0], MYSQL_TYPE_LONG, &n, 0);
  bind(&r[1], MYSQL_TYPE_LONGLONG, &u, 0);
  bind(&r[2], MYSQL_TYPE_STRING, strings[0], 100);
  bind(&r[3], MYSQL_TYPE_DATETIME, &moment, 0);
  bind(&r[4], MYSQL_TYPE_BLOB, strings[1], 100);
  r[1].is_unsigned = 1;
  r[2].length = &lengths[0];
  r[4].length = &lengths[1];
  for (int i = 0; i < 5; i++) r[i].is_null = &is_null[i];
  if (failed || mysql_stmt_bind_result(select, r)) { fail(mysql_stmt_error(select)); return; }
  int status;
  while ((status = mysql_stmt_fetch(select)) == 0) {
    is_null[0] ? add("[NULL|", 6) : say("[%lld|", n);
    is_null[1] ? add("NULL|", 5) : say("%llu|", (long long)u);
    is_null[2] ? add("NULL", 4) : add(strings[0], lengths[0]);
    is_null[3] ? add("|NULL|", 6) : (say("|%lld", moment.year), say("-%lld", moment.day), say(" %lld|", (long long)moment.second_part));
    is_null[4] ? add("NULL", 4) : add(strings[1], lengths[1]);
    add("]", 1);
  }
  if (status != MYSQL_NO_DATA) fail(mysql_stmt_error(select));
  mysql_stmt_close(select);
}

// Rows of an array, bound as COM_STMT_BULK_EXECUTE, which MariaDB has.
static void bulk(void) {
  long long ids[] = {400, 401, 402, 403};
  int numbers[] = {1, 0, 3, 0};
  char indicators[] = {STMT_INDICATOR_NONE, STMT_INDICATOR_NULL, STMT_INDICATOR_NONE, STMT_INDICATOR_DEFAULT};
  char* texts[] = {"one", "two 😀", "it's", "\\"};
  unsigned long lengths[4];
  for (int i = 0; i < 4; i++) lengths[i] = strlen(texts[i]);
  MYSQL_BIND p[3];
  bind(&p[0], MYSQL_TYPE_LONGLONG, ids, 0);
  bind(&p[1], MYSQL_TYPE_LONG, numbers, 0);
  p[1].u.indicator = indicators;
  bind(&p[2], MYSQL_TYPE_STRING, texts, 0);
  p[2].length = lengths;
  unsigned count = 4;
  MYSQL_STMT* insert = prepare("INSERT INTO t_write (id, n, s) VALUES (?, ?, ?)");
  mysql_stmt_attr_set(insert, STMT_ATTR_ARRAY_SIZE, &count);
  execute(insert, p);
  say("%lld rows ", (long long)mysql_stmt_affected_rows(insert));
  mysql_stmt_close(insert);
  rows("SELECT id, n, s FROM t_write WHERE id >= 400 ORDER BY id", 0);
  query("DELETE FROM t_write WHERE id >= 400");
}

static void transaction(const char* first, const char* second, my_bool (*end)(MYSQL*), const char* count) {
  mysql_autocommit(db, 0);
  if (query(first) || query(second)) return;
  if (end(db)) fail(mysql_error(db));
  mysql_autocommit(db, 1);
  rows(count, 0);
}

static void failure(const char* sql) {
  if (!mysql_query(db, sql)) { fail("no error"); return; }
  say("%lld ", mysql_errno(db));
  add(mysql_sqlstate(db), 5);
  rows("SELECT 1", 0);
}

static void many(void) {
  long long count = 0, sum = 0;
  if (query("SELECT id, v FROM t_many ORDER BY id")) return;
  MYSQL_RES* result = mysql_use_result(db);
  for (MYSQL_ROW row; (row = mysql_fetch_row(result)); count++) sum += atoll(row[0]);
  if (mysql_errno(db)) fail(mysql_error(db));
  mysql_free_result(result);
  say("%lld rows ", count);
  say("%lld", sum);
}

static void large(void) {
  char* value = malloc(SIZE);
  for (int i = 0; i < SIZE; i++) value[i] = (char)i;
  MYSQL_BIND p;
  bind(&p, MYSQL_TYPE_LONG_BLOB, NULL, 0);
  MYSQL_STMT* insert = prepare("INSERT INTO t_big (id, v) VALUES (1, ?)");
  mysql_stmt_bind_param(insert, &p);
  for (int i = 0; i < SIZE; i += SIZE / 17) mysql_stmt_send_long_data(insert, 0, value + i, SIZE / 17);
  if (mysql_stmt_execute(insert)) fail(mysql_stmt_error(insert));
  mysql_stmt_close(insert);
  if (!query("SELECT v FROM t_big WHERE id = 1")) {
    MYSQL_RES* result = mysql_store_result(db);
    MYSQL_ROW row = result ? mysql_fetch_row(result) : NULL;
    unsigned long length = row ? mysql_fetch_lengths(result)[0] : 0;
    say("%lld bytes, equal: ", (long long)length);
    say("%lld", length == SIZE && memcmp(row[0], value, SIZE) == 0);
    mysql_free_result(result);
  }
  rows("SELECT SHA2(v, 256) FROM t_big WHERE id = 1", 0);
  free(value);
}

static void charset(void) {
  mysql_set_character_set(db, "latin1");
  rows("SELECT @@character_set_results, name, LENGTH('\xe9') FROM t_user WHERE name = '\xe9mile'", 1);
  mysql_set_character_set(db, "utf8mb4");
}

static void database(const char* user, const char* password, const char* name) {
  if (mysql_select_db(db, "archive")) { fail(mysql_error(db)); return; }
  rows("SELECT DATABASE(), COUNT(*) FROM t_note", 0);
  if (mysql_change_user(db, user, password, name) || mysql_ping(db) || mysql_reset_connection(db)) fail(mysql_error(db));
  rows("SELECT DATABASE()", 0);
}

#define CHECK(name, action) \
  do { \
    out[0] = '\0'; \
    failed = 0; \
    action; \
    printf("%s %s: %s\n", failed ? "not ok" : "ok", name, out); \
    fflush(stdout); \
  } while (0)

int main(int argc, char** argv) {
  if (argc != 6) return 2;
  db = mysql_init(NULL);
  mysql_options(db, MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (!mysql_real_connect(db, argv[1], argv[3], argv[4], argv[5], (unsigned)atoi(argv[2]), NULL, 0)) {
    printf("not ok connect: %s\n", mysql_error(db));
    return 1;
  }
  CHECK("connect", rows("SELECT DATABASE(), @@character_set_client", 0));
  CHECK("types", rows("SELECT * FROM t_type AS t WHERE id = 1", 1));
  CHECK("null", rows("SELECT * FROM t_type WHERE id = 2", 0); rows("SELECT NULL", 1));
  CHECK("unicode", rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'", 0));
  CHECK("affected", affected("INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)");
        affected("UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)");
        affected("UPDATE t_write SET n = 11 WHERE id = 1"); affected("DELETE FROM t_write WHERE id >= 2"));
  CHECK("generated_key", query("INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)"); char sql[99];
        sprintf(sql, "SELECT user_id, amount FROM t_order WHERE order_id = %llu", mysql_insert_id(db)); rows(sql, 0));
  CHECK("auto_increment", query("INSERT INTO t_setting (k) VALUES ('a')"); say("%lld ", (long long)mysql_insert_id(db));
        query("INSERT INTO t_setting (k) VALUES ('b'), ('c')"); say("%lld", (long long)mysql_insert_id(db)));
  CHECK("prepared", prepared(); if (strstr(mysql_get_server_info(db), "MariaDB")) bulk());
  CHECK("commit", transaction("INSERT INTO t_write (id, n) VALUES (200, 1)", "INSERT INTO t_write (id, n) VALUES (201, 1)",
                              mysql_commit, "SELECT COUNT(*) FROM t_write WHERE id IN (200, 201)"));
  CHECK("rollback", transaction("INSERT INTO t_write (id, n) VALUES (210, 1)", "INSERT INTO t_write (id, n) VALUES (211, 1)",
                                mysql_rollback, "SELECT COUNT(*) FROM t_write WHERE id IN (210, 211)"));
  CHECK("duplicate", failure("INSERT INTO t_write (id) VALUES (200)"));
  CHECK("syntax", failure("SELEC 1"));
  CHECK("many", many());
  CHECK("large", large());
  CHECK("order", rows("SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4", 1));
  CHECK("group", rows("SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city", 1));
  CHECK("join", rows("SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o "
                     "ON u.user_id = o.user_id WHERE o.amount > 5 ORDER BY o.amount", 1));
  CHECK("charset", charset());
  CHECK("database", database(argv[3], argv[4], argv[5]));
  mysql_close(db);
  return 0;
}
