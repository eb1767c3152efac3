# SPDX-License-Identifier: GPL-3.0-or-later
"""drill: a trial restore with everything compared, against the same by hand on a server with default settings."""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

import cluster as clusters
from backups import without_libpq_settings
from diffs import RowsCluster
from processes import end_with_us
from report import CannotMeasure, median, say, spread

LIMIT = 1 / 1.5  # of the time by hand
GOAL = 1 / 2
INDEXES = """
CREATE INDEX ON article (published);
CREATE INDEX ON article (author, title);
CREATE INDEX ON event (at);
CREATE INDEX ON event (visitor, at);
CREATE INDEX ON measurement (sensor, at);
CREATE INDEX ON measurement (price);
CREATE INDEX ON picture (name);
CREATE TABLE sensor AS SELECT DISTINCT sensor AS id FROM measurement;
ALTER TABLE sensor ADD PRIMARY KEY (id);
ALTER TABLE measurement ADD FOREIGN KEY (sensor) REFERENCES sensor (id);
"""
TABLES = ("article", "event", "measurement", "picture", "sensor")
DEFAULTS = """
listen_addresses = ''
port = 5432
unix_socket_permissions = 0777
dynamic_shared_memory_type = mmap
"""


class DrillCluster(RowsCluster):
    """The mixed data with indexes and a foreign key, on a server that is as initdb makes it."""

    def __init__(self, options):
        super().__init__(options)
        if self.kept:
            self.folder = self.folder.parent / "drill"
            self.data = self.folder / "data"

    def fill(self):
        before = self.sql("SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = 'bench'", "postgres")
        clusters.Cluster.fill(self)
        if before != str(self.options.megabytes):
            self.sql(INDEXES)
        configuration = self.data / "postgresql.auto.conf"
        configuration.write_text(DEFAULTS + f"unix_socket_directories = '{self.socket}'\n")
        self.server.send_signal(2)
        self.server.wait(120)
        self.start()


def let_the_disk_rest():
    """ext4 passes over each inode that was deleted within the last minute when it makes a file. Nobody but a benchmark tries a
    backup again within that time, and the side that comes second, or makes more files, would pay for the other."""
    os.sync()
    time.sleep(61)


def by_hand(cluster, dump):
    """createdb, pg_restore in one process, a checksum of every table, and the database dropped again."""
    began = time.perf_counter()
    cluster.sql("CREATE DATABASE trial TEMPLATE template0", "postgres")
    cluster.tool("pg_restore", "--dbname", "trial", dump)
    restored = time.perf_counter()
    for table in TABLES:
        read = [str(cluster.tools / "psql"), "-XqAt", "-h", str(cluster.socket), "-p", "5432", "-U", "postgres", "-d", "trial", "-c", f"COPY public.{table} TO STDOUT"]
        with subprocess.Popen(read, stdout=subprocess.PIPE, env=without_libpq_settings() | {"PGTZ": "UTC"}) as rows:
            subprocess.run(["sha256sum"], check=True, stdin=rows.stdout, stdout=subprocess.DEVNULL)
        if rows.returncode:
            raise CannotMeasure(f"the rows of {table} could not be read by hand")
    proven = time.perf_counter()
    cluster.sql("DROP DATABASE trial", "postgres")
    return {"wall": time.perf_counter() - began, "restore": restored - began, "proven": proven - began}


def tidemark(program, home, *arguments):
    environment = without_libpq_settings() | {name: home for name in ("TIDEMARK_CONFIG_DIR", "TIDEMARK_DATA_DIR", "TIDEMARK_CACHE_DIR", "TIDEMARK_STATE_DIR")}
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        ran = subprocess.run([str(program), "--json", *map(str, arguments)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors,
                             env=environment, preexec_fn=end_with_us(), check=False)
        wall = time.perf_counter() - began
    result = json.loads(ran.stdout or b"{}")
    if result.get("verdict") != "ok":
        raise CannotMeasure(f"tidemarkctl {arguments[0]}: {result.get('error') or result.get('findings')}")
    return wall, result


def drill(options, summary, bench):
    home = str(bench.folder / "drill-home")
    os.mkdir(home)
    with DrillCluster(options) as cluster:
        _, made = tidemark(bench.program, home, "--connection", cluster.conninfo, "backup", "--to", bench.folder / "drill-sets", "--format", "custom")
        folder = pathlib.Path(made["set"])
        dump = next(folder.glob("*.dump"))
        size = int(cluster.sql("SELECT pg_database_size('bench')"))
        ratios, until_proven, ours, hands = [], [], [], []
        for number in range(min(options.rounds, 3)):
            let_the_disk_rest()
            hand = by_hand(cluster, dump)
            let_the_disk_rest()
            wall, proven = tidemark(bench.program, home, "verify", folder)
            ratios.append(wall / hand["wall"])
            until_proven.append(hand["proven"] / proven["seconds"])
            ours.append(wall)
            hands.append(hand["wall"])
            say(f"pair {number + 1}: drill {wall:.1f} s (restoring {proven['restoreSeconds']:.1f} s, at most {proven['peakBytes'] / 1e6:.0f} MB on disk), "
                f"by hand {hand['wall']:.1f} s (restoring {hand['restore']:.1f} s, dropping {hand['wall'] - hand['proven']:.1f} s): {1 / ratios[-1]:.2f} x")
    shutil.rmtree(home, ignore_errors=True)
    summary.note("drill: database, MB", f"{size / 1e6:.0f}")
    summary.note("drill: seconds, and by hand", f"{median(ours):.1f} and {median(hands):.1f}")
    summary.note("drill: times as fast until it is proven, nothing removed", f"{median(until_proven):.2f}")
    summary.judge(f"drill: share of the time by hand (goal {GOAL:g})", median(ratios), LIMIT, spread(ratios, "{:.2f}"))
