# SPDX-License-Identifier: Apache-2.0
# The ORM scenario (docs/clients.md) for Django: django_orm.py HOST PORT USER PASSWORD DATABASE
import io
import pathlib
import sys
import tempfile

import django
from django.conf import settings

host, port, user, password, database = sys.argv[1:6]
folder = tempfile.TemporaryDirectory()
sys.path.insert(0, folder.name)
MODELS = '''
from django.db import models
class User(models.Model):
    user_id = models.IntegerField(primary_key=True)
    name = models.CharField(max_length=40)
    city = models.CharField(max_length=2, null=True)
    balance = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    class Meta:
        db_table = "t_user"
        managed = False
class Order(models.Model):
    order_id = models.BigIntegerField(primary_key=True)
    user = models.ForeignKey(User, models.DO_NOTHING, db_constraint=False)
    amount = models.DecimalField(max_digits=10, decimal_places=2)
    class Meta:
        db_table = "t_order"
        managed = False
class Author(models.Model):
    name = models.CharField(max_length=40, unique=True)
class Note(models.Model):
    author = models.ForeignKey(Author, models.CASCADE)
    text = models.TextField()
    made = models.DateTimeField(null=True)
    class Meta:
        indexes = [models.Index(fields=["made", "author"], name="note_made")]
'''
MIGRATIONS = {
    "0001_initial": '''
from django.db import migrations, models
class Migration(migrations.Migration):
    operations = [
        migrations.CreateModel("Author", [
            ("id", models.AutoField(primary_key=True)), ("name", models.CharField(max_length=40, unique=True))]),
        migrations.CreateModel("Note", [
            ("id", models.BigAutoField(primary_key=True)),
            ("author", models.ForeignKey("orm_app.Author", models.CASCADE)),
            ("text", models.TextField()), ("made", models.DateTimeField(null=True))]),
        migrations.AddIndex("Note", models.Index(fields=["made", "author"], name="note_made")),
        migrations.CreateModel("User", [
            ("user_id", models.IntegerField(primary_key=True)), ("name", models.CharField(max_length=40)),
            ("city", models.CharField(max_length=2, null=True))], {"db_table": "t_user", "managed": False}),
    ]
''',
    "0002_email": '''
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("orm_app", "0001_initial")]
    operations = [
        migrations.AlterModelOptions("User", {"managed": True}),
        migrations.AddField("User", "email", models.CharField(max_length=80, null=True)),
        migrations.AddIndex("User", models.Index(fields=["email"], name="user_email")),
        migrations.AlterField("User", "city", models.CharField(max_length=3, null=True)),
    ]
'''}
app = pathlib.Path(folder.name, "orm_app")
(app / "migrations").mkdir(parents=True)
(app / "__init__.py").touch()
(app / "migrations" / "__init__.py").touch()
(app / "models.py").write_text(MODELS)
for name, text in MIGRATIONS.items():
    (app / "migrations" / f"{name}.py").write_text(text)
settings.configure(
    INSTALLED_APPS=["orm_app"], USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.mysql", "NAME": database, "USER": user,
                           "PASSWORD": password, "HOST": host, "PORT": port, "OPTIONS": {"charset": "utf8mb4"}}})
django.setup()

from django.core.management import call_command  # noqa: E402  needs the settings
from django.db import connection, models, transaction  # noqa: E402
from orm_app.models import Author, Note, Order, User  # noqa: E402

TABLES = ["t_user", "t_order", "t_type", "t_setting"]


def check(name, function):
    try:
        print(f"ok {name}: {function()}", flush=True)
    except Exception as error:
        print(f"not ok {name}: {error!r}", flush=True)


def command(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out, no_color=True)
    return out.getvalue()


def describe(table):
    with connection.cursor() as cursor:
        return (connection.introspection.get_table_description(cursor, table),
                sorted(connection.introspection.get_constraints(cursor, table).items()))


def connect():
    features = connection.features
    connection.ensure_connection()
    return (connection.mysql_version, connection.mysql_is_mariadb, sorted(connection.sql_mode), connection.timezone_name,
            features.ignores_table_name_case, features.supports_transactions, features.can_introspect_check_constraints)


def tables():
    with connection.cursor() as cursor:
        return connection.introspection.get_table_list(cursor)


def columns():
    return command("inspectdb", *TABLES)


def keys():
    with connection.cursor() as cursor:
        introspection = connection.introspection
        return [(introspection.get_primary_key_column(cursor, table), introspection.get_relations(cursor, table),
                 introspection.get_sequences(cursor, table), introspection.get_storage_engine(cursor, table))
                for table in TABLES]


def create():
    return (command("migrate", "orm_app", "0001"), describe("orm_app_author"), describe("orm_app_note"),
            command("showmigrations"), command("inspectdb", "orm_app_note"))


def alter():
    return command("migrate", "orm_app", "0002"), describe("t_user"), command("sqlmigrate", "orm_app", "0002")


def insert():
    User.objects.bulk_create(User(user_id=50 + i, name=f"user {i}", city="xy", balance=i) for i in range(4))
    with transaction.atomic():
        for i in range(8):
            Order.objects.create(order_id=9000 + i, user_id=50 + i % 4, amount=i)
    made = User.objects.get_or_create(user_id=54, defaults={"name": "user 4", "city": "xy"})
    again = User.objects.get_or_create(user_id=54, defaults={"name": "other"})
    return made[1], again[1], again[0].name


def query():
    named = User.objects.filter(name__startswith="user", city="xy").order_by("-user_id")[:3]
    grouped = (Order.objects.filter(user__city="xy").values("user__name")
               .annotate(n=models.Count("*"), total=models.Sum("amount")).order_by("user__name"))
    nested = User.objects.filter(user_id__in=Order.objects.filter(amount__gt=5).values("user_id")).order_by("user_id")
    return ([each.name for each in named], list(grouped), Order.objects.count(), [each.name for each in nested],
            User.objects.filter(city="xy").exists(), Order.objects.aggregate(models.Max("amount")),
            [each.user.name for each in Order.objects.select_related("user").order_by("order_id")[:2]])


def update():
    changed = User.objects.filter(city="xy").update(balance=models.F("user_id") + 1)
    made = User.objects.update_or_create(user_id=50, defaults={"name": "changed"})[1]
    try:
        with transaction.atomic():
            User.objects.filter(user_id=51).update(name="not kept")
            with transaction.atomic():
                User.objects.filter(user_id=52).update(name="not kept")
            raise RuntimeError
    except RuntimeError:
        pass
    return changed, made, list(User.objects.filter(city="xy").order_by("user_id").values_list("name", "balance"))


def single():
    ada = Author.objects.create(name="Ada")
    Note.objects.bulk_create(Note(author=ada, text=text) for text in ("one", "two ñ"))
    return ada.pk, list(Note.objects.filter(author__name="Ada").order_by("pk").values_list("text", "author__name"))


def delete():
    removed = Order.objects.filter(user_id__gte=50).delete()
    return (removed, User.objects.filter(city="xy").delete(), Author.objects.all().delete(),
            User.objects.count(), Order.objects.count())


def drop():
    back = command("migrate", "orm_app", "0001")
    gone = command("migrate", "orm_app", "zero")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE django_migrations")
        cursor.execute("ALTER TABLE t_user MODIFY city CHAR(2)")
    return back, gone, tables(), describe("t_user")


for name in "connect tables columns keys create alter insert query update single delete drop".split():
    check(name, globals()[name])
