# SPDX-License-Identifier: Apache-2.0
# The client scenario (docs/clients.md) for modules of Python's DB-API:
# dbapi.py pymysql|MySQLdb|pyodbc|mysql.connector HOST PORT USER PASSWORD DATABASE
import datetime
import hashlib
import importlib
import re
import sys

module, host, port, user, password, database = sys.argv[1:7]
driver = importlib.import_module(module)
odbc = module == "pyodbc"
SIZE = 17 * 1024 * 1024


def connect():
    if odbc:
        return driver.connect(
            f"DRIVER={{MariaDB Unicode}};SERVER={host};PORT={port};UID={user};PWD={password};"
            f"DATABASE={database};CHARSET=utf8mb4", autocommit=True)
    return driver.connect(host=host, port=int(port), user=user, passwd=password, db=database,
                          charset="utf8mb4", autocommit=True)


connection = connect()


def run(sql, *parameters):
    cursor = connection.cursor()
    if parameters:
        cursor.execute(sql if odbc else sql.replace("?", "%s"), parameters)
    else:
        cursor.execute(sql)
    return cursor


def rows(sql, *parameters):
    return [tuple(row) for row in run(sql, *parameters).fetchall()]


class Skip(Exception):
    pass


def check(name, function):
    try:
        print(f"ok {name}: {function()}", flush=True)
    except Skip as reason:
        print(f"skip {name}: {reason}", flush=True)
    except Exception as error:
        print(f"not ok {name}: {error!r}", flush=True)


def affected():
    return [run(sql).rowcount for sql in (
        "INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)",
        "UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)",
        "UPDATE t_write SET n = 11 WHERE id = 1",
        "DELETE FROM t_write WHERE id >= 2")]


def insert_id(sql):
    cursor = run(sql)
    return rows("SELECT LAST_INSERT_ID()")[0][0] if odbc else cursor.lastrowid


def generated_key():
    key = insert_id("INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)")
    return rows("SELECT user_id, amount FROM t_order WHERE order_id = ?", key)


def auto_increment():
    return [insert_id(f"INSERT INTO t_setting (k) VALUES ('{k}')") for k in "ab"]


def prepared():
    sql = "INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)"
    moment = datetime.datetime(2024, 2, 29, 12, 34, 56, 789012)
    # ODBC has no type for this number; its text is what other ODBC programs send.
    huge = "18446744073709551615" if odbc else 18446744073709551615
    run(sql, 100, -5, huge, "naïve 'q' \\ 😀", moment, b"\x00\x01'\\\xff")
    run(sql, 101, None, 0, "", None, None)
    return rows("SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id", 100)


def transaction(end, ids):
    if odbc:
        connection.autocommit = False
    else:
        run("START TRANSACTION")
    for key in ids:
        run("INSERT INTO t_write (id, n) VALUES (?, ?)", key, 1)
    end()
    if odbc:
        connection.autocommit = True
    return rows("SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)", *ids)


def failure(sql):
    try:
        run(sql)
    except driver.Error as error:
        number = re.search(r"\((\d+)\)", error.args[1]).group(1) if odbc else ""
        return error.args[0], number, rows("SELECT 1")
    return "no error"


def many():
    result = rows("SELECT id, v FROM t_many ORDER BY id")
    return len(result), sum(row[0] for row in result), result[-1]


def large():
    value = bytes(range(256)) * (SIZE // 256)
    run("INSERT INTO t_big (id, v) VALUES (?, ?)", 1, value if odbc else driver.Binary(value))
    read = rows("SELECT v FROM t_big WHERE id = 1")[0][0]
    digest = rows("SELECT LENGTH(v), SHA2(v, 256) FROM t_big WHERE id = 1")[0]
    return len(read), read == value, digest[1] == hashlib.sha256(value).hexdigest()


def charset():
    if odbc:
        raise Skip("the driver sets it when connecting and refuses SET NAMES")
    if hasattr(connection, "set_charset_collation"):
        connection.set_charset_collation("latin1")
    elif hasattr(connection, "set_character_set"):
        connection.set_character_set("latin1")
    else:
        connection.set_charset("latin1")
    result = rows("SELECT @@character_set_results, LENGTH('é'), name FROM t_user WHERE name = 'émile'")
    run("SET NAMES utf8mb4")
    return result


def change_database():
    run("USE archive")
    result = rows("SELECT DATABASE(), COUNT(*) FROM t_note")
    run(f"USE {database}")
    return result + rows("SELECT DATABASE()")


check("connect", lambda: rows("SELECT DATABASE(), @@character_set_client"))
check("types", lambda: rows("SELECT * FROM t_type WHERE id = 1"))
check("null", lambda: rows("SELECT * FROM t_type WHERE id = 2") + rows("SELECT NULL"))
check("unicode", lambda: rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'"))
check("affected", affected)
check("generated_key", generated_key)
check("auto_increment", auto_increment)
check("prepared", prepared)
check("commit", lambda: transaction(connection.commit, (200, 201)))
check("rollback", lambda: transaction(connection.rollback, (210, 211)))
check("duplicate", lambda: failure("INSERT INTO t_write (id) VALUES (200)"))
check("syntax", lambda: failure("SELEC 1"))
check("many", many)
check("large", large)
check("order", lambda: rows("SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4"))
check("group", lambda: rows("SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city"))
check("join", lambda: rows("SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o "
                           "ON u.user_id = o.user_id WHERE o.amount > 5 ORDER BY o.amount"))
check("charset", charset)
check("database", change_database)
connection.close()
