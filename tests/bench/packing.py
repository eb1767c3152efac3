# SPDX-License-Identifier: GPL-3.0-or-later
"""pack and packplain: dumps that Tidemark compresses while pg_dump writes them, against the pg_dump commands that people use."""
import json
import os
import shutil
import subprocess
import time

from backups import without_libpq_settings
from probes import probe
from processes import end_with_us, server_seconds
from report import CannotMeasure, median, say, spread


def timed(bench, command):
    """One run from an empty folder: wall and CPU seconds of the tool, CPU of the server, what it printed."""
    target = bench.folder / "packed"
    bench.clear(target)
    server_before = server_seconds(bench.cluster.server.pid)
    began = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               text=True, env=without_libpq_settings(), preexec_fn=end_with_us())
    output, errors = process.communicate()
    wall = time.perf_counter() - began
    if process.returncode != 0:
        raise CannotMeasure(f"{command[0]} ended with {process.returncode}: {errors.strip()[-400:]}")
    files = [path for path in target.iterdir()] if target.is_dir() else [target]
    return {"wall": wall, "bytes": sum(path.stat().st_size for path in files), "output": output,
            "server": server_seconds(bench.cluster.server.pid) - server_before}


def pairs_of(options, bench, ours, stock):
    """Both in turn, whoever is first changes; the first pair is not counted."""
    pairs = []
    for number in range(options.rounds + 1):
        if number % 2:
            second, first = timed(bench, stock), timed(bench, ours)
        else:
            first, second = timed(bench, ours), timed(bench, stock)
        first |= json.loads(first["output"])
        say(f"pair {number}: Tidemark {first['wall']:.2f} s (pg_dump in it {first['dump']:.2f} s, own CPU {first['own']:.2f} s, tool {first['tool']:.2f} s, "
            f"server {first['server']:.2f} s), {first['bytes'] / 1e6:.0f} MB; stock {second['wall']:.2f} s, {second['bytes'] / 1e6:.0f} MB")
        pairs.append((first, second))
    return pairs[1:]


def judge(summary, bench, name, pairs, what):
    summary.note(f"{name}: table data / files / stock's", f"{bench.cluster.table_bytes / 1e9:.2f} GB / {pairs[0][0]['bytes'] / 1e6:.0f} MB / "
                                                         f"{pairs[0][1]['bytes'] / 1e6:.0f} MB")
    if bench.cluster.table_bytes < 1e9:
        summary.not_measured(f"{name}: size", "the targets hold for 1 GB of tables or more")
    summary.note(f"{name}: {what}, s", spread([stock["wall"] for _, stock in pairs], "{:.2f}"))
    summary.note(f"{name}: Tidemark, on the disk, s", spread([ours["wall"] for ours, _ in pairs], "{:.2f}"))
    summary.note(f"{name}: after the tool's end, s", spread([ours["wall"] - ours["dump"] for ours, _ in pairs], "{:.2f}"))
    summary.note(f"{name}: CPU of compressing, s", spread([ours["own"] for ours, _ in pairs], "{:.2f}"))
    summary.note(f"{name}: CPU of tool and server, s", spread([ours["tool"] + ours["server"] for ours, _ in pairs], "{:.2f}"))
    ratios = [ours["wall"] / stock["wall"] for ours, stock in pairs]
    summary.judge(f"{name}: wall / {what} (goal 0.2)", median(ratios), 1 / 3, spread(ratios))
    sizes = [ours["bytes"] / stock["bytes"] for ours, stock in pairs]
    summary.judge(f"{name}: size / {what}", median(sizes), 1.2, spread(sizes))
    memory = [ours["rss"] / 1e6 for ours, _ in pairs]
    summary.judge(f"{name}: peak resident memory, MB", max(memory), 150, spread(memory, "{:.0f}"))


def pack(options, summary, bench):
    """What is recommended for big databases with tools that have no zstd, against pgAdmin's default."""
    program, tool = probe(options, "bench_packprobe"), bench.cluster.tools / "pg_dump"
    target = bench.folder / "packed"
    stock = [tool, "--format=custom", f"--file={target}", f"--dbname={bench.cluster.conninfo}"]
    pairs = pairs_of(options, bench, [program, tool, bench.cluster.conninfo, target, "gzip", "2"], stock)
    judge(summary, bench, "pack", pairs, "pg_dump -Fc")
    timed(bench, [program, tool, bench.cluster.conninfo, target, "gzip", "2"])
    command = [bench.cluster.tools / "pg_restore", "--file=/dev/null", target]
    ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if ran.returncode != 0:
        raise CannotMeasure(f"pg_restore cannot read it: {ran.stderr.strip()[-400:]}")
    shutil.rmtree(target)


def pack_plain(options, summary, bench):
    """A plain dump through our threads, against the pipe that people write."""
    program, tool = probe(options, "bench_packprobe"), bench.cluster.tools / "pg_dump"
    target = bench.folder / "packed"
    stock = ["bash", "-c", 'set -o pipefail; "$1" --dbname="$2" | gzip >"$3" && sync "$3"', "bash", tool, bench.cluster.conninfo, target]
    pairs = pairs_of(options, bench, [program, tool, bench.cluster.conninfo, target, "gzip"], stock)
    judge(summary, bench, "packplain", pairs, "pg_dump | gzip")
    os.remove(target)
