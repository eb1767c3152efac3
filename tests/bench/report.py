# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured, as one table at the end."""
import os
import statistics
import sys


class CannotMeasure(Exception):
    """A program is missing, or a run failed: said in the table, and the exit code is 2."""


def say(text):
    print(text, file=sys.stderr, flush=True)


def median(values):
    return statistics.median(values)


def spread(values, form="{:.3f}"):
    """Median, least and greatest."""
    return f"{form.format(median(values))}  ({form.format(min(values))} … {form.format(max(values))})"


class Summary:
    def __init__(self, options):
        self.rows = []
        self.missed = False
        self.unmeasured = False
        self.options = options

    def note(self, what, value):
        """A figure for information."""
        self.rows.append((what, value, "", ""))

    def judge(self, what, value, limit, shown):
        """A figure with a target that it must not exceed."""
        passed = value <= limit
        self.missed = self.missed or not passed
        self.rows.append((what, shown, f"<= {limit:g}", "pass" if passed else "MISS"))

    def not_measured(self, what, why):
        self.unmeasured = True
        self.rows.append((what, f"not measured: {why}", "", "----"))

    def finish(self):
        """Prints the table; the program's exit code."""
        load = os.getloadavg()[0]
        print(f"\nTidemark of {self.options.build}, {self.options.rounds} counted rounds, "
              f"{os.cpu_count()} cores, load average {load:.1f} at the end\n")
        titles = ("What", "Median (least … greatest)", "Target", "")
        widths = [max(len(row[i]) for row in [titles, *self.rows]) for i in range(4)]
        for row in [titles, tuple("-" * width for width in widths), *self.rows]:
            print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
        if self.unmeasured:
            return 2
        return 1 if self.missed else 0
