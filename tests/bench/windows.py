# SPDX-License-Identifier: GPL-3.0-or-later
"""start and memory: the window against a bare Qt window and DB Browser for SQLite."""
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

from display import Screen, Watcher
from processes import end_with_us, proportional_bytes
from report import CannotMeasure, median, say, spread

IDLE_SECONDS = 5


def bare_window(bench):
    folder = bench.folder / "barewindow"
    source = pathlib.Path(__file__).resolve().parent / "barewindow"
    for command in (["cmake", "-S", source, "-B", folder], ["cmake", "--build", folder]):
        ran = subprocess.run([str(word) for word in command], capture_output=True, text=True, stdin=subprocess.DEVNULL)
        if ran.returncode != 0:
            raise CannotMeasure(f"the bare window could not be built: {(ran.stderr or ran.stdout)[-400:]}")
    return folder / "barewindow"


def tidemark_window(options):
    program = options.build / "ui" / "tidemark"
    if not program.exists():
        raise CannotMeasure(f"{program} is not there; build it first")
    return program


class Home:
    """A person without any server: empty home and configuration, no session bus. The same for every program."""

    def __init__(self, screen):
        self.folder = tempfile.mkdtemp(prefix="tidemark-bench-home.")
        runtime = pathlib.Path(self.folder) / "run"
        runtime.mkdir(mode=0o700)
        kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL") if key in os.environ}
        self.environment = kept | {"HOME": self.folder, "XDG_RUNTIME_DIR": str(runtime), "DISPLAY": screen.name, "QT_QPA_PLATFORM": "xcb"}

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)


class Shown:
    """A program from its start until its first window is mapped and painted (seconds); ended after the `with`."""

    def __init__(self, program, screen, home):
        self.watcher = Watcher(screen.name)
        began = time.monotonic()
        self.process = subprocess.Popen([str(program)], env=home.environment, cwd=home.folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, preexec_fn=end_with_us())
        try:
            moments = self.watcher.wait_for_window(30, lambda: self.process.poll() is None)
        except CannotMeasure as problem:
            self.__exit__()
            raise CannotMeasure(f"{program}: {problem}") from None
        self.mapped, self.painted = (moment - began for moment in moments)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.watcher.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(options, summary, bench):
    browser = shutil.which("sqlitebrowser")
    programs = {"bare": bare_window(bench), "Tidemark": tidemark_window(options)}
    if browser:
        programs["sqlitebrowser"] = browser
    times, mapped = ({name: [] for name in programs} for _ in range(2))
    with Screen() as screen:
        home = Home(screen)
        try:
            for number in range(options.rounds + 1):
                for name, program in programs.items():
                    with Shown(program, screen, home) as shown:
                        if number > 0:  # the first round fills the caches
                            times[name].append(shown.painted * 1000)
                            mapped[name].append(shown.mapped * 1000)
                            say(f"round {number}: {name} mapped after {shown.mapped * 1000:.1f} ms, painted after {shown.painted * 1000:.1f} ms")
                        time.sleep(0.5)  # nothing is left of it when the next one starts
        finally:
            home.remove()
    for name, values in times.items():
        summary.note(f"start: {name}, ms until its window is mapped", spread(mapped[name], "{:.1f}"))
        summary.note(f"start: {name}, ms until it is painted too", spread(values, "{:.1f}"))
    ratios = [ours / bare for ours, bare in zip(times["Tidemark"], times["bare"])]
    summary.judge("start: Tidemark / bare window", median(ratios), 4, spread(ratios, "{:.2f}"))
    if browser:
        ratios = [ours / other for ours, other in zip(times["Tidemark"], times["sqlitebrowser"])]
        summary.judge("start: Tidemark / sqlitebrowser", median(ratios), 0.5, spread(ratios, "{:.2f}"))
    else:
        summary.not_measured("start: Tidemark / sqlitebrowser", "sqlitebrowser is not installed (apt-get install sqlitebrowser)")


def memory(options, summary, bench):
    programs = {"bare": bare_window(bench), "Tidemark": tidemark_window(options)}
    sizes = {name: [] for name in programs}
    with Screen() as screen:
        home = Home(screen)
        try:
            for number in range(max(1, min(options.rounds, 3))):
                for name, program in programs.items():
                    with Shown(program, screen, home) as shown:
                        time.sleep(IDLE_SECONDS)
                        sizes[name].append(proportional_bytes(shown.process.pid) / 1e6)
                        say(f"round {number + 1}: {name} {sizes[name][-1]:.1f} MB")
        finally:
            home.remove()
    for name, values in sizes.items():
        summary.note(f"memory: {name}, MB PSS after {IDLE_SECONDS} s idle", spread(values, "{:.1f}"))
    ratios = [ours / bare for ours, bare in zip(sizes["Tidemark"], sizes["bare"])]
    summary.judge("memory: Tidemark / bare window", median(ratios), 2.5, spread(ratios, "{:.2f}"))
