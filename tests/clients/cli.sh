#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The client scenario (docs/clients.md) for the mariadb command: cli.sh HOST PORT USER PASSWORD DATABASE. Each
# check is a run of its own with --force, so that what follows an error shows whether the connection lives.
set -u
host=$1 port=$2 user=$3 database=$5
export MYSQL_PWD=$4

run() {  # OPTION..., statements on stdin; errors by number, rows joined to one line
  mariadb --no-defaults --protocol=tcp --host="$host" --port="$port" --user="$user" --batch --raw --force \
    --default-character-set=utf8mb4 --max-allowed-packet=64M "$@" "$database" 2>&1 |
    sed -E 's/^ERROR ([0-9]+ \([0-9A-Z]+\)).*/ERROR \1/; s/ \([0-9.]+ sec\)//' | tr '\n\t' ';|'
}
check() {  # NAME [OPTION...], statements on stdin; `errors` names the checks that expect one
  local name=$1 text result=ok
  text=$(run "${@:2}")
  [[ $text != *ERROR* || $name == duplicate || $name == syntax ]] || result="not ok"
  printf '%s %s: %s\n' "$result" "$name" "$text"
}

check connect <<<'SELECT DATABASE(), @@character_set_client'
check types --column-type-info -vvv <<<'SELECT * FROM t_type WHERE id = 1'
check null <<<'SELECT * FROM t_type WHERE id = 2; SELECT NULL'
check unicode <<<"SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'"
check affected <<'SQL'
INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30); SELECT ROW_COUNT();
UPDATE t_write SET n = n + 1 WHERE id IN (1, 2); SELECT ROW_COUNT();
UPDATE t_write SET n = 11 WHERE id = 1; SELECT ROW_COUNT();
DELETE FROM t_write WHERE id >= 2; SELECT ROW_COUNT();
SQL
check generated_key <<'SQL'
INSERT INTO t_order (user_id, amount) VALUES (7, 1.50);
SELECT user_id, amount FROM t_order WHERE order_id = LAST_INSERT_ID();
SQL
check auto_increment <<'SQL'
INSERT INTO t_setting (k) VALUES ('a'); SELECT LAST_INSERT_ID();
INSERT INTO t_setting (k) VALUES ('b'), ('c'); SELECT LAST_INSERT_ID();
SQL
check prepared <<'SQL'
PREPARE put FROM 'INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)';
SET @id = 100, @n = -5, @u = 18446744073709551615, @s = 'naïve ''q'' \\ 😀', @t = '2024-02-29 12:34:56.789012', @b = x'0001275cff';
EXECUTE put USING @id, @n, @u, @s, @t, @b;
SET @id = 101, @n = NULL, @u = 0, @s = '', @t = NULL, @b = NULL;
EXECUTE put USING @id, @n, @u, @s, @t, @b;
DEALLOCATE PREPARE put;
SELECT n, u, s, t, HEX(b) FROM t_write WHERE id >= 100 ORDER BY id;
SQL
check commit <<'SQL'
BEGIN; INSERT INTO t_write (id, n) VALUES (200, 1); INSERT INTO t_write (id, n) VALUES (201, 1); COMMIT;
SELECT COUNT(*) FROM t_write WHERE id IN (200, 201);
SQL
check rollback <<'SQL'
BEGIN; INSERT INTO t_write (id, n) VALUES (210, 1); INSERT INTO t_write (id, n) VALUES (211, 1); ROLLBACK;
SELECT COUNT(*) FROM t_write WHERE id IN (210, 211);
SQL
check duplicate <<<'INSERT INTO t_write (id) VALUES (200); SELECT 1'
check syntax <<<'SELEC 1; SELECT 1'
printf 'ok many: %s\n' "$(run --quick --skip-column-names <<<'SELECT id, v FROM t_many ORDER BY id' | md5sum)"
value=$(head -c $((17 * 1024 * 1024)) /dev/zero | tr '\0' 'x')
printf "INSERT INTO t_big (id, v) VALUES (1, '%s'); SELECT LENGTH(v), SHA2(v, 256) FROM t_big WHERE id = 1" "$value" | check large
check order <<<'SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4'
check group <<<'SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city'
check join <<'SQL'
SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o
  ON u.user_id = o.user_id WHERE o.amount > 5 ORDER BY o.amount;
SQL
check charset <<'SQL'
charset latin1
SELECT @@character_set_results, HEX(name), CHAR_LENGTH(name) FROM t_user WHERE user_id = 4;
SQL
check database <<<"use archive
SELECT DATABASE(), COUNT(*) FROM t_note;
use $database
SELECT DATABASE();"
