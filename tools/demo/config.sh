# SPDX-License-Identifier: Apache-2.0
# The demo's configuration files, as ShardingSphere-Proxy 5.5 would read them. Sourced by demo.sh.
# shellcheck shell=bash disable=SC2034,SC2154

# write_config FOLDER GATEWAY_PORT HTTP_PORT ADMIN_PORT SERVER_PORT...
write_config() {
  local folder=$1 port=$2 http_port=$3 admin_port=$4
  shift 4
  mkdir -p "$folder"
  cat >"$folder/global.yaml" <<YAML
# Written by ./run demo.
authority:
  users:
    - user: root@%
      password: root
      admin: true
  privilege:
    type: ALL_PERMITTED

props:
  proxy-default-port: $port

sluice:
  bind-address: 127.0.0.1
  http:
    port: $http_port
  admin:
    port: $admin_port
YAML
  write_shop "$@" >"$folder/database-shop.yaml"
}

write_shop() {
  local last=$(($# - 1)) i=0 port
  echo "# Written by ./run demo."
  echo "databaseName: shop"
  echo
  echo "dataSources:"
  for port in "$@"; do
    cat <<YAML
  ds_$i:
    url: jdbc:mysql://127.0.0.1:$port/shop?useSSL=false
    username: sluice
    password: sluice
YAML
    i=$((i + 1))
  done
  cat <<YAML

rules:
  - !SHARDING
    tables:
      t_user:
        actualDataNodes: ds_\${0..$last}.t_user
        tableStrategy:
          none:
      t_order:
        actualDataNodes: ds_\${0..$last}.t_order_\${0..1}
        tableStrategy:
          standard:
            shardingColumn: order_id
            shardingAlgorithmName: order_table
        keyGenerateStrategy:
          column: order_id
          keyGeneratorName: snowflake
      t_order_item:
        actualDataNodes: ds_\${0..$last}.t_order_item_\${0..1}
        tableStrategy:
          standard:
            shardingColumn: order_id
            shardingAlgorithmName: order_item_table
        keyGenerateStrategy:
          column: item_id
          keyGeneratorName: snowflake
    bindingTables:
      - t_order,t_order_item
    defaultDatabaseStrategy:
      standard:
        shardingColumn: user_id
        shardingAlgorithmName: user_database
    shardingAlgorithms:
      user_database:
        type: INLINE
        props:
          algorithm-expression: ds_\${user_id % $#}
      order_table:
        type: INLINE
        props:
          algorithm-expression: t_order_\${order_id % 2}
      order_item_table:
        type: INLINE
        props:
          algorithm-expression: t_order_item_\${order_id % 2}
    keyGenerators:
      snowflake:
        type: SNOWFLAKE
  - !BROADCAST
    tables:
      - t_country
  - !SINGLE
    tables:
      - ds_0.t_setting
    defaultDataSource: ds_0
YAML
}
