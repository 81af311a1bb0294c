// SPDX-License-Identifier: Apache-2.0
// JDBC's DatabaseMetaData, which browsers of schemas (DBeaver, DataGrip, SQuirreL) are made of, each method a check:
// Metadata URL_PREFIX HOST PORT USER PASSWORD DATABASE; -Doptions for the URL
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;

public class Metadata {
  interface Query {
    ResultSet run() throws Exception;
  }

  // They say how large something is.
  private static final Set<String> NOT_COMPARED = Set.of("CARDINALITY", "PAGES");

  private static Connection connection;
  private static DatabaseMetaData data;
  private static String database;

  private static String text(ResultSet rows) throws Exception {
    ResultSetMetaData columns = rows.getMetaData();
    List<String> lines = new ArrayList<>();
    StringBuilder titles = new StringBuilder();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      titles.append(columns.getColumnLabel(i)).append(' ');
    }
    while (rows.next()) {
      StringBuilder line = new StringBuilder();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        if (!NOT_COMPARED.contains(columns.getColumnLabel(i))) {
          line.append(rows.getString(i)).append(' ');
        }
      }
      lines.add(line.toString());
    }
    Collections.sort(lines);  // the drivers' own queries do not order all of them
    return titles + String.join("| ", lines);
  }

  private static void check(String name, Query query) {
    try (ResultSet rows = query.run()) {
      System.out.println("ok " + name + ": " + text(rows).replace('\n', ' '));
    } catch (Exception error) {
      System.out.println("not ok " + name + ": " + error);
    }
  }

  // What a ResultSet of a statement says about its columns.
  private static void describe(String name, String sql) {
    try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
      ResultSetMetaData columns = rows.getMetaData();
      StringBuilder all = new StringBuilder();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        all.append(columns.getCatalogName(i)).append('.').append(columns.getTableName(i)).append('.')
            .append(columns.getColumnName(i)).append(' ').append(columns.getColumnLabel(i)).append(' ')
            .append(columns.getColumnTypeName(i)).append(' ').append(columns.getPrecision(i)).append(' ')
            .append(columns.getScale(i)).append(' ').append(columns.isNullable(i)).append(' ')
            .append(columns.isAutoIncrement(i)).append(' ').append(columns.isSigned(i)).append(' ')
            .append(columns.getColumnDisplaySize(i)).append(" | ");
      }
      System.out.println("ok " + name + ": " + all);
    } catch (Exception error) {
      System.out.println("not ok " + name + ": " + error);
    }
  }

  public static void main(String[] arguments) throws Exception {
    database = arguments[5];
    connection = DriverManager.getConnection(arguments[0] + arguments[1] + ":" + arguments[2] + "/" + database
        + "?" + System.getProperty("options", ""), arguments[3], arguments[4]);
    data = connection.getMetaData();
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE tool_parent (id INT NOT NULL PRIMARY KEY, name VARCHAR(20) UNIQUE)");
      statement.execute("CREATE TABLE tool_child (id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY, parent_id INT, "
          + "amount DECIMAL(8,3) UNSIGNED, moment TIMESTAMP(3) NULL, kind SET('a','b'), "
          + "FOREIGN KEY (parent_id) REFERENCES tool_parent (id) ON DELETE CASCADE)");
    }
    check("product", () -> connection.createStatement().executeQuery("SELECT '" + data.getDatabaseProductName() + " "
        + data.getDatabaseProductVersion() + " " + data.getDefaultTransactionIsolation() + " "
        + data.supportsMixedCaseIdentifiers() + " " + data.getIdentifierQuoteString() + " " + data.getURL().length() + "'"));
    check("getCatalogs", () -> connection.createStatement().executeQuery(
        "SELECT '" + text(data.getCatalogs()).contains(database) + "'"));
    check("getSchemas", data::getSchemas);
    check("getTableTypes", data::getTableTypes);
    check("getTypeInfo", data::getTypeInfo);
    check("getTables", () -> data.getTables(database, null, "%", null));
    check("getTablesByType", () -> data.getTables(database, null, "t\\_o%", new String[] {"TABLE", "VIEW"}));
    check("getTablesOfAll", () -> data.getTables(null, null, "t_order%", null));
    check("getColumns", () -> data.getColumns(database, null, "t\\_%", "%"));
    check("getColumnsOfChild", () -> data.getColumns(database, null, "tool_child", null));
    check("getPrimaryKeys", () -> data.getPrimaryKeys(database, null, "t_order"));
    check("getImportedKeys", () -> data.getImportedKeys(database, null, "tool_child"));
    check("getExportedKeys", () -> data.getExportedKeys(database, null, "tool_parent"));
    check("getCrossReference", () -> data.getCrossReference(database, null, "tool_parent", database, null, "tool_child"));
    check("getIndexInfo", () -> data.getIndexInfo(database, null, "t_order", false, true));
    check("getUniqueIndexes", () -> data.getIndexInfo(database, null, "tool_parent", true, false));
    check("getBestRowIdentifier", () -> data.getBestRowIdentifier(database, null, "t_order", 0, true));
    check("getVersionColumns", () -> data.getVersionColumns(database, null, "tool_child"));
    check("getProcedures", () -> data.getProcedures(database, null, "%"));
    check("getProcedureColumns", () -> data.getProcedureColumns(database, null, "%", "%"));
    check("getFunctions", () -> data.getFunctions(database, null, "%"));
    check("getFunctionColumns", () -> data.getFunctionColumns(database, null, "%", "%"));
    check("getTablePrivileges", () -> data.getTablePrivileges(database, null, "t_order"));
    check("getColumnPrivileges", () -> data.getColumnPrivileges(database, null, "t_order", "%"));
    check("getClientInfoProperties", data::getClientInfoProperties);
    check("keywords", () -> connection.createStatement().executeQuery("SELECT " + data.getSQLKeywords().length()));
    describe("describe", "SELECT * FROM t_type");
    describe("describe_alias", "SELECT o.order_id AS id, u.name, COUNT(*) FROM t_order o JOIN t_user u USING (user_id) "
        + "GROUP BY o.order_id, u.name");
    describe("describe_functions", "SELECT DATABASE(), USER(), VERSION(), NOW(), CONNECTION_ID()");
    describe("describe_single", "SELECT * FROM tool_child");
    try (Statement statement = connection.createStatement()) {
      statement.execute("DROP TABLE tool_child");
      statement.execute("DROP TABLE tool_parent");
    }
    connection.close();
  }
}
