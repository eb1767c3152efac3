# SPDX-License-Identifier: GPL-3.0-or-later
"""A throw-away PostgreSQL cluster on a Unix socket, filled with mixed data that is the same every time."""
import os
import pathlib
import pwd
import re
import shutil
import signal
import subprocess
import tempfile
import time

from processes import end_with_us
from report import CannotMeasure, say

DATABASE = "bench"

SETTINGS = """
listen_addresses = ''
port = 5432
unix_socket_permissions = 0777
fsync = off
full_page_writes = off
shared_buffers = 256MB
max_wal_size = 4GB
dynamic_shared_memory_type = mmap
autovacuum = off
max_locks_per_transaction = 1024
jit = off
logging_collector = off
"""

# Words repeat as they do in prose, numbers are spread, bytes are as good as random. Everything follows from the
# row's number: no random().
FILL = """
CREATE FUNCTION spread(n bigint, k int) RETURNS bigint LANGUAGE sql IMMUTABLE AS 'SELECT hashint8extended(n, k) & 2147483647';
CREATE TEMP TABLE word AS
  SELECT i, substr(translate(md5(i::text), '0123456789', 'etaoinshrd'), 1, 2 + (i % 9)) AS text FROM generate_series(0, 2999) i;
CREATE TEMP TABLE paragraph AS
  SELECT p, string_agg(word.text, ' ' ORDER BY k) || '. ' AS text
  FROM generate_series(0, 11999) p CROSS JOIN generate_series(1, 60) k
  JOIN word ON word.i = (spread(p, k) * spread(p, k + 100) >> 31) % 3000
  GROUP BY p;
CREATE UNIQUE INDEX ON paragraph (p) INCLUDE (text);
ANALYZE paragraph;

CREATE TABLE article (id bigint, title text, author text, body text, published timestamptz);
INSERT INTO article
  SELECT i, left(a.text, 40), 'author ' || spread(i, 1) % 997, a.text || b.text || c.text,
         timestamptz '2020-01-01 00:00+00' + make_interval(secs => i * 61)
  FROM generate_series(1, :articles) i
  JOIN paragraph a ON a.p = spread(i, 2) % 12000 JOIN paragraph b ON b.p = spread(i, 3) % 12000
  JOIN paragraph c ON c.p = spread(i, 4) % 12000;

CREATE TABLE event (id bigint, at timestamptz, visitor uuid, detail jsonb);
INSERT INTO event
  SELECT i, timestamptz '2023-01-01 00:00+00' + make_interval(secs => i), md5((i % 50021)::text)::uuid,
         jsonb_build_object('action', (ARRAY['view', 'click', 'login', 'search', 'buy'])[1 + spread(i, 1) % 5],
           'path', '/posts/' || spread(i, 2) % 6000, 'ms', spread(i, 3) % 5000, 'ok', spread(i, 4) % 20 <> 0,
           'agent', jsonb_build_object('name', 'Browser ' || spread(i, 5) % 12, 'version', spread(i, 6) % 130),
           'tags', jsonb_build_array(spread(i, 7) % 100, spread(i, 8) % 100))
  FROM generate_series(1, :events) i;

CREATE TABLE measurement (id bigint, sensor int, at timestamp, value double precision, price numeric(14, 4), good boolean);
INSERT INTO measurement
  SELECT i, spread(i, 1) % 800, timestamp '2024-01-01' + make_interval(secs => i * 0.25), spread(i, 2) / 65537.0::float8,
         spread(i, 3) / 1000.0, spread(i, 4) % 50 <> 0
  FROM generate_series(1, :measurements) i;

CREATE TABLE picture (id bigint, name text, content bytea);
INSERT INTO picture
  SELECT i, 'picture ' || i || '.jpg',
         (SELECT string_agg(sha512((i * 1000 + k)::text::bytea), ''::bytea) FROM generate_series(1, 320) k)
  FROM generate_series(1, :pictures) i;

ALTER TABLE article ADD PRIMARY KEY (id);
ALTER TABLE event ADD PRIMARY KEY (id);
ALTER TABLE measurement ADD PRIMARY KEY (id);
ALTER TABLE picture ADD PRIMARY KEY (id);
"""


def rows_for(megabytes):
    """38 % prose, 24 % jsonb, 24 % numbers, 14 % bytes; the divisors are what a row takes on disk."""
    size = megabytes * 1_000_000
    return {"articles": int(size * 0.38 / 1480), "events": int(size * 0.24 / 250), "measurements": int(size * 0.24 / 76),
            "pictures": int(size * 0.14 / 21900)}


