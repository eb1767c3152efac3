# SPDX-License-Identifier: GPL-3.0-or-later
"""Small programs that call the archive reader once: built when they are asked for."""
import subprocess

from report import CannotMeasure


def probe(options, target):
    command = ["cmake", "--build", str(options.build), "--target", target]
    ran = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if ran.returncode != 0:
        raise CannotMeasure(f"{target} could not be built: {(ran.stderr or ran.stdout)[-400:]}")
    return options.build / "tests" / "bench" / target
