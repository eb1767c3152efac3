# SPDX-License-Identifier: GPL-3.0-or-later
"""CPU time and memory of running processes, from /proc."""
import ctypes
import os
import pathlib
import signal

TICK = 1.0 / os.sysconf("SC_CLK_TCK")


def stat_of(pid):
    """Command, parent and CPU seconds: own, and of the children it has waited for. None when it is gone."""
    try:
        text = pathlib.Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    name = text[text.index("(") + 1:text.rindex(")")]
    fields = text[text.rindex(")") + 2:].split()
    return {"name": name, "parent": int(fields[1]), "own": (int(fields[11]) + int(fields[12])) * TICK,
            "children": (int(fields[13]) + int(fields[14])) * TICK}


def children_of(pid):
    """Process ids and their stat_of()."""
    found = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            stat = stat_of(entry)
            if stat and stat["parent"] == pid:
                found[int(entry)] = stat
    return found


def server_seconds(postmaster):
    """CPU of a PostgreSQL server: its first process, the ones that have ended and the ones that run."""
    main = stat_of(postmaster)
    return main["own"] + main["children"] + sum(child["own"] for child in children_of(postmaster).values())


def proportional_bytes(pid):
    """PSS of a process and everything below it."""
    total = 0
    for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            total = int(line.split()[1]) * 1024
    return total + sum(proportional_bytes(child) for child in children_of(pid))


def end_with_us(number=signal.SIGTERM):
    """For preexec_fn: the child gets this signal when the benchmark dies."""
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(1, int(number))
