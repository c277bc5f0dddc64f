#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Fetches all messages with curl, then deletes them in the same session. Two sessions in all: the first counts the messages.
# Usage: fetch-with-curl.sh HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY [MECHANISM]
set -eu
host=$1 port=$2 ca=$3 user=$4 password_file=$5 directory=$6 mechanism=${7:-DIGEST-MD5}

quoted() {
    printf '%s' "$1" | sed 's/[\\"]/\\&/g'
}

# What each request needs: curl forgets the options at "next". ssl-reqd is vital: with "ssl" curl goes on in clear.
request() {
    printf 'next\nssl-reqd\ncacert = "%s"\nlogin-options = "AUTH=%s"\nuser = "%s:%s"\n' \
        "$ca" "$mechanism" "$(quoted "$user")" "$(quoted "$(head -n 1 "$password_file")")"
    printf '%s\n' "$@"
}

# The password reaches curl by a pipe: on a command line everybody on the machine could read it.
session() {
    curl --silent --show-error --fail-early --config -
}

list=$(request "url = \"pop3://$host:$port/\"" | session)
count=$(printf '%s' "$list" | grep -c '^[0-9]' || true)
[ "$count" -gt 0 ] || exit 0

{
    for number in $(seq "$count"); do
        request "url = \"pop3://$host:$port/$number\"" "output = \"$directory/$number.eml\""
    done
    # "head" because DELE is answered by one line; without it curl waits for more.
    for number in $(seq "$count"); do
        request "url = \"pop3://$host:$port/\"" "request = \"DELE $number\"" head
    done
} | session
