#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Looks into a maildrop with curl, in one session, and changes nothing: prints number and unique-id of each message, or one message.
# Not for fetching: curl gets all its requests before it connects, so it cannot choose by the unique-ids that the session shows.
# Usage: look-with-curl.sh HOST PORT CA-FILE USER PASSWORD-FILE [NUMBER|""] [MECHANISM]
# Exit status: that of curl, 67 when the login is refused, for whatever reason; 64 for wrong arguments; 74 when a file cannot be read.
set -eu
if [ $# -lt 5 ] || [ $# -gt 7 ]; then
    echo 'usage: look-with-curl.sh HOST PORT CA-FILE USER PASSWORD-FILE [NUMBER|""] [MECHANISM]' >&2
    exit 64
fi
host=$1 port=$2 ca=$3 user=$4 password_file=$5 number=${6:-} mechanism=${7:-DIGEST-MD5}
for file in "$ca" "$password_file"; do
    [ -r "$file" ] || { echo "look-with-curl.sh: $file cannot be read" >&2 && exit 74; }
done

quoted() {
    printf '%s' "$1" | sed 's/[\\"]/\\&/g'
}

cr=$(printf '\r')
password=$(head -n 1 "$password_file")
# ssl-reqd is vital: with "ssl" curl goes on in clear. The password reaches curl by a pipe: on a command line everybody on the machine
# could read it. -q: what is in ~/.curlrc could switch the check of the certificate off.
{
    printf 'ssl-reqd\ncacert = "%s"\nlogin-options = "AUTH=%s"\nuser = "%s:%s"\n' \
        "$(quoted "$ca")" "$(quoted "$mechanism")" "$(quoted "$user")" "$(quoted "${password%"$cr"}")"
    printf 'url = "pop3://%s:%s/%s"\n' "$host" "$port" "$number"
    [ -n "$number" ] || printf 'request = "UIDL"\n'
} | curl -q --silent --show-error --connect-timeout 60 --max-time 600 --config -
