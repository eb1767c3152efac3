# SPDX-License-Identifier: GPL-3.0-or-later
"""plain and plaingz: one table out of a plain dump, against the scripts that people use for it."""
import os
import shutil
import subprocess
import time

from probes import probe
from report import CannotMeasure, median, say, spread

TABLE = "measurement"
# The rows between the COPY of the table and the line \. that ends them.
RANGE = r"/^COPY public\.%s /,/^\\\.$/" % TABLE


class Dumps:
    """Plain dumps of the bench database, made once and read into memory before anything is timed."""

    def __init__(self, options, bench):
        self.options = options
        self.bench = bench
        self.program = probe(options, "bench_plainextract")
        for tool in ("sed", "gawk", "mawk", "gzip"):
            if not shutil.which(tool):
                raise CannotMeasure(f"{tool} is not installed")

    def make(self, name, *arguments):
        path = self.bench.folder / name
        if not path.exists():
            subprocess.run([str(self.bench.cluster.tools / "pg_dump"), f"--dbname={self.bench.cluster.conninfo}", f"--file={path}", *arguments],
                           check=True, stdin=subprocess.DEVNULL)
        self.warm(path)
        return path

    @staticmethod
    def warm(path):
        subprocess.run(["cat", str(path)], check=True, stdout=subprocess.DEVNULL)

    def read_from_disk(self, path):
        """What a program writes, Linux may keep in memory page by page; what it reads from a disk, in large pieces."""
        with open(path, "rb") as file:
            os.fsync(file.fileno())
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        self.warm(path)

    def ours(self, wrapping, path, cache=None):
        return [str(self.program), wrapping, str(path), TABLE, *([str(cache)] if cache else [])]


def timed(command):
    """Wall seconds; a list is run as it is, a text by a shell. Rows go nowhere."""
    environment = os.environ | {"LC_ALL": "C.UTF-8"}
    began = time.perf_counter()
    subprocess.run(command if isinstance(command, list) else ["bash", "-c", "set -o pipefail; " + command], check=True, env=environment,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def rounds(options, commands):
    """All in turn, as often as is asked for and once before that is not counted."""
    times = {name: [] for name in commands}
    for number in range(options.rounds + 1):
        for name, command in commands.items():
            seconds = timed(command)
            if number > 0:
                times[name].append(seconds)
        say(f"round {number}: " + ", ".join(f"{name} {values[-1]:.3f} s" for name, values in times.items() if values))
    return times


def compare(summary, title, times, limits):
    for name, values in times.items():
        summary.note(f"{title}: {name}, s", spread(values))
    for other, limit in limits.items():
        ratios = [mine / theirs for mine, theirs in zip(times["Tidemark"], times[other])]
        summary.judge(f"{title}: Tidemark / {other}", median(ratios), limit, spread(ratios))


def same_rows(dumps, wrapping, path, script):
    """What is fast but wrong is not measured."""
    mine = subprocess.run(dumps.ours(wrapping, path), check=True, capture_output=True).stdout
    theirs = subprocess.run(["bash", "-c", script], check=True, capture_output=True).stdout
    lines = theirs.split(b"\n", 1)[1] if theirs.startswith(b"COPY ") else theirs
    if mine != lines.removesuffix(b"\\.\n"):
        raise CannotMeasure(f"the rows are not those of {script}")


def plain(options, summary, bench):
    dumps = Dumps(options, bench)
    path = dumps.make("plain.sql")
    summary.note("plain: dump", f"{path.stat().st_size / 1e9:.2f} GB")
    same_rows(dumps, "none", path, f"sed -n '{RANGE}p' '{path}'")
    commands = {"cat": ["cat", str(path)], "Tidemark": dumps.ours("none", path), "sed": f"sed -n '{RANGE}p' '{path}'",
                "gawk": f"gawk '{RANGE}' '{path}'", "mawk": f"mawk '{RANGE}' '{path}'"}
    limits = {"cat": 1.3, "sed": 0.1, "gawk": 0.1, "mawk": 0.2}
    compare(summary, "plain, just written", rounds(options, commands), limits)
    dumps.read_from_disk(path)
    compare(summary, "plain, read from disk", rounds(options, commands), limits)
    cache = bench.folder / "cache"
    timed(dumps.ours("none", path, cache))
    again = [timed(dumps.ours("none", path, cache)) for _ in range(options.rounds)]
    summary.note("plain: Tidemark, the second time, s", spread(again))
    path.unlink()

    path = dumps.make("inserts.sql", "--inserts")
    script = f"/^INSERT INTO public\\.{TABLE} /"
    same_rows(dumps, "none", path, f"mawk '{script}' '{path}'")
    commands = {"cat": ["cat", str(path)], "Tidemark": dumps.ours("none", path), "mawk": f"mawk '{script}' '{path}'"}
    compare(summary, "plain, --inserts, just written", rounds(options, commands), {"mawk": 1 / 3})
    dumps.read_from_disk(path)
    compare(summary, "plain, --inserts, read from disk", rounds(options, commands), {"mawk": 1 / 3})
    path.unlink()


def plain_gz(options, summary, bench):
    dumps = Dumps(options, bench)
    path = dumps.make("plain.sql")
    packed = bench.folder / "plain.sql.gz"
    say("gzip")
    with open(packed, "wb") as out:
        subprocess.run(["gzip", "-c", str(path)], check=True, stdout=out)
    path.unlink()
    dumps.warm(packed)
    same_rows(dumps, "gzip", packed, f"zcat '{packed}' | mawk '{RANGE}'")
    times = rounds(options, {"Tidemark": dumps.ours("gzip", packed), "zcat | mawk": f"zcat '{packed}' | mawk '{RANGE}'"})
    compare(summary, "plaingz", times, {"zcat | mawk": 1 / 3})
    cache = bench.folder / "cachegz"
    timed(dumps.ours("gzip", packed, cache))
    again = [timed(dumps.ours("gzip", packed, cache)) for _ in range(options.rounds)]
    summary.note("plaingz: Tidemark, the second time, s", spread(again))
    packed.unlink()
