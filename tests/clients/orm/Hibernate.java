// SPDX-License-Identifier: Apache-2.0
// The ORM scenario (docs/clients.md) for Hibernate: Hibernate HOST PORT USER PASSWORD DATABASE
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.LockModeType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

public class Hibernate {
  @Entity(name = "User")
  @Table(name = "t_user")
  public static class User {
    @Id @Column(name = "user_id") int userId;
    @Column(length = 40, nullable = false) String name;
    @Column(columnDefinition = "char(2)") String city;
    @Column(precision = 12, scale = 2) BigDecimal balance;
    @OneToMany(mappedBy = "user") List<Order> orders = new ArrayList<>();

    public User() {}

    User(int userId, String name, BigDecimal balance) {
      this.userId = userId;
      this.name = name;
      this.city = "xy";
      this.balance = balance;
    }
  }

  // The same table with what the migration adds.
  @Entity(name = "UserWithEmail")
  @Table(name = "t_user", indexes = @Index(name = "user_email", columnList = "email"))
  public static class UserWithEmail {
    @Id @Column(name = "user_id") int userId;
    @Column(length = 40, nullable = false) String name;
    @Column(length = 80) String email;
  }

  @Entity(name = "Order")
  @Table(name = "t_order")
  public static class Order {
    @Id @Column(name = "order_id") long orderId;
    @ManyToOne(fetch = FetchType.LAZY) @JoinColumn(name = "user_id", nullable = false) User user;
    @Column(precision = 10, scale = 2, nullable = false) BigDecimal amount;
  }

  @Entity(name = "Author")
  @Table(name = "orm_author")
  public static class Author {
    @Id @GeneratedValue(strategy = GenerationType.IDENTITY) int id;
    @Column(length = 40, nullable = false, unique = true) String name;
  }

  @Entity(name = "Note")
  @Table(name = "orm_note", indexes = @Index(name = "note_made", columnList = "made, author_id"))
  public static class Note {
    @Id @GeneratedValue(strategy = GenerationType.SEQUENCE) long id;
    @ManyToOne @JoinColumn(name = "author_id", nullable = false) Author author;
    @Column(columnDefinition = "text") String text;
    java.time.LocalDateTime made;
  }

  private static String[] arguments;
  private static SessionFactory rows;
  private static SessionFactory notes;

  private static SessionFactory open(String mode, Class<?>... entities) {
    Configuration configuration = new Configuration();
    configuration.setProperty("hibernate.connection.url", "jdbc:mysql://" + arguments[0] + ":" + arguments[1] + "/"
        + arguments[4] + "?sslMode=DISABLED&allowPublicKeyRetrieval=true&characterEncoding=UTF-8");
    configuration.setProperty("hibernate.connection.username", arguments[2]);
    configuration.setProperty("hibernate.connection.password", arguments[3]);
    configuration.setProperty("hibernate.hbm2ddl.auto", mode);
    configuration.setProperty("hibernate.hbm2ddl.halt_on_error", "true");
    configuration.setProperty("hibernate.jdbc.batch_size", "4");
    for (Class<?> entity : entities) {
      configuration.addAnnotatedClass(entity);
    }
    return configuration.buildSessionFactory();
  }

  interface Query {
    ResultSet run(DatabaseMetaData data) throws Exception;
  }

  private static String list(Query query, String... columns) {
    try (Session session = rows.openSession()) {
      return session.doReturningWork((Connection connection) -> {
        StringBuilder text = new StringBuilder();
        try (ResultSet result = query.run(connection.getMetaData())) {
          while (result.next()) {
            for (String column : columns) {
              text.append(result.getString(column)).append(' ');
            }
            text.append("| ");
          }
        } catch (Exception error) {
          throw new IllegalStateException(error);
        }
        return text.toString();
      });
    }
  }

  private static String columns(String table) {
    return list(data -> data.getColumns(arguments[4], null, table, "%"), "COLUMN_NAME", "TYPE_NAME", "COLUMN_SIZE",
        "DECIMAL_DIGITS", "IS_NULLABLE", "COLUMN_DEF", "IS_AUTOINCREMENT");
  }

  private static String indexes(String table) {
    return list(data -> data.getIndexInfo(arguments[4], null, table, false, true), "INDEX_NAME", "NON_UNIQUE",
        "ORDINAL_POSITION", "COLUMN_NAME");
  }

  private static String tables() {
    return list(data -> data.getTables(arguments[4], null, "%", new String[] {"TABLE"}), "TABLE_CAT", "TABLE_NAME");
  }

  private static <T> T inTransaction(SessionFactory factory, Function<Session, T> work) {
    return factory.fromTransaction(work::apply);
  }

  private static String statements(String... all) {
    try (Session session = rows.openSession()) {
      session.doWork(connection -> {
        try (Statement statement = connection.createStatement()) {
          for (String sql : all) {
            statement.execute(sql);
          }
        }
      });
    }
    return tables();
  }

  private static Object create() {
    notes = open("update", Author.class, Note.class);
    open("validate", Author.class, Note.class).close();
    return columns("orm_note") + columns("orm_note_SEQ") + indexes("orm_author")
        + list(data -> data.getImportedKeys(arguments[4], null, "orm_note"), "PKTABLE_NAME", "PKCOLUMN_NAME",
            "FKTABLE_NAME", "FKCOLUMN_NAME");
  }

