// SPDX-License-Identifier: Apache-2.0
// The client scenario (docs/clients.md) for JDBC: [-Doptions=&NAME=VALUE..] Jdbc URL_PREFIX HOST PORT USER PASSWORD DATABASE
import java.math.BigDecimal;
import java.sql.*;
import java.util.*;

public class Jdbc {
  static final int SIZE = 17 * 1024 * 1024;
  static Connection db;
  static String url, user, password;

  interface Check { Object run() throws Exception; }
  interface End { void run() throws SQLException; }

  static void check(String name, Check check) {
    try {
      System.out.println("ok " + name + ": " + check.run());
    } catch (Exception error) {
      System.out.println("not ok " + name + ": " + error);
    }
  }

  static Object show(Object value) {
    return value instanceof byte[] ? "x" + HexFormat.of().formatHex((byte[]) value) : value;
  }

  static List<Object> read(ResultSet result) throws SQLException {
    List<Object> rows = new ArrayList<>();
    while (result.next()) {
      List<Object> row = new ArrayList<>();
      for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) row.add(show(result.getObject(i)));
      rows.add(row);
    }
    return rows;
  }

  static PreparedStatement prepare(String sql, Object... values) throws SQLException {
    PreparedStatement statement = db.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
    return statement;
  }

  static List<Object> rows(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      return read(statement.executeQuery());
    }
  }

  static int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = prepare(sql, values)) {
      return statement.executeUpdate();
    }
  }

  static List<Object> insertIds(String sql) throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS);
      return read(statement.getGeneratedKeys());
    }
  }

  static Object types() throws SQLException {
    try (Statement statement = db.createStatement()) {
      ResultSet result = statement.executeQuery("SELECT * FROM t_type WHERE id = 1");
      ResultSetMetaData meta = result.getMetaData();
      List<Object> columns = new ArrayList<>();
      for (int i = 1; i <= meta.getColumnCount(); i++) {
        columns.add(List.of(meta.getCatalogName(i), meta.getTableName(i), meta.getColumnLabel(i), meta.getColumnTypeName(i),
            meta.getColumnClassName(i), meta.getPrecision(i), meta.getScale(i), meta.isNullable(i), meta.isAutoIncrement(i)));
      }
      return List.of(read(result), columns, rows("SELECT * FROM t_type WHERE id = ?", 1));
    }
  }

  static Object affected() throws SQLException {
    try (Statement statement = db.createStatement()) {
      for (String sql : new String[] {"INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)",
          "UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)", "UPDATE t_write SET n = 11 WHERE id = 1",
          "DELETE FROM t_write WHERE id >= 2"}) {
        statement.addBatch(sql);
      }
      return Arrays.toString(statement.executeBatch());
    }
  }

  static Object generatedKey() throws SQLException {
    Object key = ((List<?>) insertIds("INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)").get(0)).get(0);
    return rows("SELECT user_id, amount FROM t_order WHERE order_id = ?", key);
  }

  static Object prepared() throws SQLException {
    String sql = "INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)";
    Timestamp moment = Timestamp.valueOf("2024-02-29 12:34:56.789012");
    try (PreparedStatement insert = prepare(sql, 100L, -5, new BigDecimal("18446744073709551615"), "naïve 'q' \\ 😀",
        moment, new byte[] {0, 1, 39, 92, -1})) {
      insert.addBatch();
      Object[] second = {101L, null, 0, "", null, null};
      for (int i = 0; i < second.length; i++) insert.setObject(i + 1, second[i]);
      insert.addBatch();
      return List.of(Arrays.toString(insert.executeBatch()),
          rows("SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id", 100));
    }
  }

  static Object transaction(End end, int first, int second) throws SQLException {
    db.setAutoCommit(false);
    update("INSERT INTO t_write (id, n) VALUES (?, 1)", first);
    update("INSERT INTO t_write (id, n) VALUES (?, 1)", second);
    end.run();
    db.setAutoCommit(true);
    return rows("SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)", first, second);
  }

  static Object failure(String sql) throws SQLException {
    try {
      update(sql);
      return "no error";
    } catch (SQLException error) {
      return List.of(error.getErrorCode(), error.getSQLState(), error.getClass().getSimpleName(), rows("SELECT 1"));
    }
  }

  static Object many() throws SQLException {
    try (Statement statement = db.createStatement()) {
      statement.setFetchSize(100);  // rows are streamed
      ResultSet result = statement.executeQuery("SELECT id, v FROM t_many ORDER BY id");
      long count = 0, sum = 0;
      String last = "";
      while (result.next()) {
        count++;
        sum += result.getLong(1);
        last = result.getString(2);
      }
      return List.of(count, sum, last);
    }
  }

  // 64 MiB in batches that the driver joins to INSERTs of many rows, as large as the server takes them.
  static Object batch() throws SQLException {
    byte[] value = new byte[32 * 1024];
    for (int i = 0; i < value.length; i++) value[i] = (byte) i;
    try (Connection joined = DriverManager.getConnection(url + "&rewriteBatchedStatements=true", user, password);
        PreparedStatement insert = joined.prepareStatement("INSERT INTO t_big (id, v) VALUES (?, ?)")) {
      for (int id = 2; id < 2050; id++) {
        insert.setInt(1, id);
        insert.setBytes(2, value);
        insert.addBatch();
        if (id == 1900) insert.executeBatch();  // Connector/J 26 builds a packet beyond the server's limit of 64 MiB
      }
      insert.executeBatch();
    }
    return rows("SELECT COUNT(*), SUM(LENGTH(v)), SUM(CRC32(v)) FROM t_big WHERE id > 1");
  }

  static Object large() throws SQLException {
    byte[] value = new byte[SIZE];
    for (int i = 0; i < SIZE; i++) value[i] = (byte) i;
    update("INSERT INTO t_big (id, v) VALUES (1, ?)", (Object) value);
    try (PreparedStatement select = prepare("SELECT v, SHA2(v, 256) = SHA2(?, 256) FROM t_big WHERE id = 1", (Object) value)) {
      ResultSet result = select.executeQuery();
      result.next();
      return List.of(result.getBytes(1).length, Arrays.equals(result.getBytes(1), value), result.getInt(2), batch());
    }
  }

  static Object charset() throws SQLException {
    update("SET NAMES latin1");
    Object result = rows("SELECT @@character_set_results, HEX(name), CHAR_LENGTH(name) FROM t_user WHERE user_id = ?", 4);
    update("SET NAMES utf8mb4");
    return result;
  }

  static Object changeDatabase(String database) throws SQLException {
    db.setCatalog("archive");
    Object other = rows("SELECT DATABASE(), COUNT(*) FROM t_note");
    db.setCatalog(database);
    return List.of(other, rows("SELECT DATABASE()"), db.isValid(5));
  }

  public static void main(String[] args) throws Exception {
    System.setOut(new java.io.PrintStream(System.out, true, "UTF-8"));
    url = args[0] + args[1] + ":" + args[2] + "/" + args[5] + "?useServerPrepStmts=true" + System.getProperty("options", "");
    user = args[3];
    password = args[4];
    db = DriverManager.getConnection(url, user, password);
    check("connect", () -> rows("SELECT DATABASE(), @@character_set_client"));
    check("types", Jdbc::types);
    check("null", () -> rows("SELECT * FROM t_type WHERE id = 2") + "" + rows("SELECT NULL"));
    check("unicode", () -> rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'"));
    check("affected", Jdbc::affected);
    check("generated_key", Jdbc::generatedKey);
    check("auto_increment", () -> insertIds("INSERT INTO t_setting (k) VALUES ('a')") + ""
        + insertIds("INSERT INTO t_setting (k) VALUES ('b'), ('c')"));
    check("prepared", Jdbc::prepared);
    check("commit", () -> transaction(db::commit, 200, 201));
    check("rollback", () -> transaction(db::rollback, 210, 211));
    check("duplicate", () -> failure("INSERT INTO t_write (id) VALUES (200)"));
    check("syntax", () -> failure("SELEC 1"));
    check("many", Jdbc::many);
    check("large", Jdbc::large);
    check("order", () -> rows("SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT ?", 4));
    check("group", () -> rows("SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city"));
    check("join", () -> rows("SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o "
        + "ON u.user_id = o.user_id WHERE o.amount > ? ORDER BY o.amount", 5));
    if (System.getProperty("charsets") == null) check("charset", Jdbc::charset);
    else System.out.println("skip charset: the driver closes the connection behind SET NAMES");
    check("database", () -> changeDatabase(args[5]));
    db.close();
  }
}
