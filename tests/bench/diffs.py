# SPDX-License-Identifier: GPL-3.0-or-later
"""diff: a table of a dump against the live one, against restoring it beside that and comparing in SQL."""
import json
import os
import subprocess
import tempfile
import time

from backups import without_libpq_settings
from cluster import Cluster
from processes import end_with_us
from report import CannotMeasure, median, say, spread

# As tables of orders are: numbers, a moment, a few words. Everything follows from the row's number.
FILL = """
CREATE TABLE item (id bigint, customer int, at timestamptz, amount numeric(12, 2), state text, note text);
INSERT INTO item
  SELECT i, hashint8(i) & 65535, timestamptz '2023-01-01 00:00+00' + make_interval(secs => i * 3), (hashint8(i) & 1048575) / 100.0,
         (ARRAY['new', 'paid', 'sent', 'closed'])[1 + (i & 3)], 'ordered as ' || md5(i::text)
  FROM generate_series(1, :rows) i;
ALTER TABLE item ADD PRIMARY KEY (id);
VACUUM (FREEZE, ANALYZE) item;
CHECKPOINT;
"""

# One row in ten thousand, spread over the table.
CHANGE = """
UPDATE item SET state = 'refused', amount = 0 WHERE id % 20000 = 1;
DELETE FROM item WHERE id % 40000 = 7;
INSERT INTO item SELECT -i, 0, '2026-01-01', 1, 'new', 'since then' FROM generate_series(1, :rows / 40000) i;
VACUUM (ANALYZE) item;
CHECKPOINT;
"""

# The same rows as in the dump, laid out in another order: nothing of the two streams is in step.
TURNED = """
CREATE TABLE turned (LIKE item INCLUDING ALL);
INSERT INTO turned SELECT * FROM item ORDER BY note;
VACUUM (FREEZE, ANALYZE) turned;
CHECKPOINT;
"""

COMPARE = """
SET work_mem = '256MB';
SELECT count(*) FILTER (WHERE l.id IS NULL) || ' ' ||
       count(*) FILTER (WHERE l.id IS NOT NULL AND s.id IS NOT NULL
                        AND record_image_ne(ROW(l.id, l.customer, l.at, l.amount, l.state, l.note), ROW(s.id, s.customer, s.at, s.amount, s.state, s.note))) || ' ' ||
       count(*) FILTER (WHERE s.id IS NULL)
FROM live.item l FULL JOIN public.item s ON l.id = s.id;
"""
BUDGET_MB = 256


class RowsCluster(Cluster):
    """One table of many rows instead of the mixed data, in a cluster of its own."""

    def __init__(self, options):
        super().__init__(options)
        if self.kept:
            self.folder = self.folder / "rows"
            self.data = self.folder / "data"

    def fill(self):
        wanted = f"diff {self.options.rows}"
        made = self.sql("SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = 'bench'", "postgres")
        if made != wanted:
            say(f"Filling a table with {self.options.rows:,} rows")
            self.sql("DROP DATABASE IF EXISTS bench;\nCREATE DATABASE bench;", "postgres")
            self.sql(FILL, rows=self.options.rows)
            self.sql(f"COMMENT ON DATABASE bench IS '{wanted}';")
        self.table_bytes = int(self.sql("SELECT pg_table_size('item')"))

    def tool(self, name, *arguments, **environment):
        command = [self.tools / name, "-h", self.socket, "-p", "5432", "-U", "postgres", *arguments]
        ran = subprocess.run([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                             env=without_libpq_settings() | environment, preexec_fn=end_with_us())
        if ran.returncode != 0:
            raise CannotMeasure(f"{name} failed: {ran.stderr.strip()[-300:]}")


def tidemark_diff(cluster, program, dump, home, *arguments):
    """Wall seconds, peak memory in MB and the counts of one run."""
    environment = without_libpq_settings() | {"TIDEMARK_CONFIG_DIR": home, "TIDEMARK_DATA_DIR": home, "TIDEMARK_CACHE_DIR": home, "TMPDIR": home}
    command = [str(program), "--json", "--connection", cluster.conninfo, "diff", str(dump), "--table", "public.item", "--limit", "5", *arguments]
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment, preexec_fn=end_with_us())
        output = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 4):
            errors.seek(0)
            raise CannotMeasure(f"the comparison ended with {process.returncode}: {json.loads(output or b'{}').get('error') or errors.read()[-300:]}")
    result = json.loads(output)
    return {"wall": wall, "megabytes": used.ru_maxrss / 1024, "cpu": used.ru_utime + used.ru_stime,
            "counts": f"{result['missing']} {result['changed']} {result['extra']}"}


