# SPDX-License-Identifier: Apache-2.0
# One plain server and a gateway in front of two shards, both with the same tables and rows. Sourced by
# run.sh behind lib.sh, children.sh, mariadb.sh and mysql_server.sh. Account sluice/sluice on both sides,
# database shop. $engine is mariadb or mysql.
# shellcheck shell=bash disable=SC2034,SC2154

cluster_pids=()
plain_port=
gateway_port=
http_port=
http_token=token-of-client-tests

write_cluster_config() {  # FOLDER PORT SHARD_PORT SHARD_PORT HTTP_PORT
  mkdir -p "$1"
  cat >"$1/global.yaml" <<YAML
authority:
  users:
    - {user: sluice@127.0.0.1, password: sluice}
  privilege: {type: ALL_PERMITTED}
props:
  proxy-default-port: $2
sluice:
  bind-address: 127.0.0.1
  workers: 2
  http: {port: $5, token: $http_token}
YAML
  cat >"$1/database-shop.yaml" <<YAML
databaseName: shop
dataSources:
  ds_0: {url: "jdbc:mysql://127.0.0.1:$3/ds_0?useSSL=false", username: sluice, password: sluice}
  ds_1: {url: "jdbc:mysql://127.0.0.1:$4/ds_1?useSSL=false", username: sluice, password: sluice}
rules:
  - !SHARDING
    tables:
      t_user:
        actualDataNodes: ds_\${0..1}.t_user
        databaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}}
      t_order:
        actualDataNodes: ds_\${0..1}.t_order_\${0..1}
        databaseStrategy: {standard: {shardingColumn: user_id, shardingAlgorithmName: by_user}}
        tableStrategy: {standard: {shardingColumn: order_id, shardingAlgorithmName: order_table}}
        keyGenerateStrategy: {column: order_id, keyGeneratorName: snowflake}
      t_type:
        actualDataNodes: ds_\${0..1}.t_type
        databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: hash_2}}
      t_write:
        actualDataNodes: ds_\${0..1}.t_write
        databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: hash_2}}
      t_many:
        actualDataNodes: ds_\${0..1}.t_many
        databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: hash_2}}
      t_big:
        actualDataNodes: ds_\${0..1}.t_big
        databaseStrategy: {standard: {shardingColumn: id, shardingAlgorithmName: hash_2}}
    shardingAlgorithms:
      by_user: {type: INLINE, props: {algorithm-expression: "ds_\${user_id % 2}"}}
      order_table: {type: INLINE, props: {algorithm-expression: "t_order_\${order_id % 2}"}}
      hash_2: {type: HASH_MOD, props: {sharding-count: 2}}
    keyGenerators:
      snowflake: {type: SNOWFLAKE, props: {worker-id: 1}}
  - !SINGLE
    tables: ["*.*"]
    defaultDataSource: ds_0
YAML
  cat >"$1/database-archive.yaml" <<YAML
databaseName: archive
dataSources:
  old_0: {url: "jdbc:mysql://127.0.0.1:$3/archive?useSSL=false", username: sluice, password: sluice}
rules:
  - !SINGLE
    tables: ["*.*"]
YAML
}

many_rows() {  # the rows of t_many, as statements
  seq 1 20000 | awk '
    NR % 1000 == 1 { printf "INSERT INTO t_many (id, v) VALUES " }
    { printf "(%d, \047row %d \303\244\047)%s", $1, $1, NR % 1000 == 0 ? ";\n" : ", " }'
}

start_cluster() {  # FOLDER SLUICE_BINARY
  local folder=$1 sluice=$2 port=14306 name database ports=()
  local install=install_server start=start_server
  [ "$engine" = mariadb ] || install=install_mysql_server start=start_mysql_server
  $install "$folder/plain"
  for name in shard_0 shard_1; do
    mkdir -p "$folder/$name"
    cp -r "$folder/plain/data" "$folder/$name/data"
    rm -f "$folder/$name/data/auto.cnf"  # the server's own id
  done
  for name in "plain:shop archive" "shard_0:ds_0 archive" shard_1:ds_1; do
    database=${name#*:} name=${name%:*}
    port=$(free_port $port)
    $start "$folder/$name" "$port" "$database" --max-allowed-packet=64M \
      --innodb-buffer-pool-size=64M
    cluster_pids+=("$child")
    ports+=("$port")
    port=$((port + 1))
  done
  local i
  for i in 0 1 2; do
    wait_until_ready "${cluster_pids[$i]}" "$folder/server.log" "$engine server $i" \
      client "${ports[$i]}" sluice sluice -e 'SELECT 1'
  done
  plain_port=${ports[0]}
  gateway_port=$(free_port "$port")
  http_port=$(free_port $((gateway_port + 1)))
  write_cluster_config "$folder/config" "$gateway_port" "${ports[1]}" "${ports[2]}" "$http_port"
  start_child "$folder/gateway.log" "$sluice" serve --config "$folder/config"
  cluster_pids=("$child" "${cluster_pids[@]}")
  # The gateway serves before it has seen the schema; until then it greets with another version.
  wait_until_ready "$child" "$folder/gateway.log" "the gateway" gateway_has_schema
  for port in "$plain_port" "$gateway_port"; do
    { cat tests/clients/schema.sql && many_rows; } | client "$port" sluice sluice shop ||
      fail "the tables could not be made on port $port"
  done
}

gateway_has_schema() {
  local wanted
  wanted=$(client "$plain_port" sluice sluice -N -e 'SELECT VERSION()')
  [ "$(client "$gateway_port" sluice sluice shop -N -e 'SELECT VERSION()')" = "$wanted" ]
}

reset_tables() {  # what a client wrote goes, on both sides
  local port
  for port in "$plain_port" "$gateway_port"; do
    client "$port" sluice sluice shop <tests/clients/reset.sql ||
      fail "the tables could not be reset on port $port"
  done
}

stop_cluster() {  # the gateway is the first
  local pid
  for pid in "${cluster_pids[@]}"; do
    stop_child "$pid" 20
  done
  cluster_pids=()
}
