#!/usr/bin/env escript
%% SPDX-License-Identifier: Apache-2.0
%% The client scenario (docs/clients.md) for Erlang's p1_mysql: p1_mysql.escript HOST PORT USER PASSWORD DATABASE
-mode(compile).

main([Host, Port, User, Password, Database]) ->
  io:setopts([{encoding, unicode}]),
  {ok, Db} = p1_mysql_conn:start(Host, list_to_integer(Port), User, Password, Database, fun(_, _, _) -> ok end),
  put(db, Db),
  check("connect", fun() ->
    updated("SET NAMES utf8mb4"), rows("SELECT DATABASE(), @@character_set_client") end),
  check("types", fun() ->
    {data, Result} = query("SELECT * FROM t_type WHERE id = 1"),
    {p1_mysql:get_result_field_info(Result), p1_mysql:get_result_rows(Result)} end),
  check("null", fun() -> {rows("SELECT * FROM t_type WHERE id = 2"), rows("SELECT NULL")} end),
  check("unicode", fun() -> rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'") end),
  check("affected", fun() -> [updated(Sql) || Sql <- [
    "INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)",
    "UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)", "UPDATE t_write SET n = 11 WHERE id = 1",
    "DELETE FROM t_write WHERE id >= 2"]] end),
  check("generated_key", fun() ->
    Key = insert_id("INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)"),
    rows("SELECT user_id, amount FROM t_order WHERE order_id = " ++ Key) end),
  check("auto_increment", fun() ->
    [insert_id("INSERT INTO t_setting (k) VALUES ('a')"), insert_id("INSERT INTO t_setting (k) VALUES ('b')")] end),
  check("prepared", fun() ->  % the library has no parameters: literals with its own escaping
    Text = binary_to_list(unicode:characters_to_binary("naïve 'q' \\ 😀")),
    updated(["INSERT INTO t_write (id, n, u, s, t, b) VALUES (100, -5, 18446744073709551615, ", p1_mysql:quote(Text),
      ", '2024-02-29 12:34:56.789012', x'0001275cff')"]),
    updated("INSERT INTO t_write (id, n, u, s, t, b) VALUES (101, NULL, 0, '', NULL, NULL)"),
    rows("SELECT n, u, s, t, HEX(b) FROM t_write WHERE id >= 100 ORDER BY id") end),
  check("commit", fun() -> transaction("COMMIT", "200", "201") end),
  check("rollback", fun() -> transaction("ROLLBACK", "210", "211") end),
  check("duplicate", fun() -> failure("INSERT INTO t_write (id) VALUES (200)") end),
  check("syntax", fun() -> failure("SELEC 1") end),
  check("many", fun() ->
    Rows = rows("SELECT id, v FROM t_many ORDER BY id"),
    {length(Rows), lists:sum([binary_to_integer(Id) || [Id, _] <- Rows]), lists:last(Rows)} end),
  io:put_chars("skip large: the library knows no message of several packets\n"),
  check("order", fun() -> rows("SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4") end),
  check("group", fun() ->
    rows("SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city") end),
  check("join", fun() -> rows("SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o "
    "ON u.user_id = o.user_id WHERE o.amount > 5 ORDER BY o.amount") end),
  check("charset", fun() ->
    updated("SET NAMES latin1"),
    Result = rows("SELECT @@character_set_results, name FROM t_user WHERE user_id = 4"),
    updated("SET NAMES utf8mb4"),
    Result end),
  check("database", fun() ->
    updated("USE archive"),
    Other = rows("SELECT DATABASE(), COUNT(*) FROM t_note"),
    updated("USE " ++ Database),
    {Other, rows("SELECT DATABASE()")} end),
  p1_mysql_conn:stop(Db).

query(Sql) ->
  Bytes = lists:flatmap(fun(C) when C > 255 -> binary_to_list(<<C/utf8>>); (C) -> [C] end, lists:flatten(Sql)),
  p1_mysql_conn:squery(get(db), Bytes, self(), [{result_type, binary}]).

rows(Sql) ->
  {data, Result} = query(unicode:characters_to_list(Sql)),
  p1_mysql:get_result_rows(Result).

updated(Sql) ->
  case query(Sql) of
    {updated, Result} -> p1_mysql:get_result_affected_rows(Result);
    {error, Result} -> throw(p1_mysql:get_result_reason(Result))
  end.

insert_id(Sql) ->
  updated(Sql),
  [[Id]] = rows("SELECT LAST_INSERT_ID()"),
  binary_to_list(Id).

transaction(End, First, Second) ->
  updated("START TRANSACTION"),
  [updated("INSERT INTO t_write (id, n) VALUES (" ++ Id ++ ", 1)") || Id <- [First, Second]],
  updated(End),
  rows("SELECT COUNT(*) FROM t_write WHERE id IN (" ++ First ++ ", " ++ Second ++ ")").

failure(Sql) ->  % the library hands out the message alone
  {error, Result} = query(Sql),
  true = length(p1_mysql:get_result_reason(Result)) > 0,
  rows("SELECT 1").

check(Name, Run) ->
  try Run() of
    Value -> io:format("ok ~s: ~0p~n", [Name, Value])
  catch
    Class:Reason -> io:format("not ok ~s: ~0p ~0p~n", [Name, Class, Reason])
  end.
