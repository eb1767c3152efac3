# SPDX-License-Identifier: GPL-3.0-or-later
"""restore: two tables out of a dump into a new database, against createdb and pg_restore with the same list."""
import json
import os
import subprocess
import tempfile
import time

from backups import custom_dump, without_libpq_settings
from processes import end_with_us
from report import CannotMeasure, median, say, spread

TABLES = ("article", "measurement")
TARGET = "bench_restored"


def stock_programs(bench):
    program = bench.cluster.tools / "pg_restore"
    if "/lib/postgresql/" not in str(program):
        raise CannotMeasure(f"{program} is not the program itself")
    return program


def drop(bench):
    subprocess.run([str(bench.cluster.tools / "dropdb"), "--if-exists", "--maintenance-db", bench.cluster.conninfo, TARGET],
                   check=True, env=without_libpq_settings(), capture_output=True)
    os.sync()


def tidemark_restore(options, bench, archive, home):
    environment = without_libpq_settings() | {"TIDEMARK_CONFIG_DIR": home, "TIDEMARK_DATA_DIR": home, "TIDEMARK_CACHE_DIR": home}
    tables = [word for table in TABLES for word in ("--table", f"public.{table}")]
    with tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        process = subprocess.Popen([str(bench.program), "--json", "--connection", bench.cluster.conninfo, "restore", str(archive), "--into", TARGET, "--jobs", "2", *tables],
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment, preexec_fn=end_with_us())
        output = process.stdout.read()
        process.wait()
        wall = time.perf_counter() - began
        result = json.loads(output or b"{}")
        if process.returncode != 0 or result.get("verdict") != "ok":
            errors.seek(0)
            raise CannotMeasure(f"the restore ended with {process.returncode}: {result.get('error') or result.get('findings') or errors.read()[-400:]}")
    return {"wall": wall, "restore": result["restoreSeconds"]}


def stock_restore(bench, archive, list_file):
    conninfo = bench.cluster.conninfo
    began = time.perf_counter()
    subprocess.run([str(bench.cluster.tools / "createdb"), "--template", "template0", "--maintenance-db", conninfo, TARGET],
                   check=True, env=without_libpq_settings(), capture_output=True)
    done = subprocess.run([str(stock_programs(bench)), "--no-owner", "--jobs", "2", "--use-list", str(list_file), "--dbname", f"{conninfo} dbname={TARGET}", str(archive)],
                          env=without_libpq_settings(), capture_output=True, text=True)
    wall = time.perf_counter() - began
    if done.returncode != 0:
        raise CannotMeasure(f"pg_restore ended with {done.returncode}: {done.stderr[-300:]}")
    return wall


def restore(options, summary, bench):
    home = str(bench.folder / "restore-home")
    os.mkdir(home)
    custom_dump(bench)
    archive = bench.alone
    contents = subprocess.run([str(stock_programs(bench)), "--list", str(archive)], check=True, capture_output=True, text=True).stdout
    list_file = bench.folder / "restore.list"
    list_file.write_text("".join(line + "\n" for line in contents.splitlines() if any(f" public {table} " in line for table in TABLES)))
    pairs = []
    for number in range(options.rounds + 1):  # the first fills the caches
        order = ["ours", "stock"] if number % 2 else ["stock", "ours"]
        pair = {}
        for who in order:
            drop(bench)
            pair[who] = tidemark_restore(options, bench, archive, home) if who == "ours" else stock_restore(bench, archive, list_file)
        if number == 0:
            continue
        pairs.append(pair)
        say(f"pair {number}: Tidemark's restore {pair['ours']['restore']:.2f} s (whole run {pair['ours']['wall']:.2f} s), createdb and pg_restore {pair['stock']:.2f} s")
    drop(bench)
    summary.note("restore: createdb and pg_restore with the same list, s", spread([pair["stock"] for pair in pairs], "{:.2f}"))
    summary.note("restore: Tidemark's whole run, compared, s", spread([pair["ours"]["wall"] for pair in pairs], "{:.2f}"))
    ratios = [pair["ours"]["restore"] / pair["stock"] for pair in pairs]
    summary.judge("restore: two tables / pg_restore with the same list", median(ratios), 1.05, spread(ratios))
