#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the modules' arrows against the #include lines, and the homes of the outside libraries.

Arrows go down only: a subject never includes another subject, nothing below ui includes Qt Widgets. Each broken rule
is printed with its reason. The sizes that age a code base (file length) are held here too.
"""
import pathlib
import re
import sys

BASE = {"core"}
SUBJECT = {"core", "process", "postgres", "archive", "catalog", "access"}
MAY_USE = {
    "core": set(),
    "process": BASE,
    "postgres": BASE,
    "archive": BASE,
    "store": BASE | {"postgres"},
    "access": BASE | {"process", "postgres", "store"},
    "catalog": BASE | {"archive"},
    "cluster": BASE | {"process", "postgres"},
    "backup": SUBJECT,
    "restore": SUBJECT | {"cluster"},
    "pitr": BASE | {"process", "postgres", "catalog", "cluster", "access"},
    "replication": BASE | {"process", "postgres", "store", "access"},
}
SUBJECTS = {"backup", "restore", "pitr", "replication"}
MAY_USE["jobs"] = SUBJECT | SUBJECTS | {"store", "cluster"}
EVERYTHING = set(MAY_USE)
MAY_USE["cli"] = EVERYTHING
MAY_USE["ui"] = EVERYTHING
REASON = {
    "store": "postgres is allowed for ConnectionSpec only; passwords and profiles know nothing of servers",
    "backup": "a subject never includes another subject: what two share belongs below them",
    "restore": "a subject never includes another subject: what two share belongs below them",
    "replication": "a subject never includes another subject: what two share belongs below them",
    "cli": "the command line and the window share code below them, never each other's",
    "ui": "the command line and the window share code below them, never each other's",
}

# header pattern -> (homes, reason)
HOMES = [
    (r"<QProcess>", {"process"}, "programs are run by process::run only: process groups, cancel, masked commands"),
    (r"<libpq-fe\.h>", {"postgres"}, "libpq lives in postgres only: deadlines, cancel and draining are kept in one place"),
    (r"<(QSqlDatabase|QSqlQuery|QSqlError|QtSql.*)>", {"store"}, "SQLite lives in store only"),
    (r"<QNetwork(AccessManager|Reply|Request)>", {"replication"}, "HTTP is for the webhooks of alerts; nothing else calls out"),
    (r"<QSettings>", {"store"}, "preferences live in store only"),
    (r"<(qt6keychain/.*|keychain\.h)>", {"store"}, "the keychain lives in store only"),
    (r"<(zlib|zstd|lz4|lz4frame|xxhash|igzip_lib)\.h>|<isa-l.*>", {"archive"}, "compression and digests live in archive"),
    (r"<openssl/.*>", {"archive", "catalog"}, "hashes of files live in archive and catalog"),
]
WIDGETS = re.compile(r"<Q(Widget|MainWindow|Dialog|Application|PushButton|Label|Wizard|MessageBox|Tree.*|Table.*|List(View|Widget)|"
                     r"SystemTrayIcon|FileDialog|Painter|Pixmap|Icon)>")
# Values of enums and structs share this spelling with libpq's calls.
LIBPQ_CALL = re.compile(r"\bPQ[a-z][A-Za-z]+\s*\(")
EVENT_LOOPS = re.compile(r"\bprocessEvents\s*\(|\bwaitFor(Finished|ReadyRead|Started)\s*\(")
INCLUDE = re.compile(r'^\s*#\s*include\s+(?:"([^"]+)"|(<[^>]+>))')
LONGEST_CPP, LONGEST_HEADER, LONGEST_MAINWINDOW = 800, 150, 400


def check_file(path, root, complain):
    relative = path.relative_to(root)
    module = "ui" if relative.parts[0] == "ui" else relative.parts[1]
    lines = path.read_text(encoding="utf-8").splitlines()
    if module not in MAY_USE:
        complain(relative, 0, f"'{module}' is no module of the house", "add it to the table first")
        return
    for number, line in enumerate(lines, 1):
        found = INCLUDE.match(line)
        if found and found.group(1):
            used = found.group(1).split("/")[0]
            if used in MAY_USE and used != module and used not in MAY_USE[module]:
                complain(relative, number, f"{module} may not include {used}", REASON.get(module, "arrows go down only"))
        elif found:
            header = found.group(2)
            if module != "ui" and WIDGETS.match(header):
                complain(relative, number, f"{module} includes {header}", "only ui may know widgets and pixmaps")
            for pattern, homes, reason in HOMES:
                if re.fullmatch(pattern, header) and module not in homes:
                    complain(relative, number, f"{module} includes {header}", reason)
        if module != "postgres" and LIBPQ_CALL.search(line.split("//")[0]):
            complain(relative, number, "a call of libpq outside postgres", "libpq lives in postgres only")
        if module == "ui" and EVENT_LOOPS.search(line.split("//")[0]):
            complain(relative, number, "a blocking wait or nested event loop in ui", "the screen is never blocked")
    check_length(relative, len(lines), complain)


def check_length(relative, length, complain):
    limit = LONGEST_HEADER if relative.suffix == ".h" else LONGEST_CPP
    if relative.name == "mainwindow.cpp":
        limit = LONGEST_MAINWINDOW
    if length > limit:
        complain(relative, 0, f"{length} lines, the limit is {limit}", "the tail of long files is what ages")


def main():
    root = pathlib.Path(sys.argv[1])
    problems = []

    def complain(file, number, what, why):
        problems.append(f"{file}:{number}: {what} ({why})")

    files = [p for part in ("app", "ui") for p in sorted((root / part).rglob("*")) if p.suffix in (".h", ".cpp")]
    files = [p for p in files if "third_party" not in p.parts]
    for path in files:
        check_file(path, root, complain)
    if len(files) < 40:
        problems.append(f"only {len(files)} files were found below {root}: the test looks in the wrong place")
    print("\n".join(problems) if problems else f"{len(files)} files keep to the house")
    return 1 if problems else 0


sys.exit(main())
