# Takes back what a client wrote, so that each begins with the same rows and counters.
DELETE FROM t_write;
DELETE FROM t_big;
DELETE FROM t_order WHERE user_id = 7;
TRUNCATE TABLE t_setting;
