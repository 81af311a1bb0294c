# SPDX-License-Identifier: Apache-2.0
# The client scenario (docs/clients.md) for Perl's DBI: dbd.pl mysql|MariaDB HOST PORT USER PASSWORD DATABASE
use strict;
use warnings;
use utf8;
use DBI qw(:sql_types);
use Digest::SHA qw(sha256_hex);

my ($driver, $host, $port, $user, $password, $database) = @ARGV;
my $prefix = lc $driver;
my $size = 17 * 1024 * 1024;
binmode STDOUT, ':encoding(UTF-8)';
$| = 1;

my $db = DBI->connect("dbi:$driver:database=$database;host=$host;port=$port", $user, $password,
    {RaiseError => 1, PrintError => 0, AutoCommit => 1, "${prefix}_server_prepare" => 1,
     $driver eq 'mysql' ? (mysql_enable_utf8mb4 => 1) : ()});

sub show {
    my ($value) = @_;
    return 'NULL' unless defined $value;
    return '[' . join(', ', map { show($_) } @$value) . ']' if ref $value;
    return 'x' . unpack('H*', $value) if !utf8::is_utf8($value) && $value =~ /[\x80-\xff]/;
    return "'$value'";
}
sub rows { my ($sql, @values) = @_; return $db->selectall_arrayref($sql, undef, @values) }
sub check {
    my ($name, $function) = @_;
    my $text = eval { show($function->()) };
    my $error = $@;
    $error =~ s/\n.*//s;
    print defined $text ? "ok $name: $text\n" : "not ok $name: $error\n";
}
sub insert_id { $db->do(shift); return $db->last_insert_id(undef, undef, undef, undef) }
sub transaction {
    my ($end, @ids) = @_;
    $db->begin_work;
    $db->do('INSERT INTO t_write (id, n) VALUES (?, 1)', undef, $_) for @ids;
    $db->$end;
    return rows('SELECT COUNT(*) FROM t_write WHERE id IN (?, ?)', @ids);
}
sub failure {
    return 'no error' if eval { $db->do(shift); 1 };
    return [$db->err, $db->state, rows('SELECT 1')];
}

check('connect', sub { rows('SELECT DATABASE(), @@character_set_client') });
check('types', sub {
    my $statement = $db->prepare('SELECT * FROM t_type WHERE id = 1');
    $statement->execute;
    my @columns = map { $statement->{$_} } 'NAME', 'TYPE', map { "${prefix}_$_" } 'type_name', 'length', 'table';
    [$statement->fetchall_arrayref, @columns];
});
check('null', sub { [rows('SELECT * FROM t_type WHERE id = 2'), rows('SELECT NULL')] });
check('unicode', sub { rows("SELECT name, CHAR_LENGTH(name) FROM t_type WHERE name = '日本語 ñ 😀'") });
check('affected', sub { [map { $db->do($_) }
    'INSERT INTO t_write (id, n) VALUES (1, 10), (2, 20), (3, 30)',
    'UPDATE t_write SET n = n + 1 WHERE id IN (1, 2)',
    'UPDATE t_write SET n = 11 WHERE id = 1',
    'DELETE FROM t_write WHERE id >= 2'] });
check('generated_key', sub {
    my $key = insert_id('INSERT INTO t_order (user_id, amount) VALUES (7, 1.50)');
    rows('SELECT user_id, amount FROM t_order WHERE order_id = ?', $key);
});
check('auto_increment', sub { [map { insert_id("INSERT INTO t_setting (k) VALUES ('$_')") } 'a', 'b'] });
check('prepared', sub {
    my $insert = $db->prepare('INSERT INTO t_write (id, n, u, s, t, b) VALUES (?, ?, ?, ?, ?, ?)');
    for my $row ([100, -5, '18446744073709551615', "naïve 'q' \\ 😀", '2024-02-29 12:34:56.789012', "\x00\x01'\\\xff"],
                 [101, undef, 0, '', undef, undef]) {
        $insert->bind_param(1, $row->[0], SQL_INTEGER);
        $insert->bind_param(2, $row->[1], SQL_INTEGER);
        $insert->bind_param($_, $row->[$_ - 1]) for 3 .. 5;
        $insert->bind_param(6, $row->[5], SQL_BLOB);
        $insert->execute;
    }
    rows('SELECT n, u, s, t, b FROM t_write WHERE id >= ? ORDER BY id', 100);
});
check('commit', sub { transaction('commit', 200, 201) });
check('rollback', sub { transaction('rollback', 210, 211) });
check('duplicate', sub { failure('INSERT INTO t_write (id) VALUES (200)') });
check('syntax', sub { failure('SELEC 1') });
check('many', sub {
    my $statement = $db->prepare('SELECT id, v FROM t_many ORDER BY id',
        {"${prefix}_use_result" => 1, "${prefix}_server_prepare" => 0});
    $statement->execute;
    my ($count, $sum, $last) = (0, 0);
    while (my @row = $statement->fetchrow_array) { $count++; $sum += $row[0]; $last = $row[1] }
    [$count, $sum, $last];
});
check('large', sub {
    my $value = join('', map { chr } 0 .. 255) x ($size / 256);
    my $insert = $db->prepare('INSERT INTO t_big (id, v) VALUES (1, ?)');
    $insert->bind_param(1, $value, SQL_BLOB);
    $insert->execute;
    my $read = rows('SELECT v FROM t_big WHERE id = 1')->[0][0];
    my $digest = rows('SELECT SHA2(v, 256) FROM t_big WHERE id = 1')->[0][0];
    [length $read, $read eq $value ? 1 : 0, $digest eq sha256_hex($value) ? 1 : 0];
});
check('order', sub { rows('SELECT name, balance FROM t_user ORDER BY balance DESC, user_id LIMIT 4') });
check('group', sub { rows('SELECT city, COUNT(*), SUM(balance), AVG(balance) FROM t_user GROUP BY city ORDER BY city') });
check('join', sub { rows('SELECT u.name, o.order_id, o.amount FROM t_user u JOIN t_order o
    ON u.user_id = o.user_id WHERE o.amount > ? ORDER BY o.amount', 5) });
check('charset', sub {
    $db->do('SET NAMES latin1');
    my $result = rows('SELECT @@character_set_results, HEX(name), CHAR_LENGTH(name) FROM t_user WHERE user_id = ?', 4);
    $db->do('SET NAMES utf8mb4');
    return $result;
});
check('database', sub {
    $db->do('USE archive');
    my $other = rows('SELECT DATABASE(), COUNT(*) FROM t_note');
    $db->do("USE $database");
    [$other, rows('SELECT DATABASE()')];
});
$db->disconnect;
