// SPDX-License-Identifier: Apache-2.0
// The client scenario (docs/clients.md) for Rust's sqlx: client HOST PORT USER PASSWORD DATABASE
use futures_util::TryStreamExt;
use sqlx::mysql::{MySqlArguments, MySqlConnectOptions, MySqlConnection, MySqlRow, MySqlSslMode};
use sqlx::query::Query;
use sqlx::{Column, ConnectOptions, Connection, Executor, MySql, Row, TypeInfo, ValueRef};

const SIZE: usize = 17 * 1024 * 1024;
type Answer = Result<String, sqlx::Error>;

fn report(name: &str, answer: Answer) {
    match answer {
        Ok(text) => println!("ok {name}: {text}"),
        Err(error) => println!("not ok {name}: {error}"),
    }
}

// Values as the protocol carries them, with what the driver says of their types.
fn show(row: &MySqlRow) -> String {
    let cell = |i: usize| {
        let kind = row.column(i).type_info().name().to_string();
        let name = row.column(i).name().to_string();
        if row.try_get_raw(i).map(|value| value.is_null()).unwrap_or(true) {
            return format!("{name} {kind} NULL");
        }
        let bytes: Vec<u8> = row.get_unchecked(i);
        format!("{name} {kind} {}", bytes.escape_ascii())
    };
    (0..row.len()).map(cell).collect::<Vec<_>>().join(", ")
}

async fn rows<'q>(db: &mut MySqlConnection, query: Query<'q, MySql, MySqlArguments>) -> Answer {
    let rows = query.fetch_all(db).await?;
    Ok(rows.iter().map(show).collect::<Vec<_>>().join("; "))
}

async fn affected(db: &mut MySqlConnection) -> Answer {
    let mut counts = Vec::new();
    for sql in [
        "INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)",
        "UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)",
        "UPDATE t_write SET n = 11 WHERE id = 1",
        "DELETE FROM t_write WHERE id >= 2",
    ] {
        counts.push(db.execute(sql).await?.rows_affected());
    }
    Ok(format!("{counts:?}"))
}

async fn generated_key(db: &mut MySqlConnection) -> Answer {
    let done = db.execute("INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)").await?;
    let read = sqlx::query("SELECT user_id, amount FROM t_order WHERE order_id = ?");
    rows(db, read.bind(done.last_insert_id())).await
}

async fn auto_increment(db: &mut MySqlConnection) -> Answer {
    let first = db.execute("INSERT INTO t_setting (k) VALUES ('a')").await?.last_insert_id();
    let second = db.execute("INSERT INTO t_setting (k) VALUES ('b')").await?.last_insert_id();
    Ok(format!("{first} {second}"))
}

async fn prepared(db: &mut MySqlConnection) -> Answer {
    let sql = "INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)";
    let full = sqlx::query(sql).bind(100i64).bind(-5i32).bind(u64::MAX).bind("naïve 'q' \\ 😀");
    full.bind("2024-02-29 12:34:56.789012").bind(&b"\x00\x01'\\\xff"[..]).execute(&mut *db).await?;
    let empty = sqlx::query(sql).bind(101i64).bind(None::<i32>).bind(0u64).bind("");
    empty.bind(None::<String>).bind(None::<Vec<u8>>).execute(&mut *db).await?;
    rows(db, sqlx::query("SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id").bind(100)).await
}

async fn transaction(db: &mut MySqlConnection, commit: bool, ids: [i64; 2]) -> Answer {
    let mut work = db.begin().await?;
    for id in ids {
        sqlx::query("INSERT INTO t_write (id, n) VALUES (?, 1)").bind(id).execute(&mut *work).await?;
    }
    if commit { work.commit().await? } else { work.rollback().await? }
    rows(db, sqlx::query("SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)").bind(ids[0]).bind(ids[1])).await
}

async fn failure(db: &mut MySqlConnection, sql: &str) -> Answer {
    let Err(sqlx::Error::Database(error)) = db.execute(sql).await else {
        return Ok("no error".into());
    };
    let number = error.downcast_ref::<sqlx::mysql::MySqlDatabaseError>().number();
    Ok(format!("{number} {:?} {}", error.code(), rows(db, sqlx::query("SELECT 1")).await?))
}

async fn many(db: &mut MySqlConnection) -> Answer {
    let (mut count, mut sum, mut last) = (0, 0, String::new());
    let mut stream = sqlx::query("SELECT id, v FROM t_many ORDER BY id").fetch(db);
    while let Some(row) = stream.try_next().await? {
        count += 1;
        sum += row.get_unchecked::<i64, _>(0);
        last = row.get_unchecked(1);
    }
    Ok(format!("{count} {sum} {last}"))
}

async fn large(db: &mut MySqlConnection) -> Answer {
    let value: Vec<u8> = (0..SIZE).map(|i| i as u8).collect();
    sqlx::query("INSERT INTO t_big (id, v) VALUES (1, ?)").bind(&value).execute(&mut *db).await?;
    let read = sqlx::query("SELECT v, SHA2(v, 256) = SHA2(?, 256) FROM t_big WHERE id = 1").bind(&value);
    let row = read.fetch_one(db).await?;
    let back: Vec<u8> = row.get_unchecked(0);
    Ok(format!("{} {} {}", back.len(), back == value, row.get_unchecked::<i32, _>(1)))
}

async fn database(db: &mut MySqlConnection, name: &str) -> Answer {
    db.execute("USE archive").await?;
    let other = rows(db, sqlx::query("SELECT DATABASE() = 'archive', COUNT(*) FROM t_note")).await?;
    db.execute(format!("USE {name}").as_str()).await?;
    db.ping().await?;
    Ok(format!("{other}; {}", rows(db, sqlx::query("SELECT DATABASE() = 'shop'")).await?))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), sqlx::Error> {
    let args: Vec<String> = std::env::args().collect();
    let options = MySqlConnectOptions::new().host(&args[1]).port(args[2].parse().unwrap());
    let options = options.username(&args[3]).password(&args[4]).database(&args[5]);
    let mut connection = options.ssl_mode(MySqlSslMode::Preferred).connect().await?;
    let db = &mut connection;
    report("connect", rows(db, sqlx::query("SELECT @@character_set_client, @@sql_mode")).await);
    report("types", rows(db, sqlx::query("SELECT * FROM t_type WHERE id = ?").bind(1)).await);
    report("null", rows(db, sqlx::query("SELECT * FROM t_type WHERE id = 2")).await);
    let found = "SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = ?";
    report("unicode", rows(db, sqlx::query(found).bind("日本語 ñ 😀")).await);
    report("affected", affected(db).await);
    report("generated_key", generated_key(db).await);
    report("auto_increment", auto_increment(db).await);
    report("prepared", prepared(db).await);
    report("commit", transaction(db, true, [200, 201]).await);
    report("rollback", transaction(db, false, [210, 211]).await);
    report("duplicate", failure(db, "INSERT INTO t_write (id) VALUES (200)").await);
    report("syntax", failure(db, "SELEC 1").await);
    report("many", many(db).await);
    report("large", large(db).await);
    let order = "SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT ?";
    report("order", rows(db, sqlx::query(order).bind(4)).await);
    let group = "SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city";
    report("group", rows(db, sqlx::query(group)).await);
    let join = "SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o \
                ON u.user_id = o.user_id WHERE o.amount > ? ORDER BY o.amount";
    report("join", rows(db, sqlx::query(join).bind(5)).await);
    println!("skip charset: the driver speaks utf8mb4 only");
    report("database", database(db, &args[5]).await);
    connection.close().await
}