def stock_diff(cluster, dump):
    """pg_restore beside the live table, in the same database (a foreign table in another would be slower still), then one query."""
    cluster.sql("CREATE SCHEMA live; ALTER TABLE item SET SCHEMA live;")
    try:
        began = time.perf_counter()
        cluster.tool("pg_restore", "--dbname", "bench", dump)
        restored = time.perf_counter()
        counts = cluster.sql(COMPARE)
        ended = time.perf_counter()
    finally:
        cluster.sql("DROP TABLE IF EXISTS public.item; ALTER TABLE live.item SET SCHEMA public; DROP SCHEMA live;")
    return {"wall": ended - began, "restore": restored - began, "counts": counts}


def diff(options, summary, bench):
    program = bench.program
    home = str(bench.folder / "home")
    os.mkdir(home)
    with RowsCluster(options) as cluster:
        dump, foreign = bench.folder / "item.dump", bench.folder / "foreign.dump"
        cluster.tool("pg_dump", "--format=custom", "--compress=1", "--table=item", "--file", dump, "--dbname", "bench", PGTZ="UTC")
        cluster.tool("pg_dump", "--format=custom", "--compress=1", "--table=item", "--file", foreign, "--dbname", "bench", PGTZ="Asia/Kathmandu")
        cluster.sql(CHANGE, rows=options.rows)
        pairs = []
        for number in range(min(options.rounds, 3)):
            ours, stock = tidemark_diff(cluster, program, dump, home), stock_diff(cluster, dump)
            if ours["counts"] != stock["counts"]:
                raise CannotMeasure(f"the results differ: {ours['counts']} and {stock['counts']}")
            pairs.append((ours, stock))
            say(f"pair {number + 1}: Tidemark {ours['wall']:.1f} s (own CPU {ours['cpu']:.1f} s, {ours['megabytes']:.0f} MB), "
                f"pg_restore {stock['restore']:.1f} s and SQL {stock['wall'] - stock['restore']:.1f} s; found {ours['counts']}")
        zoned = tidemark_diff(cluster, program, foreign, home)
        if zoned["counts"] != pairs[0][0]["counts"]:
            raise CannotMeasure(f"in another time zone it found {zoned['counts']}")
        cluster.sql(TURNED)
        turned = tidemark_diff(cluster, program, dump, home, "--live", "public.turned")
        cluster.sql("DROP TABLE turned")
        if turned["counts"] != pairs[0][0]["counts"]:
            raise CannotMeasure(f"in another order it found {turned['counts']}")
    summary.note("diff: rows, table", f"{options.rows:,}, {cluster.table_bytes / 1e9:.2f} GB")
    summary.note("diff: Tidemark, s", spread([ours["wall"] for ours, _ in pairs], "{:.1f}"))
    summary.note("diff: pg_restore and SQL, s", spread([stock["wall"] for _, stock in pairs], "{:.1f}"))
    summary.judge("diff: Tidemark / pg_restore and SQL", median([ours["wall"] / stock["wall"] for ours, stock in pairs]), 1 / 3,
                  spread([ours["wall"] / stock["wall"] for ours, stock in pairs]))
    summary.note("diff: the dump from another time zone, s", f"{zoned['wall']:.1f}")
    summary.note("diff: the rows in another order, s", f"{turned['wall']:.1f}")
    peak = max([ours["megabytes"] for ours, _ in pairs] + [zoned["megabytes"], turned["megabytes"]])
    summary.judge("diff: peak memory, MB", peak, BUDGET_MB + 64, f"{peak:.0f}")
