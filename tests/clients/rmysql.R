# SPDX-License-Identifier: Apache-2.0
# The client scenario (docs/clients.md) for R's RMySQL: rmysql.R HOST PORT USER PASSWORD DATABASE
suppressPackageStartupMessages(library(RMySQL))
options(digits = 15, warn = -1)
arguments <- commandArgs(TRUE)
database <- arguments[5]
db <- dbConnect(MySQL(), host = arguments[1], port = as.integer(arguments[2]), user = arguments[3],
                password = arguments[4], dbname = database)

show <- function(value) paste(deparse(value, width.cutoff = 500, control = NULL), collapse = " ")
rows <- function(sql) {
  frame <- dbGetQuery(db, sql)
  for (i in seq_along(frame)) if (is.character(frame[[i]])) Encoding(frame[[i]]) <- "UTF-8"
  frame
}
check <- function(name, action) {
  tryCatch(cat(sprintf("ok %s: %s\n", name, show(action()))),
           error = function(e) cat(sprintf("not ok %s: %s\n", name, gsub("\n", " ", conditionMessage(e)))))
}
insert_id <- function(sql) {
  dbExecute(db, sql)
  dbGetQuery(db, "SELECT CAST(LAST_INSERT_ID() AS CHAR) AS id")$id
}
transaction <- function(ending, first, second) {
  dbBegin(db)
  dbExecute(db, sprintf("INSERT INTO t_write (id, n) VALUES (%d, 1)", first))
  dbExecute(db, sprintf("INSERT INTO t_write (id, n) VALUES (%d, 1)", second))
  ending(db)
  rows(sprintf("SELECT COUNT(*) FROM t_write WHERE id IN (%d, %d)", first, second))
}
failure <- function(sql) {
  number <- tryCatch({ dbExecute(db, sql); 0 }, error = function(e) dbGetException(db)$errorNum)
  if (number == 0) stop("no error")
  list(number, rows("SELECT 1"))
}

check("connect", function() {
  dbExecute(db, "SET NAMES utf8mb4")
  rows("SELECT DATABASE(), @@character_set_client")
})
check("types", function() {
  result <- dbSendQuery(db, "SELECT * FROM t_type WHERE id = 1")
  columns <- dbColumnInfo(result)
  frame <- dbFetch(result)
  dbClearResult(result)
  list(columns, frame[names(frame) != "data"])
})
check("null", function() list(rows("SELECT * FROM t_type WHERE id = 2"), rows("SELECT NULL")))
check("unicode", function() rows("SELECT HEX(name), name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'"))
check("affected", function() sapply(c("INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)",
  "UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)", "UPDATE t_write SET n = 11 WHERE id = 1",
  "DELETE FROM t_write WHERE id >= 2"), function(sql) dbExecute(db, sql), USE.NAMES = FALSE))
check("generated_key", function() {
  key <- insert_id("INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)")
  rows(paste("SELECT user_id, amount FROM t_order WHERE order_id =", key))
})
check("auto_increment", function() sapply(c("a", "b"), function(k)
  insert_id(sprintf("INSERT INTO t_setting (k) VALUES ('%s')", k))))
check("prepared", function() {  # the library has no parameters: literals with its own escaping
  dbExecute(db, sprintf(paste("INSERT INTO t_write (id, n, u, s, t, b) VALUES (%d, %d, 18446744073709551615, '%s',",
    "'2024-02-29 12:34:56.789012', x'0001275cff')"), 100L, -5L, dbEscapeStrings(db, "naïve 'q' \\ ñ")))
  dbExecute(db, "INSERT INTO t_write (id, n, u, s, t, b) VALUES (101, NULL, 0, '', NULL, NULL)")
  rows("SELECT n, CAST(u AS CHAR), s, t, HEX(b) FROM t_write WHERE id >= 100 ORDER BY id")
})
check("commit", function() transaction(dbCommit, 200, 201))
check("rollback", function() transaction(dbRollback, 210, 211))
check("duplicate", function() failure("INSERT INTO t_write (id) VALUES (200)"))
check("syntax", function() failure("SELEC 1"))
check("many", function() {
  result <- dbSendQuery(db, "SELECT id, v FROM t_many ORDER BY id")
  count <- sum <- 0
  while (!dbHasCompleted(result)) {
    chunk <- dbFetch(result, n = 1500)
    count <- count + nrow(chunk)
    sum <- sum + sum(as.numeric(chunk$id))
  }
  dbClearResult(result)
  c(count, sum)
})
check("large", function() {
  value <- strrep("0123456789abcdef", 17 * 65536)
  dbExecute(db, paste0("INSERT INTO t_big (id, v) VALUES (1, '", value, "')"))
  read <- dbGetQuery(db, "SELECT v, SHA2(v, 256) AS digest FROM t_big WHERE id = 1")
  list(nchar(read$v), read$v == value, read$digest)
})
check("order", function() rows("SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4"))
check("group", function() rows(
  "SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city"))
check("join", function() rows(paste("SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o",
  "ON u.user_id = o.user_id WHERE o.amount > 5 ORDER BY o.amount")))
check("charset", function() {
  dbExecute(db, "SET NAMES latin1")
  result <- dbGetQuery(db, "SELECT @@character_set_results, name FROM t_user WHERE user_id = 4")
  dbExecute(db, "SET NAMES utf8mb4")
  list(result[[1]], charToRaw(result[[2]]))
})
check("database", function() {
  dbExecute(db, "USE archive")
  other <- rows("SELECT DATABASE(), COUNT(*) FROM t_note")
  dbExecute(db, paste("USE", database))
  list(other, rows("SELECT DATABASE()"), dbListTables(db)[0])
})
invisible(dbDisconnect(db))
