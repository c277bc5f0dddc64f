#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fetches and deletes all messages with poplib, by USER and PASS: poplib knows no SASL.

Usage: fetch.py HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY
"""
import os
import poplib
import ssl
import sys

host, port, ca, user, password_file, directory = sys.argv[1:]
with open(password_file, encoding="utf-8") as file:
    password = file.readline().rstrip("\n")

pop3 = poplib.POP3(host, int(port), timeout=60)
pop3.encoding = "utf-8"
try:
    pop3.stls(ssl.create_default_context(cafile=ca))
    if "UIDL" not in pop3.capa():
        sys.exit("the server has no UIDL")
    pop3.user(user)
    pop3.pass_(password)
    for entry in pop3.uidl()[1]:
        number, unique_id = entry.decode("ascii").split()
        lines = pop3.retr(int(number))[1]
        with open(os.path.join(directory, unique_id + ".eml"), "wb") as file:
            file.writelines(line + b"\r\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        pop3.dele(int(number))
    pop3.quit()
except poplib.error_proto as error:
    sys.exit("the server said: " + error.args[0].decode("utf-8", "replace"))
finally:
    pop3.close()
