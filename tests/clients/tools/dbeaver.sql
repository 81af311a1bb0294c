# What DBeaver asks for when it connects and shows schemas, tables, users and sessions; see workbench.sql. phpMyAdmin
# and HeidiSQL ask for some of it, too.
# start
SELECT DATABASE();
# schemata
SELECT * FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = 'shop';
# charsets
SHOW CHARSET;
# collations
SHOW COLLATION LIKE 'utf8mb4%';
# engines
SHOW ENGINES;
# warnings
SHOW WARNINGS;
# tables
SELECT TABLE_NAME, TABLE_TYPE, ENGINE, TABLE_COLLATION, TABLE_COMMENT FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop' ORDER BY TABLE_NAME;
# status columns
SHOW TABLE STATUS FROM `shop`;
# one_table
SHOW FULL TABLES FROM `shop` LIKE 't_order';
# columns
SELECT * FROM information_schema.COLUMNS WHERE TABLE_SCHEMA='shop' AND TABLE_NAME='t_order' ORDER BY ORDINAL_POSITION;
# all_columns
SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE FROM information_schema.COLUMNS WHERE TABLE_SCHEMA='shop' ORDER BY TABLE_NAME, ORDINAL_POSITION;
# indexes columns
SELECT * FROM information_schema.STATISTICS WHERE TABLE_SCHEMA='shop' AND TABLE_NAME='t_order' ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX;
# index_columns
SELECT INDEX_NAME, COLUMN_NAME, SEQ_IN_INDEX, NON_UNIQUE FROM information_schema.STATISTICS WHERE TABLE_SCHEMA='shop' AND TABLE_NAME='t_order' ORDER BY INDEX_NAME, SEQ_IN_INDEX;
# unique_keys
SELECT kc.CONSTRAINT_NAME, kc.TABLE_NAME, kc.COLUMN_NAME, kc.ORDINAL_POSITION FROM information_schema.KEY_COLUMN_USAGE kc WHERE kc.TABLE_SCHEMA='shop' AND kc.REFERENCED_TABLE_NAME IS NULL AND kc.TABLE_NAME='t_order' ORDER BY kc.CONSTRAINT_NAME, kc.ORDINAL_POSITION;
# checks
SELECT cc.CONSTRAINT_NAME, cc.CHECK_CLAUSE, tc.TABLE_NAME FROM (SELECT CONSTRAINT_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS WHERE CONSTRAINT_SCHEMA = 'shop' ORDER BY CONSTRAINT_NAME) cc, (SELECT TABLE_NAME, CONSTRAINT_NAME FROM information_schema.TABLE_CONSTRAINTS WHERE TABLE_SCHEMA = 'shop') tc WHERE cc.CONSTRAINT_NAME = tc.CONSTRAINT_NAME AND tc.TABLE_NAME = 't_user' ORDER BY cc.CONSTRAINT_NAME;
# references
SELECT DISTINCT A.REFERENCED_TABLE_SCHEMA AS PKTABLE_CAT, A.REFERENCED_TABLE_NAME AS PKTABLE_NAME, A.CONSTRAINT_NAME AS FK_NAME, R.UPDATE_RULE, R.DELETE_RULE FROM information_schema.KEY_COLUMN_USAGE A JOIN information_schema.REFERENTIAL_CONSTRAINTS R ON R.CONSTRAINT_SCHEMA = A.CONSTRAINT_SCHEMA AND R.CONSTRAINT_NAME = A.CONSTRAINT_NAME WHERE A.TABLE_SCHEMA = 'shop' AND A.REFERENCED_TABLE_SCHEMA IS NOT NULL;
# partitions
SELECT PARTITION_NAME, PARTITION_METHOD FROM information_schema.PARTITIONS WHERE TABLE_SCHEMA='shop' AND TABLE_NAME='t_user' ORDER BY PARTITION_ORDINAL_POSITION;
# views
SELECT * FROM information_schema.VIEWS WHERE TABLE_SCHEMA='shop';
# routines
SELECT * FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA='shop' ORDER BY ROUTINE_NAME;
# parameters
SELECT * FROM information_schema.PARAMETERS WHERE SPECIFIC_SCHEMA='shop' ORDER BY SPECIFIC_NAME, ORDINAL_POSITION;
# triggers
SHOW FULL TRIGGERS FROM `shop`;
# trigger_table
SELECT * FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA='shop';
# event_table
SELECT * FROM information_schema.EVENTS WHERE EVENT_SCHEMA='shop';
# ddl
SHOW CREATE TABLE `shop`.`t_type`;
# data
SELECT x.* FROM shop.t_order x WHERE x.order_id < 8 ORDER BY x.order_id LIMIT 0, 200;
# sessions columns
SHOW FULL PROCESSLIST;
# session_status columns
SHOW SESSION STATUS;
# session_variables columns
SHOW SESSION VARIABLES;
# privileges
SHOW PRIVILEGES;
# grants columns
SHOW GRANTS FOR 'sluice'@'127.0.0.1';
# user_privileges columns
SELECT * FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = '''sluice''@''127.0.0.1''' ORDER BY PRIVILEGE_TYPE;
# schema_privileges
SELECT * FROM information_schema.SCHEMA_PRIVILEGES WHERE TABLE_SCHEMA = 'shop';
# table_privileges
SELECT * FROM information_schema.TABLE_PRIVILEGES WHERE TABLE_SCHEMA = 'shop';
# column_privileges
SELECT * FROM information_schema.COLUMN_PRIVILEGES WHERE TABLE_SCHEMA = 'shop';
# may_create
SELECT 1 FROM information_schema.USER_PRIVILEGES WHERE PRIVILEGE_TYPE = 'CREATE' AND '''sluice''@''127.0.0.1''' LIKE GRANTEE LIMIT 1;
# isolation
SELECT @@session.autocommit, @@sql_mode, @@version_comment;
# time_zone
SELECT @@global.time_zone, @@session.time_zone, @@lower_case_table_names;
# size
SELECT TABLE_SCHEMA, SUM(DATA_LENGTH + INDEX_LENGTH) > 0 FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'shop' GROUP BY TABLE_SCHEMA;
