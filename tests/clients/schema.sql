# The tables and rows of the client scenario; docs/clients.md describes the checks that use them.
CREATE TABLE t_user (
  user_id INT NOT NULL PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  city CHAR(2),
  balance DECIMAL(12,2)
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE t_order (
  order_id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  user_id INT NOT NULL,
  amount DECIMAL(10,2) NOT NULL,
  KEY (user_id)
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE t_type (
  id BIGINT NOT NULL PRIMARY KEY,
  tiny TINYINT,
  huge BIGINT UNSIGNED,
  price DECIMAL(20,6),
  ratio DOUBLE,
  day DATE,
  moment DATETIME(6),
  span TIME,
  name VARCHAR(40),
  kind ENUM('small','large'),
  data VARBINARY(20),
  note TEXT
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE t_write (
  id BIGINT NOT NULL PRIMARY KEY,
  n INT,
  u BIGINT UNSIGNED,
  s VARCHAR(100),
  t DATETIME(6),
  b BLOB
) DEFAULT CHARSET=utf8mb4;
CREATE TABLE t_many (id INT NOT NULL PRIMARY KEY, v VARCHAR(40) NOT NULL) DEFAULT CHARSET=utf8mb4;
CREATE TABLE t_big (id INT NOT NULL PRIMARY KEY, v LONGBLOB);
CREATE TABLE t_setting (
  id INT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  k VARCHAR(40) NOT NULL
) DEFAULT CHARSET=utf8mb4;
INSERT INTO t_user (user_id, name, city, balance) VALUES
  (1, 'Ada', 'de', 10.50), (2, 'Bob', 'fr', 20.25), (3, 'Chloé', 'de', -3.75),
  (4, 'émile', NULL, 1000000.01), (5, 'Eve', 'fr', 20.25), (6, 'Zoë', 'jp', NULL);
INSERT INTO t_order (order_id, user_id, amount) VALUES
  (1, 1, 10.00), (2, 1, 20.50), (3, 2, 0.01), (4, 3, 99.99), (5, 4, 5.00), (6, 5, 7.77), (7, 6, 8.88);
INSERT INTO t_type (id, tiny, huge, price, ratio, day, moment, span, name, kind, data, note) VALUES
  (1, -128, 18446744073709551615, -12345678901234.567891, 0.5, '2024-02-29',
   '2024-02-29 12:34:56.789012', '23:59:58', '日本語 ñ 😀', 'large', x'00275cff', 'a ''note'''),
  (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE TABLE archive.t_note (id INT NOT NULL PRIMARY KEY, text VARCHAR(40));
INSERT INTO archive.t_note VALUES (1, 'one'), (2, 'two');
