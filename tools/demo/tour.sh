# SPDX-License-Identifier: Apache-2.0
# Runs tour.sql: each step on the gateway and on the reference, with its route, its SQL per shard, its
# answer, its time and the verdict. Sourced by demo.sh; uses its `gateway` and `reference`.
# shellcheck shell=bash disable=SC2034,SC2154

tour_steps=0
tour_wrong=0
answer_lines=14

# What the client prints, without the statements that it repeats between lines of dashes.
without_echo() {
  awk '/^--------------$/ { echo_ = !echo_; next } echo_ || /^Bye$/ || /^$/ { next } { print }'
}

# answer TARGET SQL: what the client shows, without the echoed statement; its exit status.
answer() {
  local status=0 text
  text=$("$1" --table -vvv <<<"$2" 2>&1) || status=$?
  without_echo <<<"$text"
  return $status
}

# What is compared: no times, and for a set no order.
comparable() {
  if [ "$1" = set ]; then
    sed -E 's/ \([0-9. a-z]+ sec\)$//' | LC_ALL=C sort
  else
    sed -E 's/ \([0-9. a-z]+ sec\)$//'
  fi
}

# The client tells milliseconds, in seconds.
time_of() {
  local seconds
  seconds=$(grep -oE '\([^()]+ sec\)$' <<<"$1" | tail -n 1 | tr -cd '0-9.') || true
  case $seconds in
    '') ;;
    0.000) echo "under 1 ms" ;;
    *) awk -v s="$seconds" 'BEGIN { printf "%d ms\n", s * 1000 }' ;;
  esac
}

show_sql() { sed "s/^/    $cyan/; s/\$/$plain/" <<<"$1"; }

# show_route SQL [brief]: the statements that would be sent, by PREVIEW; nothing for what has no route
# of its own, such as COMMIT.
show_route() {
  local rows sources units
  rows=$(gateway --batch --raw --skip-column-names <<<"PREVIEW $1" 2>/dev/null | tr -s '\n' ' ' |
    sed -E 's/ (ds_[0-9]+\t)/\n\1/g; s/ +$//') || return 0
  [ -n "$rows" ] || return 0
  units=$(wc -l <<<"$rows")
  sources=$(cut -f 1 <<<"$rows" | sort -u | paste -s -d ' ')
  printf '  %sroute  %d %s on %s%s\n' "$dim" "$units" \
    "$([ "$units" -eq 1 ] && echo statement || echo statements)" "$sources" "$plain"
  [ "${2:-}" != brief ] || return 0
  awk -F '\t' -v dim="$dim" -v plain="$plain" '
    NR <= 4 {
      if (length($2) > 200) $2 = substr($2, 1, 197) "..."
      printf "    %s%s: %s%s\n", dim, $1, $2, plain
    }
    END { if (NR > 4) printf "    %s... and %d more%s\n", dim, NR - 4, plain }' <<<"$rows"
}

show_answer() {
  awk -v limit="$answer_lines" '
    NR <= limit { print "    " $0; next }
    { last = $0; more++ }
    END { if (more > 1) print "    ..."; if (more) print "    " last }' <<<"$1"
}

verdict() {  # ok|wrong, text, time if known
  if [ "$1" = ok ]; then
    printf '  %s✓ %s%s  %s%s%s\n' "$green" "$2" "$plain" "$dim" "${3:-}" "$plain"
  else
    printf '  %s✗ %s%s\n' "$red" "$2" "$plain"
    tour_wrong=$((tour_wrong + 1))
  fi
}

compare() {  # kind, gateway's answer, reference's answer
  local ours theirs
  ours=$(comparable "$1" <<<"$2")
  theirs=$(comparable "$1" <<<"$3")
  if [ "$ours" = "$theirs" ]; then
    verdict ok "equals the unsharded answer" "$(time_of "$2")"
  else
    verdict wrong "differs from the unsharded answer, which is:"
    show_answer "$3"
  fi
}

# A script's statements, one per line, each with its route.
show_script() {
  local statement
  while IFS= read -r statement; do
    show_sql "$statement"
    show_route "$statement" brief
  done <<<"$1"
}