  private static Object alter() {
    open("update", UserWithEmail.class).close();
    statements("CREATE INDEX order_amount ON t_order (amount, user_id)");
    open("validate", UserWithEmail.class).close();
    return columns("t_user") + indexes("t_user") + indexes("t_order");
  }

  private static Object insert() {
    inTransaction(rows, session -> {
      for (int i = 0; i < 4; i++) {
        session.persist(new User(50 + i, "user " + i, BigDecimal.valueOf(i)));
      }
      return null;
    });
    return inTransaction(rows, session -> {
      for (int i = 0; i < 8; i++) {
        Order order = new Order();
        order.orderId = 9000 + i;
        order.user = session.getReference(User.class, 50 + i % 4);
        order.amount = BigDecimal.valueOf(i);
        session.persist(order);
      }
      session.flush();
      return session.find(User.class, 51).name + session.merge(new User(54, "user 4", BigDecimal.ONE)).name;
    });
  }

  private static Object query() {
    return inTransaction(rows, session -> {
      StringBuilder text = new StringBuilder();
      session.createQuery("from User where name like 'user%' order by userId desc", User.class).setMaxResults(3)
          .list().forEach(user -> text.append(user.name).append(' ').append(user.orders.size()).append(' '));
      session.createQuery("select u.name, count(o), sum(o.amount) from Order o join o.user u where u.city = :city "
          + "group by u.name having count(o) > 1 order by u.name", Object[].class).setParameter("city", "xy").list()
          .forEach(row -> text.append(List.of(row)));
      session.createQuery("select distinct u from User u join fetch u.orders where u.userId in (50, 51) "
          + "order by u.userId", User.class).list().forEach(user -> text.append(user.orders.size()));
      return text.append(session.createQuery("select count(*) from Order", Long.class).getSingleResult())
          .append(session.createQuery("from User u where exists (from Order o where o.user = u and o.amount > 5) "
              + "order by u.userId", User.class).list().size()).toString();
    });
  }

  private static String named() {
    StringBuilder text = new StringBuilder();
    try (Session session = rows.openSession()) {
      session.createQuery("from User where city = 'xy' order by userId", User.class).list()
          .forEach(user -> text.append(user.name).append(' ').append(user.balance).append(' '));
    }
    return text.toString();
  }

  private static Object update() {
    int changed = inTransaction(rows, session -> {
      session.find(User.class, 50, LockModeType.PESSIMISTIC_WRITE).name = "changed";
      session.flush();
      return session.createMutationQuery("update User set balance = userId + 1 where city = 'xy'").executeUpdate();
    });
    try (Session session = rows.openSession()) {
      session.beginTransaction();
      session.find(User.class, 51).name = "not kept";
      session.find(User.class, 52).name = "not kept";
      session.flush();
      session.getTransaction().rollback();
    }
    return changed + " " + named();
  }

  private static Object single() {
    return inTransaction(notes, session -> {
      Author ada = new Author();
      ada.name = "Ada";
      session.persist(ada);
      for (String text : new String[] {"one", "two ñ"}) {
        Note note = new Note();
        note.author = ada;
        note.text = text;
        session.persist(note);
      }
      session.flush();
      StringBuilder text = new StringBuilder();
      session.createQuery("from Note n where n.author.name = 'Ada' order by n.id", Note.class).list()
          .forEach(note -> text.append(note.id).append(note.text).append(note.author.id));
      return text.toString();
    });
  }

  private static Object delete() {
    return inTransaction(rows, session -> {
      int orders = session.createMutationQuery("delete Order o where o.user.userId >= 50").executeUpdate();
      session.createQuery("from User where city = 'xy'", User.class).list().forEach(session::remove);
      session.flush();
      return orders + " " + session.createQuery("select count(*) from User", Long.class).getSingleResult();
    });
  }

  private static Object drop() {
    notes.close();
    return statements("DROP INDEX order_amount ON t_order", "DROP INDEX user_email ON t_user",
        "ALTER TABLE t_user DROP COLUMN email", "DROP TABLE orm_note", "DROP TABLE orm_author",
        "DROP TABLE orm_note_SEQ") + columns("t_user");
  }

  interface Check {
    Object run();
  }

  private static void check(String name, Check check) {
    try {
      System.out.println("ok " + name + ": " + check.run());
    } catch (Throwable error) {
      Throwable cause = error;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      System.out.println("not ok " + name + ": " + error.getMessage() + ": " + cause.getMessage());
    }
  }

  public static void main(String[] given) {
    arguments = given;
    java.util.logging.LogManager.getLogManager().reset();
    check("connect", () -> {
      rows = open("none", User.class, Order.class);
      return list(data -> data.getCatalogs(), "TABLE_CAT").contains(arguments[4]);
    });
    check("tables", Hibernate::tables);
    check("columns", () -> {
      open("validate", User.class, Order.class).close();
      return columns("t_user") + columns("t_order") + columns("t_type") + columns("t_setting");
    });
    check("keys", () -> indexes("t_user") + indexes("t_order")
        + list(data -> data.getPrimaryKeys(arguments[4], null, "t_order"), "COLUMN_NAME", "KEY_SEQ", "PK_NAME"));
    check("create", Hibernate::create);
    check("alter", Hibernate::alter);
    check("insert", Hibernate::insert);
    check("query", Hibernate::query);
    check("update", Hibernate::update);
    check("single", Hibernate::single);
    check("delete", Hibernate::delete);
    check("drop", Hibernate::drop);
    rows.close();
  }
}
