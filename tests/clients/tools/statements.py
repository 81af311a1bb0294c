# SPDX-License-Identifier: Apache-2.0
# Runs the statements of a file, each a check of its own (workbench.sql says how they are written):
# statements.py FILE HOST PORT USER PASSWORD DATABASE
import re
import sys

import pymysql

file, host, port, user, password, database = sys.argv[1:7]
connection = pymysql.connect(host=host, port=int(port), user=user, passwd=password, db=database, charset="utf8mb4",
                             autocommit=True)
for name, only_columns, sql in re.findall(r"^# (\w+)( columns)?\n([^#].*);$", open(file).read(), re.MULTILINE):
    try:
        cursor = connection.cursor()
        cursor.execute(sql)
        titles = [each[0] for each in cursor.description or []]
        rows = cursor.fetchall()
        print(f"ok {name}: {titles} {len(rows) > 0 if only_columns else rows}", flush=True)
    except pymysql.Error as error:
        print(f"not ok {name}: {error!r}", flush=True)
