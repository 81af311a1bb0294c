# What MySQL Workbench asks for when it connects, browses a schema and shows its server pages. The line before a
# statement names its check; behind "columns" only the result's columns are compared, as its rows differ between servers.
# session
SELECT current_user();
# session_names
SET NAMES 'utf8mb4';
# isolation
SET SESSION TRANSACTION ISOLATION LEVEL REPEATABLE READ;
# lower_case
SHOW SESSION VARIABLES LIKE 'lower_case_table_names';
# sql_mode
SHOW SESSION VARIABLES LIKE 'sql_mode';
# ssl columns
SHOW SESSION STATUS LIKE 'Ssl_cipher';
# version
SHOW VARIABLES LIKE 'version';
# comment
SHOW VARIABLES LIKE 'version_comment';
# os columns
SHOW VARIABLES LIKE 'version_compile_os';
# safe_updates
SET SQL_SAFE_UPDATES=1;
# connection columns
SELECT CONNECTION_ID();
# database
SELECT DATABASE();
# schemas
SHOW DATABASES LIKE 'shop';
# schema_info
SELECT default_character_set_name, default_collation_name FROM information_schema.SCHEMATA WHERE schema_name='shop';
# tables
SHOW FULL TABLES FROM `shop`;
# views
SHOW FULL TABLES FROM `shop` WHERE Table_type = 'VIEW';
# procedures
SHOW PROCEDURE STATUS WHERE Db='shop';
# functions
SHOW FUNCTION STATUS WHERE Db='shop';
# table_status columns
SHOW TABLE STATUS FROM `shop` LIKE 't_order';
# columns
SHOW FULL COLUMNS FROM `shop`.`t_order`;
# indexes columns
SHOW INDEXES FROM `shop`.`t_order`;
# triggers
SHOW TRIGGERS FROM `shop` WHERE `Table` = 't_order';
# create_table
SHOW CREATE TABLE `shop`.`t_user`;
# foreign_keys
SELECT * FROM information_schema.KEY_COLUMN_USAGE WHERE TABLE_SCHEMA='shop' AND TABLE_NAME='t_order' AND REFERENCED_TABLE_NAME IS NOT NULL;
# rows
SELECT * FROM shop.t_user ORDER BY user_id LIMIT 0, 1000;
# events
SHOW EVENTS FROM `shop`;
# engines
SHOW ENGINES;
# plugins
SHOW PLUGINS;
# charsets
SHOW CHARACTER SET;
# collations
SHOW COLLATION;
# all_charsets
SELECT * FROM information_schema.character_sets ORDER BY character_set_name;
# variables columns
SHOW GLOBAL VARIABLES;
# status columns
SHOW GLOBAL STATUS;
# processes columns
SHOW FULL PROCESSLIST;
# grants columns
SHOW GRANTS;
# grants_user columns
SHOW GRANTS FOR CURRENT_USER();
# grants_named columns
SHOW GRANTS FOR 'sluice'@'127.0.0.1';
# privileges
SHOW PRIVILEGES;
# open_tables columns
SHOW OPEN TABLES FROM `shop`;
# explain columns
EXPLAIN SELECT * FROM t_user WHERE user_id = 1;
# explain_json columns
EXPLAIN FORMAT=JSON SELECT * FROM t_user WHERE user_id = 1;
# profiling columns
SHOW PROFILES;
# process_table columns
SELECT ID, USER, HOST, DB, COMMAND, TIME, STATE, INFO FROM information_schema.PROCESSLIST;
# own_process
SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE ID = CONNECTION_ID() AND USER = 'sluice' AND DB = 'shop';
# local_infile columns
SHOW GLOBAL VARIABLES LIKE 'local_infile';
