#!/bin/sh
# Writes each VRRP transition, with the verdict of the check at that moment, as one line of JSON. keepalived calls it as
#
#     notify.sh INSTANCE|GROUP NAME MASTER|BACKUP|FAULT|STOP PRIORITY
#
# Install it as /etc/keepalived/notify.sh, owner root, mode 0755; it runs as script_user, like the check.
# Variables, from keepalived's environment (/etc/default/keepalived):
#
#     NOTIFY_LOG_FILE   file to append to; without it, or when it cannot be written, the line goes to the system log
#     ERHCHECKER        the check's path
#
# It always exits 0 and ends within 8 seconds: nothing that goes wrong here may come back to keepalived.

# keepalived reads neither.
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

# verdict: what the check says now, on one line; null when it says nothing. Its own log is for keepalived's checks, not
# for this one more.
verdict() {
  said=$(LOG_FILE='' timeout -k 1 7 "$checker" --output json --timeout 5 </dev/null | tr '\n\r' '  ')
  said=${said%"${said##*[! ]}"}
  case $said in
    '{'*'}') printf '%s' "$said" ;;
    *) printf 'null' ;;
  esac
}

# No verdict is behind it when keepalived stops. It ends its scripts then: this one finishes its line first, if it can.
case ${3:-} in
  STOP)
    trap '' TERM
    why=null
    ;;
  *) why=$(verdict) ;;
esac

line=$(printf '{"time":"%s","host":%s,"type":%s,"name":%s,"state":%s,"priority":%s,"verdict":%s}' \
  "$time" "$(text "$(uname -n)")" "$(text "${1:-}")" "$(text "${2:-}")" "$(text "${3:-}")" "$(number "${4:-}")" "$why")

{
  [ -n "${NOTIFY_LOG_FILE:-}" ] && printf '%s\n' "$line" >>"$NOTIFY_LOG_FILE"
} || logger --size 65536 -t erhchecker-notify -p daemon.notice -- "$line"

exit 0
