# SPDX-License-Identifier: Apache-2.0
# The ORM scenario (docs/clients.md) for SQLAlchemy and Alembic: sqlalchemy_orm.py HOST PORT USER PASSWORD DATABASE
import decimal
import sys
import warnings

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import orm

host, port, user, password, database = sys.argv[1:6]
warnings.simplefilter("ignore")
engine = sa.create_engine(f"mysql+pymysql://{user}:{password}@{host}:{port}/{database}?charset=utf8mb4")
Base = orm.declarative_base()
TABLES = ["t_user", "t_order", "t_type", "t_setting"]


class User(Base):
    __tablename__ = "t_user"
    user_id = sa.Column(sa.Integer, primary_key=True, autoincrement=False)
    name = sa.Column(sa.String(40), nullable=False)
    city = sa.Column(sa.CHAR(2))
    balance = sa.Column(sa.Numeric(12, 2))


class Order(Base):
    __tablename__ = "t_order"
    order_id = sa.Column(sa.BigInteger, primary_key=True)
    user_id = sa.Column(sa.Integer, sa.ForeignKey("t_user.user_id"), nullable=False, index=True)
    amount = sa.Column(sa.Numeric(10, 2), nullable=False)
    user = orm.relationship(User, backref="orders")


def check(name, function):
    try:
        print(f"ok {name}: {function()}", flush=True)
    except Exception as error:
        print(f"not ok {name}: {error!r}", flush=True)


def connect():
    with engine.connect() as connection:
        dialect = engine.dialect
        return (dialect.server_version_info, dialect.default_schema_name, dialect.is_mariadb,
                dialect._casing, dialect.get_default_isolation_level(connection.connection))


def tables():
    inspector = sa.inspect(engine)
    return (inspector.get_schema_names().count(database), inspector.get_table_names(), inspector.get_view_names(),
            inspector.has_table("t_order"), inspector.has_table("t_order_0"))


def columns():
    inspector = sa.inspect(engine)
    return [[(c["name"], repr(c["type"]), c["nullable"], c["default"], c.get("autoincrement"))
             for c in inspector.get_columns(table)] for table in TABLES]


def keys():
    inspector = sa.inspect(engine)
    return [(inspector.get_pk_constraint(table), inspector.get_indexes(table), inspector.get_foreign_keys(table),
             inspector.get_unique_constraints(table), inspector.get_check_constraints(table),
             inspector.get_table_options(table).get("mysql_engine")) for table in TABLES]


def differences(metadata):  # what Alembic would migrate, but for tables that the metadata does not have
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found = compare_metadata(context, metadata)
    return sorted(str(each[:1] if isinstance(each, tuple) else [kind[:4] for kind in each]) for each in found)


def migrate(function):
    with engine.begin() as connection:
        function(Operations(MigrationContext.configure(connection)))


def create():
    def up(op):
        op.create_table("orm_author", sa.Column("id", sa.Integer, primary_key=True),
                        sa.Column("name", sa.String(40), nullable=False, unique=True), mysql_charset="utf8mb4")
        op.create_table("orm_note", sa.Column("id", sa.BigInteger, primary_key=True),
                        sa.Column("author_id", sa.Integer, sa.ForeignKey("orm_author.id"), nullable=False),
                        sa.Column("text", sa.Text, comment="what it says"),
                        sa.Column("made", sa.DateTime, server_default=sa.func.now()), mysql_charset="utf8mb4")
        op.create_index("orm_note_made", "orm_note", ["made", "author_id"])
    migrate(up)
    inspector = sa.inspect(engine)
    return (inspector.get_columns("orm_note"), inspector.get_indexes("orm_note"),
            inspector.get_foreign_keys("orm_note"), inspector.get_unique_constraints("orm_author"))


def alter():
    def up(op):
        op.add_column("t_user", sa.Column("email", sa.String(80), server_default="nobody"))
        op.alter_column("t_user", "city", existing_type=sa.CHAR(2), type_=sa.String(3))
        op.create_index("t_user_email", "t_user", ["email"])
        op.create_index("t_order_amount", "t_order", ["amount"])
    migrate(up)
    inspector = sa.inspect(engine)
    return (inspector.get_columns("t_user")[2:], inspector.get_indexes("t_user"), inspector.get_indexes("t_order"),
            differences(Base.metadata))


def insert():
    with orm.Session(engine) as session:
        session.add_all([User(user_id=50 + i, name=f"user {i}", city="xy", balance=i) for i in range(4)])
        session.flush()
        session.add_all([Order(order_id=9000 + i, user_id=50 + i % 4, amount=decimal.Decimal(i) / 4)
                         for i in range(8)])
        session.commit()
        generated = Order(user_id=51, amount=7)
        session.add(generated)
        session.commit()
        return session.get(Order, generated.order_id).amount, session.get(User, 52).name


def query():
    with orm.Session(engine) as session:
        named = session.query(User).filter(User.name.like("user%")).order_by(User.user_id.desc()).limit(3).all()
        joined = session.execute(
            sa.select(User.name, sa.func.count(), sa.func.sum(Order.amount)).join(Order.user)
            .group_by(User.name).order_by(User.name)).all()
        loaded = session.query(User).options(orm.selectinload(User.orders)).filter(User.user_id.in_([50, 51])).all()
        return ([each.name for each in named], joined, session.query(Order).count(),
                sorted(len(each.orders) for each in loaded),
                session.query(sa.exists().where(User.city == "xy")).scalar())


def update():
    with orm.Session(engine) as session:
        session.get(User, 50).name = "changed"
        session.commit()
        changed = session.query(User).filter(User.city == "xy").update({"balance": User.balance + 1})
        session.commit()
        session.get(User, 53).name = "not kept"
        session.flush()
        session.rollback()
        return changed, session.query(User.name, User.balance).filter(User.city == "xy").order_by(User.user_id).all()


def single():
    with engine.begin() as connection:
        metadata = sa.MetaData()
        metadata.reflect(connection, only=["orm_author", "orm_note"])
        author, note = metadata.tables["orm_author"], metadata.tables["orm_note"]
        key = connection.execute(author.insert().values(name="Ada")).inserted_primary_key
        connection.execute(note.insert(), [{"author_id": key[0], "text": text} for text in ("one", "two ñ")])
        joined = connection.execute(sa.select(note.c.text, author.c.name).join(author).order_by(note.c.id)).all()
        return tuple(key), joined


def delete():
    with orm.Session(engine) as session:
        removed = session.query(Order).filter(Order.user_id.between(50, 53)).delete(synchronize_session=False)
        for each in session.query(User).filter(User.city == "xy"):
            session.delete(each)
        session.commit()
        return removed, session.query(User).count(), session.query(Order).count()


def drop():
    def down(op):
        op.drop_index("t_order_amount", "t_order")
        op.drop_index("t_user_email", "t_user")
        op.drop_column("t_user", "email")
        op.alter_column("t_user", "city", existing_type=sa.String(3), type_=sa.CHAR(2))
        op.drop_table("orm_note")
        op.drop_table("orm_author")
    migrate(down)
    return tables(), sa.inspect(engine).get_columns("t_user")[2:]


for name in "connect tables columns keys create alter insert query update single delete drop".split():
    check(name, globals()[name])
