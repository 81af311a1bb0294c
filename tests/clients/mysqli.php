<?php
// SPDX-License-Identifier: Apache-2.0
// The client scenario (docs/clients.md) for PHP's mysqli: mysqli.php HOST PORT USER PASSWORD DATABASE
[, $host, $port, $user, $password, $database] = $argv;
const SIZE = 17 * 1024 * 1024;

$db = new mysqli($host, $user, $password, $database, (int)$port);
$db->set_charset('utf8mb4');

function show($value) {
    if (is_array($value)) return '[' . implode(', ', array_map('show', $value)) . ']';
    if (is_string($value) && !preg_match('//u', $value)) return 'x' . bin2hex($value);
    return var_export($value, true);
}
function rows($sql) { global $db; return $db->query($sql)->fetch_all(MYSQLI_NUM); }
function check($name, $function) {
    try {
        echo "ok $name: ", show($function()), "\n";
    } catch (Throwable $error) {
        echo "not ok $name: ", get_class($error), ' ', $error->getCode(), ' ', $error->getMessage(), "\n";
    }
}
function affected($sql) { global $db; $db->query($sql); return $db->affected_rows; }
function insert_id($sql) { global $db; $db->query($sql); return $db->insert_id; }
function execute($sql, $types, ...$values) {
    global $db;
    $statement = $db->prepare($sql);
    $statement->bind_param($types, ...$values);
    $statement->execute();
    $result = $statement->get_result();
    return $result ? $result->fetch_all(MYSQLI_NUM) : $statement->affected_rows;
}
function transaction($end, $first, $second) {
    global $db;
    $db->begin_transaction();
    execute('INSERT INTO t_write (id, n) VALUES (?, 1)', 'i', $first);
    execute('INSERT INTO t_write (id, n) VALUES (?, 1)', 'i', $second);
    $end();
    return execute('SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)', 'ii', $first, $second);
}
function failure($sql) {
    global $db;
    try {
        $db->query($sql);
        return 'no error';
    } catch (mysqli_sql_exception $error) {
        return [$error->getCode(), $error->getSqlState(), rows('SELECT 1')];
    }
}

check('connect', fn() => rows('SELECT DATABASE(), @@character_set_client'));
check('types', function () {
    global $db;
    $statement = $db->prepare('SELECT * FROM t_type WHERE id = 1');
    $statement->execute();
    $text = $db->query('SELECT * FROM t_type WHERE id = 1');
    $fields = array_map(fn($f) => "$f->table.$f->name $f->type $f->flags $f->length", $text->fetch_fields());
    return [$statement->get_result()->fetch_all(MYSQLI_NUM), $text->fetch_all(MYSQLI_NUM), $fields];
});
check('null', fn() => [rows('SELECT * FROM t_type WHERE id = 2'), rows('SELECT NULL')]);
check('unicode', fn() => rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'"));
check('affected', fn() => [
    affected('INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)'),
    affected('UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)'),
    affected('UPDATE t_write SET n = 11 WHERE id = 1'), $db->info,
    affected('DELETE FROM t_write WHERE id >= 2')]);
check('generated_key', function () {
    $key = insert_id('INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)');
    return execute('SELECT user_id, amount FROM t_order WHERE order_id = ?', 'i', $key);
});
check('auto_increment', fn() => [
    insert_id("INSERT INTO t_setting (k) VALUES ('a')"), insert_id("INSERT INTO t_setting (k) VALUES ('b')")]);
check('prepared', function () {
    $sql = 'INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)';
    return [execute($sql, 'iissss', 100, -5, '18446744073709551615', "naïve 'q' \\ 😀",
        '2024-02-29 12:34:56.789012', "\x00\x01'\\\xff"),
        execute($sql, 'iiisss', 101, null, 0, '', null, null),
        execute('SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id', 'i', 100)];
});
check('commit', fn() => transaction(fn() => $db->commit(), 200, 201));
check('rollback', fn() => transaction(fn() => $db->rollback(), 210, 211));
check('duplicate', fn() => failure('INSERT INTO t_write (id) VALUES (200)'));
check('syntax', fn() => failure('SELEC 1'));
check('many', function () {
    global $db;
    $count = $sum = 0;
    foreach ($db->query('SELECT id, v FROM t_many ORDER BY id', MYSQLI_USE_RESULT) as $row) {
        $count++;
        $sum += $row['id'];
    }
    return [$count, $sum, $row];
});
check('large', function () {
    global $db;
    $value = str_repeat(implode(array_map('chr', range(0, 255))), SIZE / 256);
    $statement = $db->prepare('INSERT INTO t_big (id, v) VALUES (1, ?)');
    $null = null;
    $statement->bind_param('b', $null);
    foreach (str_split($value, 1 << 20) as $part) $statement->send_long_data(0, $part);
    $statement->execute();
    $read = rows('SELECT v FROM t_big WHERE id = 1')[0][0];
    $binary = execute('SELECT v FROM t_big WHERE id = ?', 'i', 1)[0][0];
    $digest = rows('SELECT SHA2(v, 256) FROM t_big WHERE id = 1')[0][0];
    return [strlen($read), $read === $value, $binary === $value, $digest === hash('sha256', $value)];
});
check('order', fn() => rows('SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4'));
check('group', fn() => rows('SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city'));
check('join', fn() => rows('SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o
    ON u.user_id = o.user_id WHERE o.amount > 5 ORDER BY o.amount'));
check('charset', function () {
    global $db;
    $db->set_charset('latin1');
    $result = rows("SELECT @@character_set_results, LENGTH('\xe9'), name FROM t_user WHERE name = '\xe9mile'");
    $db->set_charset('utf8mb4');
    return $result;
});
check('database', function () {
    global $db, $database;
    $db->select_db('archive');
    $other = rows('SELECT DATABASE(), COUNT(*) FROM t_note');
    $db->change_user('sluice', 'sluice', $database);
    return [$other, rows('SELECT DATABASE()')];
});
$db->close();
