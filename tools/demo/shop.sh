# SPDX-License-Identifier: Apache-2.0
# The sample shop: tables and deterministic rows, the same for the gateway and for the reference
# database, and loading them. Sourced by demo.sh.
# shellcheck shell=bash disable=SC2034,SC2154

shop_orders=10000
shop_chunk=500

shop_schema() {
  cat <<'SQL'
CREATE TABLE t_user (
  user_id BIGINT NOT NULL PRIMARY KEY,
  name VARCHAR(40) NOT NULL,
  country CHAR(2) NOT NULL,
  joined DATE NOT NULL
);
CREATE TABLE t_order (
  order_id BIGINT NOT NULL PRIMARY KEY,
  user_id BIGINT NOT NULL,
  status VARCHAR(12) NOT NULL,
  amount DECIMAL(10, 2) NOT NULL,
  ordered_at DATETIME NOT NULL,
  KEY by_user (user_id)
);
CREATE TABLE t_order_item (
  item_id BIGINT NOT NULL PRIMARY KEY,
  order_id BIGINT NOT NULL,
  user_id BIGINT NOT NULL,
  product VARCHAR(30) NOT NULL,
  quantity INT NOT NULL,
  price DECIMAL(8, 2),
  KEY by_order (order_id)
);
CREATE TABLE t_country (
  code CHAR(2) NOT NULL PRIMARY KEY,
  name VARCHAR(40) NOT NULL
);
CREATE TABLE t_setting (
  name VARCHAR(40) NOT NULL PRIMARY KEY,
  value VARCHAR(80) NOT NULL
);
INSERT INTO t_country VALUES ('BR', 'Brasil'), ('CN', '中国'), ('DE', 'Deutschland'),
  ('FR', 'France'), ('IN', 'भारत'), ('JP', '日本'), ('PT', 'Portugal'), ('US', 'United States');
INSERT INTO t_setting VALUES ('currency', 'EUR'), ('vat', '19'), ('banner', 'Free shipping');
SQL
}

# shop_rows FIRST LAST: the orders FIRST..LAST, ten to a user, with their items and users.
shop_rows() {
  awk -v first="$1" -v last="$2" '
    function date(n) { return sprintf("2026-%02d-%02d", 1 + int(n / 28) % 10, 1 + n % 28) }
    function price(n) { return sprintf("%d.%02d", n / 100, n % 100) }
    function add(list, row) { return list (list == "" ? "" : ",\n  ") row }
    BEGIN {
      split("BR CN DE FR IN JP PT US", country, " ")
      split("NEW PAID SHIPPED DELIVERED CANCELLED", status, " ")
      split("apple banana cherry date elderberry fig grape", product, " ")
      for (id = first; id <= last; id++) {
        user = int((id - 1) / 10) + 1
        if (id % 10 == 1) {
          users = add(users, sprintf("(%d, \047user %d\047, \047%s\047, \047%s\047)", user, user,
            country[1 + user * 5 % 8], date(user * 3)))
        }
        orders = add(orders, sprintf("(%d, %d, \047%s\047, %s, \047%s %02d:%02d:00\047)", id, user,
          status[1 + id * 13 % 5], price(id * 7919 % 100000), date(id * 17), id % 24, id % 60))
        for (n = 0; n <= id % 3; n++) {
          items = add(items, sprintf("(%d, %d, %d, \047%s\047, %d, %s)", id * 10 + n, id, user,
            product[1 + (id + n * 3) % 7], 1 + (id + n) % 5,
            (id + n) % 50 ? price(((id + n) * 37 % 9900) + 100) : "NULL"))
        }
      }
      print "INSERT INTO t_user (user_id, name, country, joined) VALUES\n  " users ";"
      print "INSERT INTO t_order (order_id, user_id, status, amount, ordered_at) VALUES\n  " orders ";"
      print "INSERT INTO t_order_item (item_id, order_id, user_id, product, quantity, price) VALUES\n  " items ";"
    }'
}

# load_shop: through `gateway` and `reference`, which run the client on their database.
load_shop() {
  local first last
  shop_schema | gateway || fail "creating the shop through the gateway failed, see above"
  shop_schema | reference || fail "creating the reference database failed, see above"
  for ((first = 1; first <= shop_orders; first += shop_chunk)); do
    last=$((first + shop_chunk - 1))
    shop_rows "$first" "$last" | gateway || fail "loading orders $first-$last through the gateway failed"
    shop_rows "$first" "$last" | reference || fail "loading orders $first-$last into the reference failed"
    progress "orders" "$last" "$shop_orders"
  done
}

# A bar on a terminal, a line for each fifth elsewhere.
progress() {
  local what=$1 now=$2 all=$3 bar
  if [ -t 1 ]; then
    printf -v bar '%*s' $((now * 30 / all)) ''
    printf '\r    %s %6d / %d [%-30s]' "$what" "$now" "$all" "${bar// /#}"
    [ "$now" -lt "$all" ] || printf '\n'
  elif [ $((now * 5 % all)) -eq 0 ]; then
    printf '    %s %6d / %d\n' "$what" "$now" "$all"
  fi
}
