# SPDX-License-Identifier: GPL-3.0-or-later
"""backup and readback: tidemarkctl against the tools that it drives."""
import json
import os
import pathlib
import select
import shlex
import shutil
import subprocess
import tempfile
import threading
import time

from cluster import Cluster
from processes import children_of, end_with_us, server_seconds, stat_of
from report import CannotMeasure, median, say, spread


class Workbench:
    """What the two share: the cluster, made when first asked for, a folder on the disk to be measured, and the pairs."""

    def __init__(self, options):
        self.options = options
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tidemark-bench.", dir=options.work))
        self.opened = None
        self.pairs = []
        self.alone = self.folder / "alone.dump"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.opened:
            self.opened.__exit__()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def program(self):
        program = self.options.build / "app" / "cli" / "tidemarkctl"
        if not program.exists():
            raise CannotMeasure(f"{program} is not there; build it first")
        return program

    @property
    def cluster(self):
        if not self.opened:
            _ = self.program  # looked for before the minutes that filling takes
            self.opened = Cluster(self.options).__enter__()
        return self.opened

    def clear(self, path):
        """The same start for everyone: no file to overwrite, nothing that waits to be written."""
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        os.sync()


class Watch(threading.Thread):
    """Reads tidemarkctl's CPU, and the server's, when its pg_dump starts and the moment that it has ended."""

    def __init__(self, pid, postmaster):
        super().__init__()
        self.pid = pid
        self.postmaster = postmaster
        self.found = None

    def run(self):
        dump = None
        while dump is None:
            if stat_of(self.pid) is None or stat_of(self.pid)["name"] != "tidemarkctl":
                return
            dump = next((pid for pid in children_of(self.pid) if self.is_dump(pid)), None)
            if dump is None:
                time.sleep(0.01)
        try:
            ended = os.pidfd_open(dump)
        except ProcessLookupError:
            return
        before, server_before = stat_of(self.pid), server_seconds(self.postmaster)
        select.select([ended], [], [])
        after, server_after = stat_of(self.pid), server_seconds(self.postmaster)
        os.close(ended)
        reaped = after
        for _ in range(200):  # its CPU is counted once tidemarkctl has waited for it
            if reaped is None or reaped["children"] > before["children"]:
                break
            time.sleep(0.005)
            reaped = stat_of(self.pid)
        if reaped:
            self.found = {"setup": before["own"], "own": after["own"] - before["own"], "tool": reaped["children"] - before["children"],
                          "server": server_after - server_before}

    @staticmethod
    def is_dump(pid):
        """Not the calls that only ask for a version, and not the moment before exec."""
        try:
            words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        return os.path.basename(words[0]) == b"pg_dump" and any(word.startswith(b"--file=") for word in words)


def without_libpq_settings():
    """Both sides get their server from the command alone."""
    return {key: value for key, value in os.environ.items() if not key.startswith("PG")}


def tidemark_backup(options, bench, form=("--format", "custom")):
    """One backup by tidemarkctl, in a format in which pg_dump does all the work unless told: its JSON, its manifest and what Watch saw."""
    target = bench.folder / "sets"
    bench.clear(target)
    environment = without_libpq_settings() | {"TIDEMARK_CONFIG_DIR": str(bench.folder / "config"), "TIDEMARK_DATA_DIR": str(bench.folder / "config")}
    errors = tempfile.TemporaryFile()
    began = time.perf_counter()
    process = subprocess.Popen([str(bench.program), "--json", "--connection", bench.cluster.conninfo, "backup", "--to", str(target), *form],
                               stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, env=environment, preexec_fn=end_with_us())
    watch = Watch(process.pid, bench.cluster.server.pid)
    watch.start()
    output = process.stdout.read()
    process.wait()
    wall = time.perf_counter() - began
    watch.join()
    result = json.loads(output or b"{}")
    if process.returncode != 0 or result.get("verdict") != "ok" or not watch.found:
        errors.seek(0)
        raise CannotMeasure(f"the backup ended with {process.returncode}: {result.get('error') or errors.read()[-400:]}")
    manifest = json.loads((pathlib.Path(result["set"]) / "tidemark.json").read_text())
    return {"wall": wall, "dump": result["dumpSeconds"], "readBack": result["readBackSeconds"], "set": result["set"],
            "manifest": manifest, "bytes": manifest["files"][0]["size"], "size": sum(file["size"] for file in manifest["files"]), **watch.found}


