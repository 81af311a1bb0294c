// SPDX-License-Identifier: Apache-2.0
// The client scenario (docs/clients.md) for Node.js' mysql, and mysql2 by MYSQL_MODULE: mysql.js HOST PORT USER PASSWORD DATABASE
'use strict';
const mysql = require(process.env.MYSQL_MODULE || 'mysql');
const { createHash } = require('crypto');
const { inspect, promisify } = require('util');

const [host, port, user, password, database] = process.argv.slice(2);
const size = 17 * 1024 * 1024;
const db = mysql.createConnection({
  host, port: Number(port), user, password, database, charset: 'utf8mb4',
  supportBigNumbers: true, bigNumberStrings: true, dateStrings: true });
const query = (sql, values) => new Promise((resolve, reject) => db.query(sql, values,
  (error, result, fields) => error ? reject(error) : resolve({ result, fields })));
const call = (name, ...values) => promisify(db[name]).call(db, ...values);
const rows = async (sql, values) => (await query(sql, values)).result.map((row) => Object.values(row));
const affected = async (sql) => {
  const { result } = await query(sql);
  return [result.affectedRows, result.changedRows, result.message];
};
const insertId = async (sql) => (await query(sql)).result.insertId;

async function check(name, run) {
  try {
    const text = inspect(await run(), { depth: null, breakLength: Infinity, maxArrayLength: null });
    console.log(`ok ${name}: ${text}`);
  } catch (error) {
    console.log(`not ok ${name}: ${error}`);
  }
}

async function transaction(end, ids) {
  await call('beginTransaction');
  for (const id of ids) await query('INSERT INTO t_write (id, n) VALUES (?, ?)', [id, 1]);
  await call(end);
  return rows('SELECT COUNT(*) FROM t_write WHERE id IN (?)', [ids]);
}

async function failure(sql) {
  try {
    await query(sql);
    return 'no error';
  } catch (error) {
    return [error.errno, error.code, error.sqlState, await rows('SELECT 1')];
  }
}

async function prepared() {
  const sql = 'INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)';
  await query(sql, [100, -5, 18446744073709551615n.toString(), "naïve 'q' \\ 😀", '2024-02-29 12:34:56.789012',
    Buffer.from([0, 1, 39, 92, 255])]);
  await query(sql, [101, null, 0, '', null, null]);
  return rows('SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id', [100]);
}

const many = () => new Promise((resolve, reject) => {
  let count = 0, sum = 0, last;
  db.query('SELECT id, v FROM t_many ORDER BY id')
    .on('error', reject)
    .on('result', (row) => { count++; sum += row.id; last = row.v; })
    .on('end', () => resolve([count, sum, last]));
});

async function large() {
  const value = Buffer.alloc(size, Buffer.from(Array.from({ length: 256 }, (_, i) => i)));
  await query('INSERT INTO t_big (id, v) VALUES (1, ?)', [value]);
  const [[read]] = await rows('SELECT v FROM t_big WHERE id = 1');
  const [[digest]] = await rows('SELECT SHA2(v, 256) FROM t_big WHERE id = 1');
  return [read.length, read.equals(value), digest === createHash('sha256').update(value).digest('hex')];
}

async function main() {
  await check('connect', () => rows('SELECT DATABASE(), @@character_set_client'));
  await check('types', async () => {
    const { result, fields } = await query('SELECT * FROM t_type WHERE id = 1');
    return [result, fields.map((f) => [f.table, f.name, f.type, f.length, f.flags, f.decimals, f.charsetNr])];
  });
  await check('null', async () => [await rows('SELECT * FROM t_type WHERE id = 2'), await rows('SELECT NULL')]);
  await check('unicode', () => rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'"));
  await check('affected', async () => [
    await affected('INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)'),
    await affected('UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)'),
    await affected('UPDATE t_write SET n = 11 WHERE id = 1'),
    await affected('DELETE FROM t_write WHERE id >= 2')]);
  await check('generated_key', async () => {
    const key = await insertId('INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)');
    return rows('SELECT user_id, amount FROM t_order WHERE order_id = ?', [key]);
  });
  await check('auto_increment', async () => [
    await insertId("INSERT INTO t_setting (k) VALUES ('a')"), await insertId("INSERT INTO t_setting (k) VALUES ('b')")]);
  await check('prepared', prepared);
  await check('commit', () => transaction('commit', [200, 201]));
  await check('rollback', () => transaction('rollback', [210, 211]));
  await check('duplicate', () => failure('INSERT INTO t_write (id) VALUES (200)'));
  await check('syntax', () => failure('SELEC 1'));
  await check('many', many);
  await check('large', large);
  await check('order', () => rows('SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4'));
  await check('group', () => rows(
    'SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city'));
  await check('join', () => rows(`SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o
    ON u.user_id = o.user_id WHERE o.amount > ? ORDER BY o.amount`, [5]));
  await check('charset', async () => {
    await query('SET NAMES latin1');
    const result = await rows('SELECT @@character_set_results, name, LENGTH(name) FROM t_user WHERE user_id = 4');
    await query('SET NAMES utf8mb4');
    return result;
  });
  await check('database', async () => {
    await call('changeUser', { database: 'archive' });
    const other = await rows('SELECT DATABASE(), COUNT(*) FROM t_note');
    await query(`USE ${database}`);
    return [other, await rows('SELECT DATABASE()')];
  });
  await call('end');
}

main();
