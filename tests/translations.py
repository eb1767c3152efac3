#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every text with a count has its English singular and plural: nobody reads "30 table(s)".

Two ways to lose one: a new text that is not in tidemark_en.ts, and a call in which lupdate sees no plural (it wants a plain
expression, not a cast, as the count).
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as xml

LITERALS = re.compile(r'"((?:[^"\\\n]|\\.)*)"(?:\s*"((?:[^"\\\n]|\\.)*)")*')  # side by side they are one text
PIECE = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
COUNT = re.compile(r"%L?n(?![a-z])")


def counted_texts(root):
    for part in ("app", "ui"):
        for path in sorted((root / part).rglob("*.cpp")):
            if "third_party" in path.parts:
                continue
            source = path.read_text(encoding="utf-8")
            for found in LITERALS.finditer(source):
                text = "".join(PIECE.findall(found.group(0))).replace('\\"', '"')
                if COUNT.search(text):
                    yield path.relative_to(root), source.count("\n", 0, found.start()) + 1, text


def main():
    root, lupdate = pathlib.Path(sys.argv[1]), sys.argv[2]
    with tempfile.TemporaryDirectory() as folder:
        copy = pathlib.Path(folder) / "tidemark_en.ts"
        shutil.copy(root / "translations" / "tidemark_en.ts", copy)
        subprocess.run([lupdate, "-silent", "-locations", "none", "-no-obsolete", "-pluralonly", "app", "ui", "-I", ".", "-I", "app", "-ts", copy],
                       cwd=root, check=True, stderr=subprocess.DEVNULL)
        messages = list(xml.parse(copy).getroot().iter("message"))
    known = {message.find("source").text for message in messages}
    problems = [f'no English forms for: "{message.find("source").text}"' for message in messages
                if message.find("translation").get("type") == "unfinished" or
                not all(form.text for form in message.find("translation").iter("numerusform"))]
    texts = list(counted_texts(root))
    problems += [f'{path}:{number}: lupdate sees no plural in "{text}"' for path, number, text in texts if text not in known]
    if len(texts) < 10:
        problems.append(f"only {len(texts)} texts with a count were found: the test looks in the wrong place")
    if problems:
        problems.append("Remedy: build the target update_translations, then fill in translations/tidemark_en.ts.")
    print("\n".join(problems) if problems else f"{len(texts)} texts with a count have their English forms")
    return 1 if problems else 0


sys.exit(main())