def stock_dump(bench, manifest):
    """The very command that the manifest names, into another file: wall and CPU seconds."""
    command = [word for word in shlex.split(manifest["command"])]
    if "/lib/postgresql/" not in command[0]:
        raise CannotMeasure(f"{command[0]} is not the program itself")
    command = [f"--file={bench.alone}" if word.startswith("--file=") else word for word in command]
    bench.clear(bench.alone)
    server_before = server_seconds(bench.cluster.server.pid)
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=without_libpq_settings(), preexec_fn=end_with_us())
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise CannotMeasure(f"pg_dump alone ended with {process.returncode}: {shlex.join(command)}")
    return {"wall": wall, "tool": used.ru_utime + used.ru_stime, "server": server_seconds(bench.cluster.server.pid) - server_before,
            "bytes": bench.alone.stat().st_size, "command": shlex.join(command)}


def backup(options, summary, bench):
    say(f"Tables hold {bench.cluster.table_bytes / 1e9:.2f} GB")
    manifest = tidemark_backup(options, bench)["manifest"]  # not counted: it fills the caches
    say("Alone: " + stock_dump(bench, manifest)["command"])
    for number in range(options.rounds):
        # Whoever is first changes from pair to pair, so that neither profits from what the other left behind.
        if number % 2:
            stock, ours = stock_dump(bench, manifest), tidemark_backup(options, bench)
        else:
            ours, stock = tidemark_backup(options, bench), stock_dump(bench, manifest)
        if abs(ours["bytes"] - stock["bytes"]) > 0.01 * stock["bytes"]:
            raise CannotMeasure(f"the archives differ: {ours['bytes']} and {stock['bytes']} bytes")
        bench.pairs.append((ours, stock))
        say(f"pair {number + 1}: Tidemark's dump {ours['dump']:.2f} s (whole run {ours['wall']:.2f} s, read-back {ours['readBack']:.2f} s, "
            f"own CPU {ours['own']:.2f} s), pg_dump alone {stock['wall']:.2f} s")
    pairs = bench.pairs
    tools_cpu = [ours["tool"] + ours["server"] for ours, _ in pairs]
    summary.note("backup: table data / archive", f"{bench.cluster.table_bytes / 1e9:.2f} GB / {pairs[0][0]['bytes'] / 1e6:.0f} MB")
    if bench.cluster.table_bytes < 1e9:
        summary.not_measured("backup: size", "the targets hold for 1 GB of tables or more")
    summary.note("backup: pg_dump alone, s", spread([stock["wall"] for _, stock in pairs], "{:.2f}"))
    summary.note("backup: Tidemark's dump, s", spread([ours["dump"] for ours, _ in pairs], "{:.2f}"))
    ratios = [ours["dump"] / stock["wall"] for ours, stock in pairs]
    summary.judge("backup: dump / pg_dump alone", median(ratios), 1.05, spread(ratios))
    percent = [100 * ours["own"] / cpu for (ours, _), cpu in zip(pairs, tools_cpu)]
    summary.judge("backup: own CPU during it, % of tool + server", median(percent), 3, spread(percent, "{:.2f}"))
    summary.note("backup: own CPU during it, s", spread([ours["own"] for ours, _ in pairs], "{:.2f}"))
    summary.note("backup: own CPU before it, s", spread([ours["setup"] for ours, _ in pairs], "{:.2f}"))
    summary.note("backup: tool + server CPU, with Tidemark, s", spread(tools_cpu, "{:.2f}"))
    summary.note("backup: tool + server CPU, alone, s", spread([stock["tool"] + stock["server"] for _, stock in pairs], "{:.2f}"))
    summary.note("backup: read-back, s", spread([ours["readBack"] for ours, _ in pairs], "{:.2f}"))
    whole = [ours["wall"] / stock["wall"] for ours, stock in pairs]
    summary.note("backup: whole run with read-back / alone", spread(whole))


