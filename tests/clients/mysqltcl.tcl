# SPDX-License-Identifier: Apache-2.0
# The client scenario (docs/clients.md) for mysqltcl: mysqltcl.tcl HOST PORT USER PASSWORD DATABASE
package require mysqltcl
lassign $argv host port user password database
fconfigure stdout -encoding utf-8 -buffering line
set db [mysql::connect -host $host -port $port -user $user -password $password -db $database -encoding utf-8]
set null [mysql::newnull]

proc rows {sql} {
  global db
  set result {}
  foreach row [mysql::sel $db $sql -list] {
    lappend result [lmap value $row { expr {[mysql::isnull $value] ? "NULL" : "'$value'"} }]
  }
  return $result
}
proc check {name script} {
  if {[catch {uplevel #0 $script} text]} {
    puts "not ok $name: [string map {\n { }} $text] $::errorCode"
  } else {
    puts "ok $name: $text"
  }
}
proc insert_id {sql} {
  global db
  mysql::exec $db $sql
  # mysql::insertid has 32 bits only.
  return [mysql::sel $db {SELECT LAST_INSERT_ID()} -flatlist]
}
proc transaction {ending first second} {
  global db
  mysql::autocommit $db 0
  mysql::exec $db "INSERT INTO t_write (id, n) VALUES ($first, 1)"
  mysql::exec $db "INSERT INTO t_write (id, n) VALUES ($second, 1)"
  mysql::$ending $db
  mysql::autocommit $db 1
  return [rows "SELECT COUNT(*) FROM t_write WHERE id IN ($first, $second)"]
}
proc failure {sql} {
  global db mysqlstatus
  if {![catch {mysql::exec $db $sql}]} { error "no error" }
  return "$mysqlstatus(code) [rows {SELECT 1}]"
}

check connect {
  mysql::exec $db "SET NAMES utf8mb4"
  rows {SELECT DATABASE(), @@character_set_client}
}
check types {
  mysql::sel $db {SELECT id, tiny, huge, price, ratio, day, moment, span, kind, note FROM t_type WHERE id = 1}
  set columns [mysql::col $db -current {name type length table non_null prim_key numeric decimals}]
  list $columns [mysql::fetch $db] [rows {SELECT name, HEX(data) FROM t_type WHERE id = 1}]
}
check null { list [rows {SELECT * FROM t_type WHERE id = 2}] [rows {SELECT NULL}] }
check unicode { rows "SELECT HEX(name), CHAR_LENGTH(name) FROM t_type WHERE name LIKE '\u65e5\u672c\u8a9e \u00f1 %'" }
check affected {
  lmap sql {
    {INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)}
    {UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)}
    {UPDATE t_write SET n = 11 WHERE id = 1}
    {DELETE FROM t_write WHERE id >= 2}
  } { list [mysql::exec $db $sql] [mysql::info $db info] }
}
check generated_key {
  set key [insert_id {INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)}]
  rows "SELECT user_id, amount FROM t_order WHERE order_id = $key"
}
check auto_increment {
  list [insert_id {INSERT INTO t_setting (k) VALUES ('a')}] [insert_id {INSERT INTO t_setting (k) VALUES ('b')}]
}
check prepared {
  # The library has no parameters: literals with its own escaping.
  set text [mysql::escape $db "na\u00efve 'q' \\ \u00f1"]
  mysql::exec $db "INSERT INTO t_write (id, n, u, s, t, b) VALUES (100, -5, 18446744073709551615, '$text',
    '2024-02-29 12:34:56.789012', x'0001275cff'), (101, NULL, 0, '', NULL, NULL)"
  rows {SELECT n, u, s, t, HEX(b) FROM t_write WHERE id >= 100 ORDER BY id}
}
check commit { transaction commit 200 201 }
check rollback { transaction rollback 210 211 }
check duplicate { failure {INSERT INTO t_write (id) VALUES (200)} }
check syntax { failure {SELEC 1} }
check many {
  set count 0
  set sum 0
  set query [mysql::query $db {SELECT id, v FROM t_many ORDER BY id}]
  mysql::map $query {id v} { incr count; incr sum $id }
  mysql::endquery $query
  list $count $sum $v
}
check large {
  set value [string repeat "0123456789abcdef" [expr {17 * 65536}]]
  mysql::exec $db "INSERT INTO t_big (id, v) VALUES (1, '$value')"
  set read [lindex [mysql::sel $db {SELECT v FROM t_big WHERE id = 1} -flatlist] 0]
  list [string length $read] [string equal $read $value] [rows {SELECT SHA2(v, 256) FROM t_big WHERE id = 1}]
}
check order { rows {SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4} }
check group { rows {SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city} }
check join {
  rows {SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o
    ON u.user_id = o.user_id WHERE o.amount > 5 ORDER BY o.amount}
}
check charset {
  mysql::encoding $db iso8859-1
  mysql::exec $db "SET NAMES latin1"
  set result [rows "SELECT @@character_set_results, LENGTH('\u00e9'), name FROM t_user WHERE name = '\u00e9mile'"]
  mysql::encoding $db utf-8
  mysql::exec $db "SET NAMES utf8mb4"
  set result
}
check database {
  mysql::use $db archive
  set other [rows {SELECT DATABASE(), COUNT(*) FROM t_note}]
  mysql::changeuser $db $user $password $database
  list $other [rows {SELECT DATABASE()}] [mysql::ping $db]
}
mysql::close $db