run_compared() {  # kind, SQL
  local ours theirs
  local answer_lines=$answer_lines
  if [ "$1" = script ]; then
    answer_lines=40
    show_script "$2"
  else
    show_sql "$2"
    show_route "$2"
  fi
  if ours=$(answer gateway "$2"); then
    show_answer "$ours"
    theirs=$(answer reference "$2") || true
    compare "$1" "$ours" "$theirs"
  else
    show_answer "$ours"
    verdict wrong "failed"
  fi
}

run_generated() {  # SQL of the gateway, SQL of the reference
  local output key
  show_sql "$1"
  show_route "$1"
  if ! output=$(gateway --batch --skip-column-names <<<"$1 SELECT LAST_INSERT_ID();" 2>&1); then
    show_answer "$(without_echo <<<"$output")"
    verdict wrong "failed"
    return
  fi
  key=$(tail -n 1 <<<"$output")
  show_answer "LAST_INSERT_ID() = $key"
  if [[ $key =~ ^[1-9][0-9]{10,}$ ]] && answer reference "${2//\{key\}/$key}" >/dev/null; then
    verdict ok "a key was generated"
  else
    verdict wrong "no key was generated"
  fi
}

run_refused() {  # error number, SQL
  local output
  show_sql "$2"
  if output=$(gateway --batch <<<"$2" 2>&1); then
    verdict wrong "was not refused"
  elif grep -q "^ERROR $1 " <<<"$output" && [ "$(gateway -N -e 'SELECT 1' 2>&1)" = 1 ]; then
    show_answer "$(without_echo <<<"$output" | fold -s -w 96)"
    verdict ok "refused with error $1"
  else
    show_answer "$(without_echo <<<"$output")"
    verdict wrong "refused, but not with error $1"
  fi
}

run_on_gateway() {  # SQL
  local output
  show_sql "$1"
  if output=$(answer gateway "$1"); then
    show_answer "$output"
    verdict ok "answered by the gateway" "$(time_of "$output")"
  else
    show_answer "$output"
    verdict wrong "failed"
  fi
}

# Title line as in tour.sql, SQL, SQL for the reference.
run_step() {
  local title=${1#== } kind=
  if [[ $title =~ ^(.*)\ \[([a-z0-9 ]+)\]$ ]]; then
    title=${BASH_REMATCH[1]} kind=${BASH_REMATCH[2]}
  fi
  tour_steps=$((tour_steps + 1))
  printf '\n%s%2d  %s%s\n' "$bold" "$tour_steps" "$title" "$plain"
  case $kind in
    generated) run_generated "$2" "$3" ;;
    refused\ *) run_refused "${kind#refused }" "$2" ;;
    gateway) run_on_gateway "$2" ;;
    *) run_compared "$kind" "$2" ;;
  esac
}

# Removes what an earlier or interrupted tour left in both.
reset_tour() {
  local target table
  for target in gateway reference; do
    for table in t_order_item t_order t_user; do
      $target -e "DELETE FROM $table WHERE user_id > 900000" ||
        fail "cannot remove an earlier tour's rows from $table ($target)"
    done
    if $target --batch --skip-column-names -e 'SHOW COLUMNS FROM t_order' | grep -q '^note'; then
      $target -e 'ALTER TABLE t_order DROP COLUMN note' || fail "cannot drop t_order.note ($target)"
    fi
  done
}

# run_tour FILE: 0 if every step was right.
run_tour() {
  local line title='' sql='' other='' into=sql
  reset_tour
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      '== '*)
        [ -z "$title" ] || run_step "$title" "$sql" "$other"
        title=$line sql='' other='' into=sql
        ;;
      '-- reference') into=other ;;
      '') ;;
      *)
        if [ -z "$title" ]; then
          continue
        elif [ $into = sql ]; then
          sql+=${sql:+$'\n'}$line
        else
          other+=${other:+$'\n'}$line
        fi
        ;;
    esac
  done <"$1"
  [ -z "$title" ] || run_step "$title" "$sql" "$other"
  reset_tour
  echo
  if [ $tour_wrong -eq 0 ]; then
    say "$tour_steps steps, all right"
  else
    printf '%s%d of %d steps were wrong%s\n' "$red" $tour_wrong $tour_steps "$plain" >&2
    return 1
  fi
}