def recommended(options, summary, bench):
    """What tidemarkctl does when nothing is chosen, read back and with SHA-256, against pgAdmin's default."""
    pairs = []
    for number in range(options.rounds + 1):
        turns = [lambda: tidemark_backup(options, bench, form=()), lambda: custom_dump(bench)]
        if number % 2:
            stock, ours = turns[1](), turns[0]()
        else:
            ours, stock = turns[0](), turns[1]()
        say(f"pair {number}: Tidemark's dump {ours['dump']:.2f} s, read-back {ours['readBack']:.2f} s, whole run {ours['wall']:.2f} s, "
            f"{ours['size'] / 1e6:.0f} MB; pg_dump -Fc {stock['wall']:.2f} s, {stock['bytes'] / 1e6:.0f} MB")
        pairs.append((ours, stock))
    pairs = pairs[1:]  # the first fills the caches
    form = pairs[0][0]["manifest"]
    summary.note("recommended: table data, format", f"{bench.cluster.table_bytes / 1e9:.2f} GB, {form['dumpFormat']}, {form['compression']}")
    if bench.cluster.table_bytes < 1e9:
        summary.not_measured("recommended: size", "the targets hold for 1 GB of tables or more")
    summary.note("recommended: pg_dump -Fc, s", spread([stock["wall"] for _, stock in pairs], "{:.2f}"))
    for name, key in (("dump", "dump"), ("read-back", "readBack"), ("whole run", "wall")):
        summary.note(f"recommended: {name}, s", spread([ours[key] for ours, _ in pairs], "{:.2f}"))
    for name, target, ratio in (("dump / pg_dump -Fc (goal 0.2)", 1 / 3, lambda ours, stock: ours["dump"] / stock["wall"]),
                                ("read-back / its dump (goal 0.2)", 0.3, lambda ours, stock: ours["readBack"] / ours["dump"]),
                                ("read-back / pg_dump -Fc", 0.1, lambda ours, stock: ours["readBack"] / stock["wall"]),
                                ("size / pg_dump -Fc", 1.2, lambda ours, stock: ours["size"] / stock["bytes"])):
        ratios = [ratio(*pair) for pair in pairs]
        summary.judge(f"recommended: {name}", median(ratios), target, spread(ratios))


def custom_dump(bench):
    bench.clear(bench.alone)
    command = [str(bench.cluster.tools / "pg_dump"), "--format=custom", f"--file={bench.alone}", f"--dbname={bench.cluster.conninfo}"]
    began = time.perf_counter()
    ran = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, env=without_libpq_settings())
    wall = time.perf_counter() - began
    if ran.returncode != 0:
        raise CannotMeasure(f"pg_dump ended with {ran.returncode}: {ran.stderr.strip()[-400:]}")
    return {"wall": wall, "bytes": bench.alone.stat().st_size}


def timed_read(command, path):
    """Wall seconds of a command that reads `path` from the disk and not from memory."""
    with open(path, "rb") as file:
        os.fsync(file.fileno())
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    began = time.perf_counter()
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - began


def read_back(options, summary, bench):
    """The same rows as gzip'd SQL, and the archive itself through pg_restore, which prints and so does more."""
    if not bench.pairs:
        ours = tidemark_backup(options, bench)
        bench.pairs = [(ours, stock_dump(bench, ours["manifest"]))]
    restore = str(bench.cluster.tools / "pg_restore")
    plain = bench.folder / "plain.sql.gz"
    subprocess.run(["bash", "-c", 'set -o pipefail; "$1" --file=- "$2" | gzip -1 >"$3"', "bash", restore, str(bench.alone), str(plain)], check=True)
    rounds = max(3, min(options.rounds, 5))
    gzip = [timed_read(["gzip", "-dc", str(plain)], plain) for _ in range(rounds)]
    stock = [timed_read([restore, "--file=/dev/null", str(bench.alone)], bench.alone) for _ in range(rounds)]
    ours = [pair[0]["readBack"] for pair in bench.pairs]
    summary.note("readback: Tidemark, checks and digests, s", spread(ours, "{:.2f}"))
    summary.note("readback: gzip -dc of the same as SQL, s", spread(gzip, "{:.2f}"))
    summary.note("readback: pg_restore --file=/dev/null, s", spread(stock, "{:.2f}"))
    summary.note("readback: Tidemark / gzip -dc", f"{median(ours) / median(gzip):.2f}")
