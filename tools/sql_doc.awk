# SPDX-License-Identifier: Apache-2.0
# The list in docs/sql.md: tests/corpus/disagreements.tsv grouped by reason, in the order of the file.
BEGIN {
  FS = "\t"
  says["extra"] = "refused by both servers, accepted here: "
  says["missing_mysql"] = "accepted by MySQL, refused here:        "
  says["missing_maria"] = "accepted by MariaDB, refused here:      "
}
/^#/ || NF < 3 { next }
NF == 3 { floor[$2] = $3; next }
{
  if (!($3 in lines)) order[++reasons] = $3
  count[$3]++
  lines[$3] = lines[$3] says[$1] ($2 == "regex" ? "all like " : "") $4 "\n"
}
END {
  printf "\nThe parser accepts at least %s %% of the statements that a server accepts, and refuses at least\n", floor["accepted"]
  printf "%s %% of those that both servers refuse. The rest, by reason:\n", floor["refused"]
  for (i = 1; i <= reasons; i++) {
    printf "\n### %s (%d)\n\n```text\n%s```\n", order[i], count[order[i]], lines[order[i]]
  }
}
