# SPDX-License-Identifier: Apache-2.0
# The client scenario (docs/clients.md) for Ruby's mysql2: mysql2.rb HOST PORT USER PASSWORD DATABASE
require 'mysql2'
require 'digest'

host, port, user, password, DATABASE = ARGV
SIZE = 17 * 1024 * 1024
DB = Mysql2::Client.new(host: host, port: port.to_i, username: user, password: password, database: DATABASE,
                        encoding: 'utf8mb4', as: :array, cast_booleans: false)
$stdout.sync = true

# Statements are closed at once: the garbage collector's COM_STMT_CLOSE would end a stream of rows.
def execute(sql, *values)
  statement = DB.prepare(sql)
  result = statement.execute(*values, as: :array)
  result = result.to_a if result
  statement.close
  result
end

def rows(sql, *values)
  values.empty? ? DB.query(sql).to_a : execute(sql, *values)
end

def check(name)
  puts "ok #{name}: #{yield.inspect}"
rescue StandardError => error
  puts "not ok #{name}: #{error.class} #{error.message}"
end

def affected(sql)
  DB.query(sql)
  DB.affected_rows
end

def insert_id(sql)
  DB.query(sql)
  DB.last_id
end

def transaction(ending, *ids)
  DB.query('START TRANSACTION')
  ids.each { |id| execute('INSERT INTO t_write (id, n) VALUES (?, 1)', id) }
  DB.query(ending)
  rows('SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)', *ids)
end

def failure(sql)
  DB.query(sql)
  'no error'
rescue Mysql2::Error => error
  [error.error_number, error.sql_state, rows('SELECT 1')]
end

check('connect') { rows('SELECT DATABASE(), @@character_set_client') }
check('types') do
  result = DB.query('SELECT * FROM t_type WHERE id = 1')
  [result.to_a, result.fields, result.respond_to?(:field_types) ? result.field_types : [],
   rows('SELECT * FROM t_type WHERE id = ?', 1)]
end
check('null') { rows('SELECT * FROM t_type WHERE id = 2') + rows('SELECT NULL') }
check('unicode') { rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'") }
check('affected') do
  [affected('INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)'),
   affected('UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)'),
   affected('UPDATE t_write SET n = 11 WHERE id = 1'),
   affected('DELETE FROM t_write WHERE id >= 2')]
end
check('generated_key') do
  key = insert_id('INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)')
  rows('SELECT user_id, amount FROM t_order WHERE order_id = ?', key)
end
check('auto_increment') { %w[a b].map { |k| insert_id("INSERT INTO t_setting (k) VALUES ('#{k}')") } }
check('prepared') do
  insert = DB.prepare('INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)')
  moment = Time.utc(2024, 2, 29, 12, 34, 56, 789_012)
  insert.execute(100, -5, 18_446_744_073_709_551_615, "naïve 'q' \\ 😀", moment, "\x00\x01'\\\xFF".b)
  insert.execute(101, nil, 0, '', nil, nil)
  insert.close
  rows('SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id', 100)
end
check('commit') { transaction('COMMIT', 200, 201) }
check('rollback') { transaction('ROLLBACK', 210, 211) }
check('duplicate') { failure('INSERT INTO t_write (id) VALUES (200)') }
check('syntax') { failure('SELEC 1') }
check('many') do
  count = sum = 0
  last = nil
  DB.query('SELECT id, v FROM t_many ORDER BY id', stream: true, cache_rows: false).each do |row|
    count += 1
    sum += row[0]
    last = row
  end
  [count, sum, last]
end
check('large') do
  value = (0..255).to_a.pack('C*') * (SIZE / 256)
  execute('INSERT INTO t_big (id, v) VALUES (1, ?)', value)
  read = rows('SELECT v FROM t_big WHERE id = 1')[0][0]
  [read.bytesize, read == value, rows('SELECT SHA2(v, 256) FROM t_big WHERE id = ?', 1)[0][0] == Digest::SHA256.hexdigest(value)]
end
check('order') { rows('SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4') }
check('group') { rows('SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city') }
check('join') do
  rows('SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o
        ON u.user_id = o.user_id WHERE o.amount > ? ORDER BY o.amount', 5)
end
check('charset') do
  DB.query('SET NAMES latin1')
  result = rows('SELECT @@character_set_results, name, LENGTH(name) FROM t_user WHERE user_id = 4')
  DB.query('SET NAMES utf8mb4')
  result.map { |row| row.map { |value| value.is_a?(String) ? value.b : value } }
end
check('database') do
  DB.select_db('archive')
  other = rows('SELECT DATABASE(), COUNT(*) FROM t_note')
  DB.select_db(DATABASE)
  [other, rows('SELECT DATABASE()'), DB.ping]
end
DB.close
