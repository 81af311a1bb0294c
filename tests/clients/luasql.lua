-- SPDX-License-Identifier: Apache-2.0
-- The client scenario (docs/clients.md) for LuaSQL: luasql.lua HOST PORT USER PASSWORD DATABASE
local driver = require 'luasql.mysql'
local host, port, user, password, database = table.unpack(arg)
local db = assert(driver.mysql():connect(database, user, password, host, tonumber(port)))

local function show(row, count)
  local values = {}
  for i = 1, count do
    local value = row[i]
    values[i] = value == nil and 'NULL' or tostring(value):gsub('[%c\x7f]', function(c) return ('\\x%02x'):format(c:byte()) end)
  end
  return '[' .. table.concat(values, '|') .. ']'
end
local function each(sql, action)
  local cursor = assert(db:execute(sql))
  local count = #cursor:getcolnames()
  local types = table.concat(cursor:getcoltypes(), ' ')
  local row = cursor:fetch({})
  while row do  -- the cursor closes itself behind the last row
    action(row, count)
    row = cursor:fetch({})
  end
  return types
end
local function rows(sql)
  local result = {}
  local types = each(sql, function(row, count) result[#result + 1] = show(row, count) end)
  return table.concat(result) .. ' ' .. types
end
local function check(name, action)
  local good, text = pcall(action)
  print((good and 'ok ' or 'not ok ') .. name .. ': ' .. tostring(text):gsub('\n', ' '))
  io.flush()
end
local function insert_id(sql)
  assert(db:execute(sql))
  return db:getlastautoid()
end
local function transaction(ending, first, second)
  db:setautocommit(false)
  assert(db:execute('INSERT INTO t_write (id, n) VALUES (' .. first .. ', 1)'))
  assert(db:execute('INSERT INTO t_write (id, n) VALUES (' .. second .. ', 1)'))
  db[ending](db)
  db:setautocommit(true)
  return rows('SELECT COUNT(*) FROM t_write WHERE id IN (' .. first .. ', ' .. second .. ')')
end
local function failure(sql)  -- the library hands out the message alone
  local result, message = db:execute(sql)
  assert(result == nil, 'no error')
  return #message > 0 and rows('SELECT 1')
end

check('connect', function()
  assert(db:execute('SET NAMES utf8mb4'))
  return rows('SELECT DATABASE(), @@character_set_client')
end)
check('types', function() return rows('SELECT * FROM t_type WHERE id = 1') end)
check('null', function() return rows('SELECT * FROM t_type WHERE id = 2') .. rows('SELECT NULL') end)
check('unicode', function() return rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'") end)
check('affected', function()
  local counts = {}
  for i, sql in ipairs {'INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)',
    'UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)', 'UPDATE t_write SET n = 11 WHERE id = 1',
    'DELETE FROM t_write WHERE id >= 2'} do
    counts[i] = assert(db:execute(sql))
  end
  return table.concat(counts, ' ')
end)
check('generated_key', function()
  local key = insert_id('INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)')
  return rows(('SELECT user_id, amount FROM t_order WHERE order_id = %d'):format(key))
end)
check('auto_increment', function()
  return insert_id("INSERT INTO t_setting (k) VALUES ('a')") .. ' ' .. insert_id("INSERT INTO t_setting (k) VALUES ('b')")
end)
check('prepared', function()  -- the library has no parameters: literals with its own escaping
  assert(db:execute('INSERT INTO t_write (id, n, u, s, t, b) VALUES (100, -5, 18446744073709551615, \'' ..
    db:escape("naïve 'q' \\ 😀") .. "', '2024-02-29 12:34:56.789012', _binary'" .. db:escape("\0\1'\\\255") .. "')"))
  assert(db:execute("INSERT INTO t_write (id, n, u, s, t, b) VALUES (101, NULL, 0, '', NULL, NULL)"))
  return rows('SELECT n, u, s, t, b FROM t_write WHERE id >= 100 ORDER BY id')
end)
check('commit', function() return transaction('commit', 200, 201) end)
check('rollback', function() return transaction('rollback', 210, 211) end)
check('duplicate', function() return failure('INSERT INTO t_write (id) VALUES (200)') end)
check('syntax', function() return failure('SELEC 1') end)
check('many', function()
  local count, sum = 0, 0
  each('SELECT id, v FROM t_many ORDER BY id', function(row) count, sum = count + 1, sum + row[1] end)
  return count .. ' ' .. sum
end)
check('large', function()
  local bytes = {}
  for i = 0, 255 do bytes[i + 1] = string.char(i) end
  local value = table.concat(bytes):rep(17 * 1024 * 4)
  assert(db:execute("INSERT INTO t_big (id, v) VALUES (1, _binary'" .. db:escape(value) .. "')"))
  local read
  each('SELECT v FROM t_big WHERE id = 1', function(row) read = row[1] end)
  return #read .. ' ' .. tostring(read == value) .. rows('SELECT SHA2(v, 256) FROM t_big WHERE id = 1')
end)
check('order', function() return rows('SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4') end)
check('group', function()
  return rows('SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city')
end)
check('join', function()
  return rows('SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o ' ..
    'ON u.user_id = o.user_id WHERE o.amount > 5 ORDER BY o.amount')
end)
check('charset', function()
  assert(db:execute('SET NAMES latin1'))
  local result = rows("SELECT @@character_set_results, LENGTH('\xe9'), name FROM t_user WHERE name = '\xe9mile'")
  assert(db:execute('SET NAMES utf8mb4'))
  return result
end)
check('database', function()
  assert(db:execute('USE archive'))
  local other = rows('SELECT DATABASE(), COUNT(*) FROM t_note')
  assert(db:execute('USE ' .. database))
  return other .. rows('SELECT DATABASE()')
end)
db:close()
