-- The guided tour. A step is `== title [kind]`, then its SQL up to the next step.
--   (none)         one query; the answer must be the reference's, row by row
--   [set]          one query without a total order; the rows must be the reference's
--   [write]        one statement; rows affected, matched and changed must be the reference's
--   [script]       several statements in one session; all of the output must be the reference's
--   [generated]    an INSERT whose key the gateway generates; `-- reference` begins the statement for
--                  the reference, where {key} is what LAST_INSERT_ID() said
--   [refused N]    one statement that must end with error N and leave the connection usable
--   [gateway]      one statement that only the gateway understands
-- Steps that write touch users from 900001 on, which are removed before and behind the tour.

== Point select: both sharding keys are given, so one table on one server answers
SELECT order_id, user_id, status, amount FROM t_order WHERE user_id = 17 AND order_id = 165;

== IN list: only the servers and tables that hold one of the values are asked
SELECT order_id, user_id, amount FROM t_order
WHERE user_id IN (17, 18) AND order_id IN (161, 163, 175) ORDER BY order_id;

== Range without a sharding key: every shard answers, the gateway merges in order
SELECT order_id, user_id, amount, ordered_at FROM t_order
WHERE amount BETWEEN 990 AND 999.99 ORDER BY amount DESC, order_id LIMIT 6;

== Binding tables: the join runs where the rows are
SELECT o.order_id, o.status, i.product, i.quantity, i.price
FROM t_order o JOIN t_order_item i ON i.order_id = o.order_id AND i.user_id = o.user_id
WHERE o.user_id = 17 AND o.order_id < 165 ORDER BY o.order_id, i.item_id;

== Join with a broadcast table: each server has a copy of it
SELECT u.user_id, u.name, c.name AS country
FROM t_user u JOIN t_country c ON c.code = u.country
WHERE u.user_id BETWEEN 10 AND 14 ORDER BY u.user_id;

== A single table lives on one server
SELECT name, value FROM t_setting ORDER BY name;

== GROUP BY, HAVING, ORDER BY and LIMIT over all shards
SELECT product, COUNT(*) AS items, SUM(quantity) AS pieces, MAX(price) AS dearest
FROM t_order_item GROUP BY product HAVING COUNT(*) > 2800 ORDER BY pieces DESC, product LIMIT 4;

== AVG is merged from sums and counts, exactly
SELECT status, AVG(amount) AS average, MIN(amount), MAX(amount), COUNT(*)
FROM t_order GROUP BY status ORDER BY status;

== COUNT(DISTINCT)
SELECT COUNT(DISTINCT user_id) AS buyers, COUNT(*) AS orders FROM t_order WHERE amount > 900;

== DISTINCT [set]
SELECT DISTINCT country FROM t_user;

== Paging deep into a sorted result
SELECT order_id, amount FROM t_order ORDER BY amount, order_id LIMIT 5000, 4;

== A join over another key and a correlated subquery: the rows are gathered on one server
SELECT u.name, COUNT(*) AS orders,
  (SELECT MAX(i.price) FROM t_order_item i WHERE i.product = 'fig' AND i.user_id <> u.user_id) AS elsewhere
FROM t_user u JOIN t_order o ON o.user_id = u.user_id + 1
WHERE u.user_id BETWEEN 10 AND 14 GROUP BY u.user_id, u.name ORDER BY u.user_id;

== INSERT without a key: the gateway generates a snowflake and LAST_INSERT_ID() tells it [generated]
INSERT INTO t_order (user_id, status, amount, ordered_at)
VALUES (900001, 'NEW', 12.50, '2026-11-01 10:00:00');
-- reference
INSERT INTO t_order (order_id, user_id, status, amount, ordered_at)
VALUES ({key}, 900001, 'NEW', 12.50, '2026-11-01 10:00:00');

== The generated row is found again
SELECT order_id, user_id, status, amount FROM t_order WHERE user_id = 900001;

== INSERT of several rows: split over the servers [write]
INSERT INTO t_order (order_id, user_id, status, amount, ordered_at) VALUES
  (900010, 900002, 'NEW', 10.00, '2026-11-02 08:00:00'),
  (900011, 900003, 'NEW', 20.00, '2026-11-02 09:00:00'),
  (900012, 900004, 'PAID', 30.00, '2026-11-02 10:00:00'),
  (900013, 900005, 'PAID', 40.00, '2026-11-02 11:00:00');

== UPDATE over several shards: rows matched and changed add up [write]
UPDATE t_order SET status = 'PAID' WHERE user_id IN (900002, 900003, 900004, 900005);

== DELETE [write]
DELETE FROM t_order WHERE user_id = 900005 AND order_id = 900013;

== A transaction over two servers, rolled back [script]
BEGIN;
UPDATE t_order SET amount = amount + 100 WHERE user_id = 900002;
UPDATE t_order SET amount = amount - 100 WHERE user_id = 900003;
SELECT user_id, amount FROM t_order WHERE user_id IN (900002, 900003) ORDER BY user_id;
ROLLBACK;
SELECT user_id, amount FROM t_order WHERE user_id IN (900002, 900003) ORDER BY user_id;

== A transaction over two servers, committed [script]
BEGIN;
UPDATE t_order SET amount = amount + 1 WHERE user_id = 900002;
UPDATE t_order SET amount = amount - 1 WHERE user_id = 900003;
COMMIT;
SELECT user_id, amount FROM t_order WHERE user_id IN (900002, 900003) ORDER BY user_id;

== DDL on a sharded table reaches every shard [script]
ALTER TABLE t_order ADD COLUMN note VARCHAR(40) DEFAULT 'none';
SELECT order_id, note FROM t_order WHERE user_id = 17 ORDER BY order_id LIMIT 2;
ALTER TABLE t_order DROP COLUMN note;

== What would give a wrong result is refused, with the reason and a way out [refused 1235]
UPDATE IGNORE t_order SET user_id = 18 WHERE order_id = 165;

== PREVIEW: what would be sent where [gateway]
PREVIEW SELECT status, COUNT(*) FROM t_order GROUP BY status ORDER BY status;

== EXPLAIN ROUTE: how the statement was routed [gateway]
EXPLAIN ROUTE SELECT * FROM t_order WHERE user_id = 17 AND order_id = 165;

== SHOW STATUS: the gateway's own counters [gateway]
SHOW STATUS;
