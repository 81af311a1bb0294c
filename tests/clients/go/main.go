// SPDX-License-Identifier: Apache-2.0

// The client scenario (docs/clients.md) for go-sql-driver/mysql: main HOST PORT USER PASSWORD DATABASE
package main

import (
  "bytes"
  "context"
  "crypto/sha256"
  "database/sql"
  "fmt"
  "os"
  "strings"
  "time"

  "github.com/go-sql-driver/mysql"
)

const size = 17 * 1024 * 1024

var db *sql.Conn
var ctx = context.Background()

func must(err error) {
  if err != nil {
    panic(err)
  }
}

func check(name string, run func() string) {
  defer func() {
    if err := recover(); err != nil {
      fmt.Printf("not ok %s: %v\n", name, err)
    }
  }()
  text := run()
  fmt.Printf("ok %s: %s\n", name, text)
}

func rows(query string, values ...interface{}) string {
  result, err := db.QueryContext(ctx, query, values...)
  must(err)
  defer result.Close()
  columns, err := result.Columns()
  must(err)
  var text strings.Builder
  for result.Next() {
    row := make([]interface{}, len(columns))
    for i := range row {
      row[i] = new(interface{})
    }
    must(result.Scan(row...))
    text.WriteString("[")
    for _, value := range row {
      fmt.Fprintf(&text, "%T %[1]q, ", *value.(*interface{}))
    }
    text.WriteString("]")
  }
  must(result.Err())
  return text.String()
}

func types() string {
  result, err := db.QueryContext(ctx, "SELECT * FROM t_type WHERE id = 1")
  must(err)
  columns, err := result.ColumnTypes()
  must(err)
  text := ""
  for _, column := range columns {
    precision, scale, _ := column.DecimalSize()
    nullable, _ := column.Nullable()
    text += fmt.Sprint(column.Name(), column.DatabaseTypeName(), column.ScanType(), precision, scale, nullable, ", ")
  }
  result.Close()
  return text + rows("SELECT * FROM t_type WHERE id = 1") + rows("SELECT * FROM t_type WHERE id = ?", 1)
}

func exec(query string, values ...interface{}) (affected, id int64) {
  result, err := db.ExecContext(ctx, query, values...)
  must(err)
  affected, _ = result.RowsAffected()
  id, _ = result.LastInsertId()
  return
}

func affected() string {
  var counts [4]int64
  counts[0], _ = exec("INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)")
  counts[1], _ = exec("UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)")
  counts[2], _ = exec("UPDATE t_write SET n = 11 WHERE id = 1")
  counts[3], _ = exec("DELETE FROM t_write WHERE id >= ?", 2)
  return fmt.Sprint(counts)
}

func prepared() string {
  insert, err := db.PrepareContext(ctx, "INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)")
  must(err)
  defer insert.Close()
  moment := time.Date(2024, 2, 29, 12, 34, 56, 789012000, time.UTC)
  _, err = insert.Exec(100, -5, uint64(18446744073709551615), "naïve 'q' \\ 😀", moment, []byte{0, 1, 39, 92, 255})
  must(err)
  _, err = insert.Exec(101, nil, 0, "", nil, nil)
  must(err)
  return rows("SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id", 100)
}

func transaction(commit bool, ids ...interface{}) string {
  tx, err := db.BeginTx(ctx, nil)
  must(err)
  for _, id := range ids {
    _, err = tx.Exec("INSERT INTO t_write (id, n) VALUES (?, 1)", id)
    must(err)
  }
  if commit {
    must(tx.Commit())
  } else {
    must(tx.Rollback())
  }
  return rows("SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)", ids...)
}

func failure(query string) string {
  _, err := db.ExecContext(ctx, query)
  if failed, known := err.(*mysql.MySQLError); known {
    return fmt.Sprint(failed.Number, rows("SELECT 1"))
  }
  panic(fmt.Sprint("unexpected: ", err))
}

func many() string {
  result, err := db.QueryContext(ctx, "SELECT id, v FROM t_many ORDER BY id")
  must(err)
  defer result.Close()
  var count, sum, id int
  var last string
  for result.Next() {
    must(result.Scan(&id, &last))
    count++
    sum += id
  }
  must(result.Err())
  return fmt.Sprint(count, sum, last)
}

func large() string {
  value := make([]byte, size)
  for i := range value {
    value[i] = byte(i)
  }
  exec("INSERT INTO t_big (id, v) VALUES (1, ?)", value)
  var read []byte
  var digest string
  must(db.QueryRowContext(ctx, "SELECT v, SHA2(v, 256) FROM t_big WHERE id = ?", 1).Scan(&read, &digest))
  return fmt.Sprint(len(read), bytes.Equal(read, value), digest == fmt.Sprintf("%x", sha256.Sum256(value)))
}

func main() {
  host, port, user, password, database := os.Args[1], os.Args[2], os.Args[3], os.Args[4], os.Args[5]
  pool, err := sql.Open("mysql", fmt.Sprintf("%s:%s@tcp(%s:%s)/%s?charset=utf8mb4&parseTime=true&maxAllowedPacket=0",
    user, password, host, port, database))
  must(err)
  db, err = pool.Conn(ctx)
  must(err)
  check("connect", func() string { return rows("SELECT DATABASE(), @@character_set_client") })
  check("types", types)
  check("null", func() string { return rows("SELECT * FROM t_type WHERE id = 2") + rows("SELECT NULL") })
  check("unicode", func() string { return rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'") })
  check("affected", affected)
  check("generated_key", func() string {
    _, key := exec("INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)")
    return rows("SELECT user_id, amount FROM t_order WHERE order_id = ?", key)
  })
  check("auto_increment", func() string {
    _, first := exec("INSERT INTO t_setting (k) VALUES ('a')")
    _, second := exec("INSERT INTO t_setting (k) VALUES (?)", "b")
    return fmt.Sprint(first, second)
  })
  check("prepared", prepared)
  check("commit", func() string { return transaction(true, 200, 201) })
  check("rollback", func() string { return transaction(false, 210, 211) })
  check("duplicate", func() string { return failure("INSERT INTO t_write (id) VALUES (200)") })
  check("syntax", func() string { return failure("SELEC 1") })
  check("many", many)
  check("large", large)
  check("order", func() string { return rows("SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT ?", 4) })
  check("group", func() string {
    return rows("SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city")
  })
  check("join", func() string {
    return rows("SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o " +
      "ON u.user_id = o.user_id WHERE o.amount > ? ORDER BY o.amount", 5)
  })
  check("charset", func() string {
    exec("SET NAMES latin1")
    result := rows("SELECT @@character_set_results, name, LENGTH(name) FROM t_user WHERE user_id = 4")
    exec("SET NAMES utf8mb4")
    return result
  })
  check("database", func() string {
    exec("USE archive")
    other := rows("SELECT DATABASE(), COUNT(*) FROM t_note")
    exec("USE " + database)
    must(db.PingContext(ctx))
    return other + rows("SELECT DATABASE()")
  })
  db.Close()
}