def tools_folder():
    """The newest server programs themselves: Debian's commands in PATH are wrappers that cost time of their own."""
    folders = [f for f in pathlib.Path("/usr/lib/postgresql").glob("*/bin")
               if f.parent.name.isdigit() and all((f / tool).exists() for tool in ("initdb", "postgres", "pg_dump"))]
    if not folders:
        raise CannotMeasure("there are no PostgreSQL server programs in /usr/lib/postgresql")
    return max(folders, key=lambda f: int(f.parent.name))


class Cluster:
    """Started with the object of a `with`, stopped after it; removed too, unless a folder to keep was named."""

    def __init__(self, options):
        self.options = options
        self.tools = tools_folder()
        self.who = {}
        if os.geteuid() == 0:
            try:
                user = pwd.getpwnam("postgres")
            except KeyError:
                raise CannotMeasure("PostgreSQL does not run as root, and there is no user postgres") from None
            self.who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": [], "cwd": "/"}
        self.kept = options.data is not None
        self.folder = options.data.resolve() if self.kept else pathlib.Path(tempfile.mkdtemp(prefix="tidemark-bench-pg.", dir="/var/tmp"))
        self.data = self.folder / "data"
        self.socket = pathlib.Path(tempfile.mkdtemp(prefix="tidemark-bench.", dir="/tmp"))
        self.server = None

    def __enter__(self):
        try:
            self.prepare()
            self.start()
            self.fill()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self.server and self.server.poll() is None:
            self.server.send_signal(signal.SIGINT)
            try:
                self.server.wait(60)
            except subprocess.TimeoutExpired:
                self.server.send_signal(signal.SIGQUIT)
                self.server.wait()
        shutil.rmtree(self.socket, ignore_errors=True)
        if not self.kept:
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def conninfo(self):
        return f"host={self.socket} port=5432 user=postgres dbname={DATABASE}"

    def call(self, *command, **how):
        ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, stdin=how.pop("stdin", subprocess.DEVNULL), **how)
        if ran.returncode != 0:
            raise CannotMeasure(f"{command[0]} failed: {ran.stderr.strip()[-400:]}")
        return ran.stdout

    def sql(self, text, database=DATABASE, **variables):
        settings = [f"--set={name}={value}" for name, value in variables.items()]
        with tempfile.TemporaryFile("w+") as script:
            script.write(text)
            script.seek(0)
            return self.call(self.tools / "psql", "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.socket, "-p", "5432", "-U", "postgres",
                             "-d", database, *settings, stdin=script).strip()

    def prepare(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        for folder in (self.folder, self.socket):
            folder.chmod(0o755)
            if self.who:
                os.chown(folder, self.who["user"], self.who["group"])
        if not (self.data / "PG_VERSION").exists():
            say(f"initdb in {self.data}")
            self.call(self.tools / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N", **self.who)
        configuration = self.data / "postgresql.auto.conf"
        owner = configuration.stat()
        configuration.write_text(SETTINGS + f"unix_socket_directories = '{self.socket}'\n")
        os.chown(configuration, owner.st_uid, owner.st_gid)

    def start(self):
        log = open(self.folder / "server.log", "ab")
        self.server = subprocess.Popen([str(self.tools / "postgres"), "-D", str(self.data)], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                       preexec_fn=end_with_us(signal.SIGINT), **self.who)
        log.close()
        for _ in range(600):
            if self.server.poll() is not None:
                break
            try:
                self.sql("SELECT 1", "postgres")
                return
            except CannotMeasure:
                time.sleep(0.1)
        tail = (self.folder / "server.log").read_text(errors="replace")[-600:]
        raise CannotMeasure(f"the server did not start: {re.sub(chr(10), ' | ', tail.strip())}")

    def fill(self):
        """Once; a kept cluster that was filled for another size is filled anew."""
        wanted = str(self.options.megabytes)
        made = self.sql("SELECT coalesce(shobj_description(oid, 'pg_database'), '') FROM pg_database WHERE datname = 'bench'", "postgres")
        if made != wanted:
            say(f"Filling the database with about {wanted} MB (some minutes)")
            self.sql("DROP DATABASE IF EXISTS bench;\nCREATE DATABASE bench;", "postgres")
            self.sql(FILL, **rows_for(self.options.megabytes))
            self.sql(f"VACUUM (FREEZE, ANALYZE);\nCOMMENT ON DATABASE bench IS '{wanted}';\nCHECKPOINT;")
        self.table_bytes = int(self.sql("SELECT sum(pg_table_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"))
