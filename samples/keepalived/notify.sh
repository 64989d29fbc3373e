#!/bin/sh
# Writes each VRRP transition, with the verdict behind it, as one line of JSON. keepalived calls it as
#
#     notify.sh INSTANCE|GROUP NAME MASTER|BACKUP|FAULT|STOP PRIORITY
#
# Install it as /etc/keepalived/notify.sh, owner root, mode 0755; it runs as script_user, like the check.
# Variables, from keepalived's environment (/etc/default/keepalived):
#
#     NOTIFY_LOG_FILE   file to append to; without it, or when it cannot be written, the line goes to the system log
#     STATUS_FILE       the file with the last check's verdict: the one that keepalived acted on, with the options of its
#                       'script' line ("source":"check"). Without it, or when it cannot be read, a check is run ("source":"notify")
#     NOTIFY_INTERVAL   the 'interval' of keepalived.conf, in seconds: an older verdict is marked ("outdated":true)
#     ERHCHECKER        the check's path, for the check that is run
#
# It always exits 0 and ends within 8 seconds, so that a failure here does not affect keepalived.

# keepalived discards standard output and standard error.
exec >/dev/null 2>&1

checker=${ERHCHECKER:-/home/ziggy/erhchecker.pyz}
time=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# text VALUE: the value as a JSON string.
text() {
  printf '"%s"' "$(printf '%s' "$1" | LC_ALL=C tr -d '\000-\037' | sed 's/[\\"]/\\&/g')"
}

# number VALUE: the value as a JSON number, null when it is none.
number() {
  case $1 in
    '' | *[!0-9]* | 0?*) printf 'null' ;;
    *) printf '%s' "$1" ;;
  esac
}

# object TEXT: the text on one line when it is a JSON object, else nothing.
object() {
  line=$(printf '%s' "$1" | tr '\n\r' '  ')
  line=${line%"${line##*[! ]}"}
  case $line in
    '{'*'}') printf '%s' "$line" ;;
  esac
}

# left: prints the last check's verdict. cat opens the file once; a check replaces the file and does not change an open one.
left() {
  [ -n "${STATUS_FILE:-}" ] && object "$(timeout -k 1 1 cat "$STATUS_FILE")"
}

# run: runs a check and prints its verdict. Only keepalived's own checks write the log, the status file and the metrics file.
run() {
  object "$(LOG_FILE='' STATUS_FILE='' METRICS_FILE='' timeout -k 1 5 "$checker" --output json --timeout 4 </dev/null)"
}

# age VERDICT: prints the age in seconds, from the "time" in the verdict; prints nothing without one.
age() {
  at=$(printf '%s' "$1" | sed -n 's/^{ *"time": *"\([0-9T:Z-]*\)".*/\1/p')
  [ -n "$at" ] && at=$(date -u -d "$at" +%s) && echo $(($(date -u +%s) - at))
}

source=null
verdict=''
age=''
outdated=null

# A STOP has no verdict. A keepalived that stops sends SIGTERM to its scripts: ignore it, to finish the line.
if [ "${3:-}" = STOP ]; then
  trap '' TERM
elif verdict=$(left) && [ -n "$verdict" ]; then
  source='"check"'
  age=$(age "$verdict")
  case $age in
    '') ;; # no time, no age
    *) if [ "$age" -gt "${NOTIFY_INTERVAL:-12}" ]; then outdated=true; else outdated=false; fi ;;
  esac
else
  verdict=$(run)
  [ -z "$verdict" ] || source='"notify"' age=0 outdated=false
fi

line=$(printf '{"time":"%s","host":%s,"type":%s,"name":%s,"state":%s,"priority":%s,"source":%s,"ageSeconds":%s,"outdated":%s,"verdict":%s}' \
  "$time" "$(text "$(uname -n)")" "$(text "${1:-}")" "$(text "${2:-}")" "$(text "${3:-}")" "$(number "${4:-}")" \
  "$source" "$(number "$age")" "$outdated" "${verdict:-null}")

{
  [ -n "${NOTIFY_LOG_FILE:-}" ] && printf '%s\n' "$line" >>"$NOTIFY_LOG_FILE"
} || logger --size 65536 -t erhchecker-notify -p daemon.notice -- "$line"

exit 0
