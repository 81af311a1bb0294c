<?php
// SPDX-License-Identifier: Apache-2.0
// The client scenario (docs/clients.md) for PHP's PDO with prepared statements of the server:
// pdo.php HOST PORT USER PASSWORD DATABASE
[, $host, $port, $user, $password, $database] = $argv;
const SIZE = 17 * 1024 * 1024;

$db = new PDO("mysql:host=$host;port=$port;dbname=$database;charset=utf8mb4", $user, $password,
    [PDO::ATTR_EMULATE_PREPARES => false, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION]);

function show($value) {
    if (is_array($value)) return '[' . implode(', ', array_map('show', $value)) . ']';
    if (is_string($value) && !preg_match('//u', $value)) return 'x' . bin2hex($value);
    return var_export($value, true);
}
function execute($sql, ...$values) {
    global $db;
    $statement = $db->prepare($sql);
    foreach ($values as $i => $value) {
        $statement->bindValue($i + 1, $value, is_int($value) ? PDO::PARAM_INT : PDO::PARAM_STR);
    }
    $statement->execute();
    return $statement;
}
function rows($sql, ...$values) { return execute($sql, ...$values)->fetchAll(PDO::FETCH_NUM); }
function check($name, $function) {
    try {
        echo "ok $name: ", show($function()), "\n";
    } catch (Throwable $error) {
        echo "not ok $name: ", get_class($error), ' ', $error->getMessage(), "\n";
    }
}
function insert_id($sql) { global $db; $db->exec($sql); return $db->lastInsertId(); }
function transaction($end, $first, $second) {
    global $db;
    $db->beginTransaction();
    execute('INSERT INTO t_write (id, n) VALUES (?, 1)', $first);
    execute('INSERT INTO t_write (id, n) VALUES (?, 1)', $second);
    $end();
    return [$db->inTransaction(), rows('SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)', $first, $second)];
}
function failure($sql) {
    global $db;
    try {
        $db->exec($sql);
        return 'no error';
    } catch (PDOException $error) {
        return [$error->errorInfo[1], $error->errorInfo[0], rows('SELECT 1')];
    }
}

check('connect', fn() => rows('SELECT DATABASE(), @@character_set_client'));
check('types', function () {
    global $db;
    $statement = execute('SELECT * FROM t_type WHERE id = 1');
    $columns = array_map(fn($i) => $statement->getColumnMeta($i), range(0, $statement->columnCount() - 1));
    return [$statement->fetchAll(PDO::FETCH_NUM), $db->query('SELECT * FROM t_type WHERE id = 1')->fetchAll(PDO::FETCH_NUM),
        array_map(fn($c) => [$c['table'], $c['name'], $c['native_type'], $c['len'], $c['precision'], $c['flags']], $columns)];
});
check('null', fn() => [rows('SELECT * FROM t_type WHERE id = 2'), rows('SELECT NULL')]);
check('unicode', fn() => rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'"));
check('affected', fn() => [
    $db->exec('INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)'),
    $db->exec('UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)'),
    $db->exec('UPDATE t_write SET n = 11 WHERE id = 1'),
    $db->exec('DELETE FROM t_write WHERE id >= 2')]);
check('generated_key', function () {
    $key = insert_id('INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)');
    return rows('SELECT user_id, amount FROM t_order WHERE order_id = ?', (int)$key);
});
check('auto_increment', fn() => [
    insert_id("INSERT INTO t_setting (k) VALUES ('a')"), insert_id("INSERT INTO t_setting (k) VALUES ('b')")]);
check('prepared', function () {
    $sql = 'INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)';
    return [execute($sql, 100, -5, '18446744073709551615', "naïve 'q' \\ 😀", '2024-02-29 12:34:56.789012',
        "\x00\x01'\\\xff")->rowCount(), execute($sql, 101, null, 0, '', null, null)->rowCount(),
        rows('SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id', 100)];
});
check('commit', fn() => transaction(fn() => $db->commit(), 200, 201));
check('rollback', fn() => transaction(fn() => $db->rollback(), 210, 211));
check('duplicate', fn() => failure('INSERT INTO t_write (id) VALUES (200)'));
check('syntax', fn() => failure('SELEC 1'));
check('many', function () {
    global $db;
    $db->setAttribute(PDO::MYSQL_ATTR_USE_BUFFERED_QUERY, false);
    $count = $sum = 0;
    foreach ($db->query('SELECT id, v FROM t_many ORDER BY id', PDO::FETCH_NUM) as $row) {
        $count++;
        $sum += $row[0];
    }
    $db->setAttribute(PDO::MYSQL_ATTR_USE_BUFFERED_QUERY, true);
    return [$count, $sum, $row];
});
check('large', function () {
    $value = str_repeat(implode(array_map('chr', range(0, 255))), SIZE / 256);
    execute('INSERT INTO t_big (id, v) VALUES (?, ?)', 1, $value);
    $read = rows('SELECT v FROM t_big WHERE id = ?', 1)[0][0];
    $digest = rows('SELECT SHA2(v, 256) FROM t_big WHERE id = 1')[0][0];
    return [strlen($read), $read === $value, $digest === hash('sha256', $value)];
});
check('order', fn() => rows('SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT ?', 4));
check('group', fn() => rows('SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city'));
check('join', fn() => rows('SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o
    ON u.user_id = o.user_id WHERE o.amount > ? ORDER BY o.amount', 5));
check('charset', function () {
    global $db;
    $db->exec('SET NAMES latin1');
    $result = rows("SELECT @@character_set_results, LENGTH('\xe9'), name FROM t_user WHERE name = ?", "\xe9mile");
    $db->exec('SET NAMES utf8mb4');
    return $result;
});
check('database', function () {
    global $db, $database;
    $db->exec('USE archive');
    $other = rows('SELECT DATABASE(), COUNT(*) FROM t_note');
    $db->exec("USE $database");
    return [$other, rows('SELECT DATABASE()')];
});
