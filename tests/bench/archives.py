# SPDX-License-Identifier: GPL-3.0-or-later
"""contents and rows: what it takes to see into an archive, in this process and nothing else, against pg_restore."""
import json
import subprocess
import time

from probes import probe
from report import CannotMeasure, median, say, spread

TABLES = 12_500  # of eight entries each

# In pieces: one transaction would need a lock for everything that it makes.
MANY = """
CREATE PROCEDURE make_tables(howmany int) LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1 .. howmany LOOP
    EXECUTE format('CREATE TABLE s%s.t%s (id serial PRIMARY KEY, customer_id bigint NOT NULL, placed timestamptz, note text)', i % 50, i);
    EXECUTE format('COMMENT ON TABLE s%s.t%s IS %L', i % 50, i, 'table number ' || i);
    IF i % 250 = 0 THEN COMMIT; END IF;
  END LOOP;
END $$;
SELECT format('CREATE SCHEMA s%s', i) FROM generate_series(0, 49) i \\gexec
CALL make_tables(:tables);
"""


def ask(program, *arguments):
    ran = subprocess.run([str(program), *map(str, arguments)], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if ran.returncode != 0:
        raise CannotMeasure(f"archiveprobe failed: {ran.stderr[-400:]}")
    return json.loads(ran.stdout)


def dump(bench, database, path, *more):
    bench.cluster.call(bench.cluster.tools / "pg_dump", "--format=custom", f"--file={path}", *more, "-h", bench.cluster.socket, "-p", "5432",
                       "-U", "postgres", database)


def contents(options, summary, bench):
    """The table of contents of 100 000 entries, every one of them looked at."""
    program = probe(options, "bench_archiveprobe")
    path = bench.folder / "many.dump"
    say(f"Making a database of {TABLES} tables and dumping it (some minutes)")
    bench.cluster.sql("DROP DATABASE IF EXISTS many;\nCREATE DATABASE many;", "postgres")
    bench.cluster.sql(MANY, "many", tables=TABLES)
    dump(bench, "many", path)
    bench.cluster.sql("DROP DATABASE many", "postgres")
    stock, ours, entries = [], [], 0
    for number in range(options.rounds + 1):
        began = time.perf_counter()
        subprocess.run([str(bench.cluster.tools / "pg_restore"), "--list", str(path)], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        listed = time.perf_counter() - began
        answer = ask(program, "contents", path)
        entries = answer["entries"]
        if number:  # the first fills the caches
            stock.append(1000 * listed)
            ours.append(answer["milliseconds"])
    summary.note("contents: entries", str(entries))
    if entries < 100_000:
        summary.not_measured("contents: size", "the target holds for 100 000 entries")
    summary.note("contents: pg_restore --list, ms", spread(stock, "{:.0f}"))
    summary.note("contents: Tidemark, ms", spread(ours, "{:.0f}"))
    ratios = [mine / theirs for mine, theirs in zip(ours, stock)]
    summary.judge("contents: Tidemark / pg_restore --list", median(ratios), 0.2, spread(ratios))


def rows(options, summary, bench):
    """The first thousand rows of the last big table, with and without the positions that an archive in a file has."""
    program = probe(options, "bench_archiveprobe")
    path, piped, cache = bench.folder / "rows.dump", bench.folder / "piped.dump", bench.folder / "cache"
    dump(bench, "bench", path, "--compress=0")
    with open(piped, "wb") as file:
        subprocess.run([str(bench.cluster.tools / "pg_dump"), "--format=custom", "--compress=0", "-h", str(bench.cluster.socket), "-p", "5432", "-U", "postgres",
                        "bench"], check=True, stdin=subprocess.DEVNULL, stdout=file)
    summary.note("rows: archive", f"{path.stat().st_size / 1e9:.2f} GB")
    if path.stat().st_size < 1e9:
        summary.not_measured("rows: size", "the target holds for 1 GB or more")
    took = [ask(program, "rows", path, "public", "measurement", 1000, "") for _ in range(options.rounds + 1)][1:]
    if any(answer["rows"] != 1000 for answer in took):
        raise CannotMeasure("there were not a thousand rows")
    times = [answer["milliseconds"] for answer in took]
    summary.judge("rows: first 1000 of a table in the middle, ms", median(times), 50, spread(times, "{:.1f}"))
    first = ask(program, "rows", piped, "public", "measurement", 1000, cache)["milliseconds"]
    again = [ask(program, "rows", piped, "public", "measurement", 1000, cache)["milliseconds"] for _ in range(options.rounds)]
    summary.note("rows: the same without positions, ms", f"{first:.0f}, then {spread(again, '{:.1f}')}")
