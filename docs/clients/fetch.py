#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Fetches and deletes all messages with poplib, by USER and PASS: poplib knows no SASL.

Usage: fetch.py HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY
clients.md has what it leaves in the directory, and its exit statuses.
"""
import contextlib
import os
import poplib
import re
import ssl
import sys

if os.name == "nt":
    import msvcrt
else:
    import fcntl

WRONG_ARGUMENTS, DAMAGED, LOCAL_FILE, TRY_LATER, REFUSED, WRONG_PASSWORD = 64, 65, 74, 75, 76, 77

# poplib gives up at a line above 2048 octets; no line is longer than the largest message.
poplib._MAXLINE = 64 * 1024 * 1024


class Problem(Exception):
    def __init__(self, status, text):
        super().__init__(text)
        self.status = status


def refusal(error):
    """poplib raises the server's answer in octets, and what it finds itself as text."""
    answer = error.args[0]
    if not isinstance(answer, bytes):
        return Problem(TRY_LATER, f"the connection failed: {answer}")
    if re.match(rb"-ERR \[(IN-USE|LOGIN-DELAY|SYS/TEMP)]", answer):
        status = TRY_LATER
    else:
        status = WRONG_PASSWORD if answer.startswith(b"-ERR [AUTH]") else REFUSED
    return Problem(status, "the server said: " + answer.decode("utf-8", "replace"))


def file_name(unique_id):
    """Only what every file system keeps as it is: others, and capitals, as % and two digits.

    Without "uid-" it may be a device of Windows.
    """
    return "uid-" + re.sub(r"[^a-z0-9._-]", lambda found: f"%{ord(found[0]):02x}", unique_id) + ".eml"


@contextlib.contextmanager
def locked(directory):
    """Two runs at once in one folder would write the same files."""
    with open(os.path.join(directory, ".lock"), "w", encoding="ascii") as file:
        try:
            if os.name == "nt":
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            else:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Problem(TRY_LATER, f"{directory}: another run is at work there") from error
        yield


def store(path, lines):
    """A file gets its name when all of it is on the disk. So a file that has its name is whole."""
    part = path + ".part"
    with open(part, "wb") as file:
        file.writelines(line + b"\r\n" for line in lines)
        file.flush()
        os.fsync(file.fileno())
    os.rename(part, path)


def sync_directory(directory):
    """A name too is safe only when it is on the disk. Windows has no such call."""
    if os.name != "nt":
        opened = os.open(directory, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def fetch_all(pop3, directory):
    """Returns the messages that are safe here, and what the server said of those that it has lost."""
    safe, damaged = [], []
    for entry in pop3.uidl()[1]:
        found = re.fullmatch(rb"([0-9]+) ([\x21-\x7e]+)", entry)
        if not found:
            raise Problem(REFUSED, "the server said in UIDL: " + entry.decode("utf-8", "replace"))
        number, unique_id = found[1].decode("ascii"), found[2].decode("ascii")
        path = os.path.join(directory, file_name(unique_id))
        if not os.path.exists(path):  # else an earlier session fetched it and could not delete it
            try:
                lines = pop3.retr(number)[1]
            except poplib.error_proto as error:
                if not str(refusal(error)).startswith("the server said: -ERR [SYS/PERM]"):
                    raise
                damaged.append(f"message {unique_id} stays: {refusal(error)}")
                continue
            try:
                store(path, lines)
            except OSError as error:
                raise Problem(LOCAL_FILE, error) from error
        safe.append(number)
    return safe, damaged


def session(pop3, tls, user, password, directory):
    pop3.encoding = "utf-8"
    pop3.stls(tls)
    pop3.user(user)
    pop3.pass_(password)
    safe, damaged = fetch_all(pop3, directory)
    try:
        sync_directory(directory)
    except OSError as error:
        raise Problem(LOCAL_FILE, error) from error
    for number in safe:
        pop3.dele(number)
    pop3.quit()  # raises if it is refused: then nothing, or not all, is deleted
    if damaged:
        raise Problem(DAMAGED, "\n".join(damaged))


def main(arguments):
    if len(arguments) != 6 or not re.fullmatch("[0-9]{1,5}", arguments[1]) or int(arguments[1]) > 65535:
        raise Problem(WRONG_ARGUMENTS, "usage: fetch.py HOST PORT CA-FILE USER PASSWORD-FILE DIRECTORY")
    host, port, ca, user, password_file, directory = arguments
    try:
        with open(password_file, encoding="utf-8") as file:
            password = file.readline().rstrip("\r\n")
        tls = ssl.create_default_context(cafile=ca)
        with locked(directory):
            connect(host, int(port), tls, user, password, directory)
    except UnicodeDecodeError as error:
        raise Problem(LOCAL_FILE, f"{password_file}: {error}") from error
    except OSError as error:
        raise Problem(LOCAL_FILE, error) from error


def connect(host, port, tls, user, password, directory):
    pop3 = None
    try:
        pop3 = poplib.POP3(host, port, timeout=300)
        session(pop3, tls, user, password, directory)
    except poplib.error_proto as error:
        raise refusal(error) from error
    except ssl.SSLCertVerificationError as error:
        raise Problem(REFUSED, f"the server's certificate: {error}") from error
    except OSError as error:
        raise Problem(TRY_LATER, f"the connection failed: {error}") from error
    except ValueError as error:
        raise Problem(WRONG_ARGUMENTS, f"host, user or password cannot be sent: {error}") from error
    finally:
        if pop3:
            with contextlib.suppress(OSError):
                pop3.close()  # without QUIT the server deletes nothing


try:
    main(sys.argv[1:])
except Problem as problem:
    print(problem, file=sys.stderr)
    sys.exit(problem.status)
