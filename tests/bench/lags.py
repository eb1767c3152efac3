# SPDX-License-Identifier: GPL-3.0-or-later
"""lag: what watching ten standbys at one look a second costs Tidemark and the server, and what 7 days of history cost.
lagwindow: the memory of the window with these 7 days open, and how long it answers nobody while it watches 50 servers."""
import json
import pathlib
import shutil
import subprocess
import time

from cluster import Cluster
from probes import probe
from processes import TICK, end_with_us, stat_of
from report import CannotMeasure, say

STANDBYS = 10
SECONDS = 60
WATCHES = 50
WATCHED = "11111111-1111-4111-8111-111111111111"  # the profile in lagwindow.cpp that has a history
WINDOW_SECONDS = 30


class Watched(Cluster):
    """Empty, with room for the receivers."""

    def prepare(self):
        super().prepare()
        with (self.data / "postgresql.auto.conf").open("a") as configuration:
            configuration.write("max_wal_senders = 20\nmax_replication_slots = 20\nwal_level = replica\n")

    def fill(self):
        self.sql("CREATE DATABASE bench", "postgres")
        self.sql("CREATE TABLE load (filler text)")


class Receivers:
    """Ten pg_receivewal with slots of their own: real walsenders, real rows."""

    def __init__(self, cluster, folder):
        self.cluster = cluster
        self.folder = folder
        self.running = []

    def __enter__(self):
        for number in range(STANDBYS):
            name = f"receiver{number}"
            self.cluster.sql(f"SELECT pg_create_physical_replication_slot('{name}', true)")
            where = self.folder / name
            where.mkdir()
            self.running.append(subprocess.Popen(
                [str(self.cluster.tools / "pg_receivewal"), "-d", f"{self.cluster.conninfo} application_name={name}".replace("dbname=bench", ""), "-D", str(where), "-S", name,
                 "-s", "1", "--no-loop"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_us()))
        for _ in range(100):
            if self.cluster.sql("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'") == str(STANDBYS):
                return self
            time.sleep(0.1)
        self.__exit__()
        raise CannotMeasure("the receivers did not connect")

    def __exit__(self, *_):
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait()


def seconds_of(pid):
    stat = stat_of(pid)
    if not stat:
        raise CannotMeasure(f"process {pid} has ended")
    return stat["own"]


def polling(options, summary, bench, folder):
    with Watched(options) as cluster, Receivers(cluster, folder):
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), "TIDEMARK_DATA_DIR": str(folder / "data"), "TIDEMARK_CONFIG_DIR": str(folder / "config")}
        command = [str(bench.program), "--json", "--connection", cluster.conninfo, "lag", "--watch", "--interval", "1", "--record", "--alerts"]
        watching = subprocess.Popen(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=end_with_us())
        try:
            time.sleep(5)
            backend = int(cluster.sql("SELECT pid FROM pg_stat_activity WHERE application_name = 'tidemark monitor'"))
            began, ours, theirs = time.monotonic(), seconds_of(watching.pid), seconds_of(backend)
            while time.monotonic() - began < SECONDS:
                cluster.sql("INSERT INTO load SELECT repeat('x', 1000) FROM generate_series(1, 100)")
                time.sleep(0.5)
            passed = time.monotonic() - began
            ours, theirs = (seconds_of(watching.pid) - ours) / passed * 100, (seconds_of(backend) - theirs) / passed * 100
            resident = int(pathlib.Path(f"/proc/{watching.pid}/statm").read_text().split()[1]) * 4096 / 1e6
        finally:
            watching.terminate()
            watching.wait()
    resolution = TICK / SECONDS * 100
    say(f"{STANDBYS} standbys, a look each second, recorded: {ours:.2f} % here, {theirs:.2f} % on the server (steps of {resolution:.2f} %)")
    summary.judge(f"lag: Tidemark, % of a core, {STANDBYS} standbys at 1 s", ours, 1, f"{ours:.2f}")
    summary.judge("lag: the server for it, % of a core", theirs, 0.5, f"{theirs:.2f}")
    summary.note("lag: resident MB of tidemarkctl lag --watch --record", f"{resident:.1f}")


def history(options, summary, folder):
    found = json.loads(subprocess.run([str(probe(options, "bench_lagprobe")), str(folder / "week.sqlite"), str(STANDBYS)], capture_output=True, text=True, check=True).stdout)
    say(f"7 days of {STANDBYS} standbys: {found}")
    summary.judge("lag: resident MB with 7 days of history read", found["residentMegabytes"], 120, f"{found['residentMegabytes']:.1f}")
    summary.note("lag: MB on disk for these 7 days", f"{found['fileMegabytes']:.1f}")
    summary.note("lag: ms for 7 days of one standby, 2000 points", f"{found['weekMilliseconds']:.1f}")
    summary.note("lag: ms for every look of a day of all standbys", f"{found['dayMilliseconds']:.1f} ({found['dayPoints']} points)")
    summary.note("lag: ms to write a look", f"{found['writeMilliseconds']:.3f}")


def lag(options, summary, bench):
    folder = bench.folder / "lag"
    folder.mkdir()
    polling(options, summary, bench, folder)
    history(options, summary, folder)


def window(options, cluster, folder, watches):
    """One real server behind every profile; the first profile has the history."""
    folder.chmod(0o700)
    places = {name: str(folder / name) for name in ("config", "data", "cache", "state")}
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
    environment |= {f"TIDEMARK_{name.upper()}_DIR": place for name, place in places.items()}
    command = [str(probe(options, "bench_lagwindow")), cluster.conninfo, str(watches), str(WINDOW_SECONDS)]
    ran = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=WINDOW_SECONDS + 60)
    if ran.returncode != 0:
        raise CannotMeasure(f"bench_lagwindow: {ran.stderr[-400:]}")
    found = json.loads(ran.stdout)
    say(f"the window with {watches} watches at 5 s: {found}")
    return found


def lag_window(options, summary, bench):
    folder = bench.folder / "lagwindow"
    week = folder / "week" / "data" / "lag.sqlite"
    week.parent.mkdir(parents=True)
    subprocess.run([str(probe(options, "bench_lagprobe")), str(week), str(STANDBYS), WATCHED], stdout=subprocess.DEVNULL, check=True)
    shutil.copytree(folder / "week", folder / "many")
    with Watched(options) as cluster, Receivers(cluster, folder):
        one = window(options, cluster, folder / "week", 1)
        many = window(options, cluster, folder / "many", WATCHES)
    summary.judge(f"lagwindow: resident MB, 7 days of {STANDBYS} standbys open", one["residentMegabytes"], 120, f"{one['residentMegabytes']:.1f} ({one['points']} points)")
    summary.judge(f"lagwindow: longest turn of the event loop in ms, {WATCHES} servers at 5 s", many["longestMilliseconds"], 50,
                  f"{many['longestMilliseconds']:.1f} ({many['longestCpuMilliseconds']:.1f} of CPU, {many['turns']} turns)")
    summary.note(f"lagwindow: resident MB, {WATCHES} servers", f"{many['residentMegabytes']:.1f} ({many['servers']} recorded)")
