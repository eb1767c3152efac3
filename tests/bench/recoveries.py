# SPDX-License-Identifier: GPL-3.0-or-later
"""recover: rows of a table of one million put back, from the dump to the commit."""
import argparse
import json
import os
import shutil
import subprocess
import tempfile
import time

from backups import without_libpq_settings
from diffs import RowsCluster
from processes import end_with_us
from report import CannotMeasure, median, say, spread

ROWS = 1_000_000
DELETED, CHANGED = 10_000, 1_000
LIMIT_SECONDS, LIMIT_MB = 10, 200
DIGEST = "SELECT count(*) || ' ' || md5(string_agg(md5(t::text), '' ORDER BY id)) FROM item t"
LOSE = """
DELETE FROM item WHERE id % (:rows / :deleted) = 7;
UPDATE item SET state = 'refused', amount = 0 WHERE id % (:rows / :changed) = 1;
"""


class MillionCluster(RowsCluster):
    def __init__(self, options):
        super().__init__(argparse.Namespace(**{**vars(options), "rows": ROWS}))
        if self.kept:
            self.folder = self.folder.parent / "million"
            self.data = self.folder / "data"


def recovered(cluster, program, dump, home):
    """Wall seconds of the whole command, peak memory in MB, and what it wrote."""
    environment = without_libpq_settings() | {"TIDEMARK_CONFIG_DIR": home, "TIDEMARK_DATA_DIR": home, "TIDEMARK_CACHE_DIR": home, "TMPDIR": home}
    command = [str(program), "--json", "--connection", cluster.conninfo, "recover", str(dump), "--table", "public.item", "--missing", "--changed", "--yes"]
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment, preexec_fn=end_with_us())
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            errors.seek(0)
            raise CannotMeasure(f"the recovery ended with {process.returncode}: {json.loads(output or b'{}').get('error') or errors.read()[-300:]}")
    result = json.loads(output)
    return {"wall": wall, "apply": result["seconds"], "megabytes": used.ru_maxrss / 1024, "cpu": used.ru_utime + used.ru_stime,
            "counts": (result["inserted"], result["updated"])}


def recover(options, summary, bench):
    home = str(bench.folder / "recover-home")
    os.mkdir(home)
    with MillionCluster(options) as cluster:
        dump = bench.folder / "million.dump"
        cluster.tool("pg_dump", "--format=custom", "--compress=1", "--table=item", "--file", dump, "--dbname", "bench", PGTZ="UTC")
        whole = cluster.sql(DIGEST)
        runs = []
        for number in range(min(options.rounds, 3)):
            cluster.sql(LOSE, rows=ROWS, deleted=DELETED, changed=CHANGED)
            ours = recovered(cluster, bench.program, dump, home)
            if cluster.sql(DIGEST) != whole:
                raise CannotMeasure("the table is not what it was")
            runs.append(ours)
            say(f"run {number + 1}: {ours['wall']:.1f} s (writing {ours['apply']:.1f} s, own CPU {ours['cpu']:.1f} s, {ours['megabytes']:.0f} MB); wrote {ours['counts']}")
    shutil.rmtree(home)
    summary.note("recover: rows deleted and changed of", f"{DELETED:,} and {CHANGED:,} of {ROWS:,}")
    summary.judge("recover: from the dump to the commit, s", median([run["wall"] for run in runs]), LIMIT_SECONDS, spread([run["wall"] for run in runs], "{:.1f}"))
    summary.judge("recover: peak memory, MB", max(run["megabytes"] for run in runs), LIMIT_MB, f"{max(run['megabytes'] for run in runs):.0f}")
