-- SPDX-License-Identifier: GPL-3.0-or-later
-- A database that is as hard to take apart as PostgreSQL allows: every kind of object that pg_dump knows, names that
-- break naive parsers, and dependencies that pg_dump does not record. PostgreSQL 15, superuser, one transaction.
-- Needs the tablespace "hard space". Roles are shared with other databases of the cluster and made where absent.

SET search_path = '';
SET check_function_bodies = off;

DO $roles$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['hard_owner', 'hard_reader', 'hard_writer', 'Hard "Röle"', 'hard_auditor'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            EXECUTE pg_catalog.format('CREATE ROLE %I', wanted);
        END IF;
    END LOOP;
END
$roles$;

-- Schemas and extensions -------------------------------------------------------------------------------------------

CREATE SCHEMA app AUTHORIZATION hard_owner;
CREATE SCHEMA util;
CREATE SCHEMA types AUTHORIZATION hard_owner;
CREATE SCHEMA stats;
CREATE SCHEMA other;
CREATE SCHEMA ext;
CREATE SCHEMA eu AUTHORIZATION "Hard ""Röle""";
CREATE SCHEMA "a.b";
CREATE SCHEMA "- Ünï cödé 🐘";
CREATE SCHEMA empty;
COMMENT ON SCHEMA app IS 'COPY app.t (a) FROM stdin;
\.
-- Name: evil; Type: TABLE; Schema: app; Owner: nobody
';
-- No USAGE for the owner of tables whose indexes call functions of it, but through this grant.
GRANT USAGE ON SCHEMA util TO hard_owner, "Hard ""Röle""";
GRANT USAGE ON SCHEMA types, ext, app, eu, other TO hard_owner, hard_reader, hard_writer, "Hard ""Röle""" WITH GRANT OPTION;

CREATE EXTENSION citext SCHEMA ext;
CREATE EXTENSION hstore SCHEMA ext;
CREATE EXTENSION btree_gist SCHEMA ext;
CREATE EXTENSION pg_trgm SCHEMA ext;
CREATE EXTENSION ltree SCHEMA ext;
CREATE EXTENSION "uuid-ossp" SCHEMA ext;
CREATE EXTENSION postgres_fdw SCHEMA ext;
COMMENT ON EXTENSION ltree IS 'a comment that is not the extension''s own';

CREATE FUNCTION util.plodd_call() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
CREATE FUNCTION util.plodd_inline(internal) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_inline_handler';
CREATE FUNCTION util.plodd_check(oid) RETURNS void LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE TRUSTED LANGUAGE plodd HANDLER util.plodd_call INLINE util.plodd_inline VALIDATOR util.plodd_check;
COMMENT ON LANGUAGE plodd IS 'PL/pgSQL under another name';

-- Types --------------------------------------------------------------------------------------------------------------

CREATE TYPE types.status AS ENUM ('draft', 'in review', 'it''s "out"', 'ünï');
ALTER TYPE types.status OWNER TO hard_owner;
COMMENT ON TYPE types.status IS 'where a thing stands';
GRANT USAGE ON TYPE types.status TO hard_reader;
REVOKE USAGE ON TYPE types.status FROM PUBLIC;
GRANT USAGE ON TYPE types.status TO hard_owner, "Hard ""Röle""";

CREATE COLLATION types.caseless (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE FUNCTION types.is_email(value text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$SELECT value LIKE '%@%'$$;
CREATE DOMAIN types.email AS text COLLATE types.caseless CONSTRAINT email_form CHECK (types.is_email(VALUE));
COMMENT ON DOMAIN types.email IS 'with an @';
COMMENT ON CONSTRAINT email_form ON DOMAIN types.email IS 'only that';
CREATE DOMAIN types.positive AS integer DEFAULT 1 NOT NULL CHECK (VALUE > 0);
ALTER DOMAIN types.positive ADD CONSTRAINT small CHECK (VALUE < 1000000) NOT VALID;
CREATE TYPE types.point3 AS (x double precision, y double precision, z double precision);
COMMENT ON COLUMN types.point3.z IS 'up';
CREATE TYPE types."Path ""of points" AS (name text, points types.point3[], kind types.status);
CREATE FUNCTION types.span_diff(a double precision, b double precision) RETURNS double precision LANGUAGE sql IMMUTABLE AS 'SELECT a - b';
CREATE TYPE types.span AS RANGE (subtype = double precision, subtype_diff = types.span_diff, multirange_type_name = types.spans);
CREATE TYPE types.kind_of_row AS (id integer, label text, weight numeric(10,2));

CREATE TYPE types.cents;
CREATE FUNCTION types.cents_in(cstring) RETURNS types.cents LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
CREATE FUNCTION types.cents_out(types.cents) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
CREATE TYPE types.cents (INPUT = types.cents_in, OUTPUT = types.cents_out, LIKE = integer);
CREATE FUNCTION types.cents_cmp(types.cents, types.cents) RETURNS integer LANGUAGE internal IMMUTABLE STRICT AS 'btint4cmp';
CREATE FUNCTION types.cents_lt(types.cents, types.cents) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4lt';
CREATE FUNCTION types.cents_le(types.cents, types.cents) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4le';
CREATE FUNCTION types.cents_eq(types.cents, types.cents) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4eq';
CREATE FUNCTION types.cents_ge(types.cents, types.cents) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4ge';
CREATE FUNCTION types.cents_gt(types.cents, types.cents) RETURNS boolean LANGUAGE internal IMMUTABLE STRICT AS 'int4gt';
CREATE OPERATOR types.< (LEFTARG = types.cents, RIGHTARG = types.cents, FUNCTION = types.cents_lt, COMMUTATOR = OPERATOR(types.>), NEGATOR = OPERATOR(types.>=));
CREATE OPERATOR types.<= (LEFTARG = types.cents, RIGHTARG = types.cents, FUNCTION = types.cents_le, COMMUTATOR = OPERATOR(types.>=), NEGATOR = OPERATOR(types.>));
CREATE OPERATOR types.= (LEFTARG = types.cents, RIGHTARG = types.cents, FUNCTION = types.cents_eq, COMMUTATOR = OPERATOR(types.=), MERGES);
CREATE OPERATOR types.>= (LEFTARG = types.cents, RIGHTARG = types.cents, FUNCTION = types.cents_ge, COMMUTATOR = OPERATOR(types.<=), NEGATOR = OPERATOR(types.<));
CREATE OPERATOR types.> (LEFTARG = types.cents, RIGHTARG = types.cents, FUNCTION = types.cents_gt, COMMUTATOR = OPERATOR(types.<), NEGATOR = OPERATOR(types.<=));
COMMENT ON OPERATOR types.= (types.cents, types.cents) IS 'the same amount';
CREATE OPERATOR FAMILY types.cents_family USING btree;
CREATE OPERATOR CLASS types.cents_ops DEFAULT FOR TYPE types.cents USING btree FAMILY types.cents_family AS
    OPERATOR 1 types.<, OPERATOR 2 types.<=, OPERATOR 3 types.=, OPERATOR 4 types.>=, OPERATOR 5 types.>,
    FUNCTION 1 types.cents_cmp(types.cents, types.cents);
CREATE FUNCTION types.backwards(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE STRICT AS 'SELECT pg_catalog.btint4cmp($2, $1)';
CREATE OPERATOR CLASS types.backwards_ops FOR TYPE integer USING btree AS
    OPERATOR 1 pg_catalog.>, OPERATOR 2 pg_catalog.>=, OPERATOR 3 pg_catalog.=, OPERATOR 4 pg_catalog.<=, OPERATOR 5 pg_catalog.<,
    FUNCTION 1 types.backwards(integer, integer);
CREATE FUNCTION types.status_number(types.status) RETURNS integer LANGUAGE sql IMMUTABLE AS $$SELECT CASE $1 WHEN 'draft' THEN 0 ELSE 1 END$$;
CREATE CAST (types.status AS integer) WITH FUNCTION types.status_number(types.status);
COMMENT ON CAST (types.status AS integer) IS 'lossy';
CREATE AGGREGATE types.total(numeric) (SFUNC = numeric_add, STYPE = numeric, INITCOND = '0');
ALTER AGGREGATE types.total(numeric) OWNER TO hard_owner;
CREATE CONVERSION types.latin FOR 'LATIN1' TO 'UTF8' FROM pg_catalog.iso8859_1_to_utf8;
CREATE TEXT SEARCH DICTIONARY types.plain_words (TEMPLATE = pg_catalog.simple, stopwords = 'english');
CREATE TEXT SEARCH CONFIGURATION types.words (PARSER = pg_catalog."default");
ALTER TEXT SEARCH CONFIGURATION types.words ADD MAPPING FOR asciiword, word WITH types.plain_words;
CREATE ACCESS METHOD "odd heap" TYPE TABLE HANDLER pg_catalog.heap_tableam_handler;
CREATE TRANSFORM FOR integer LANGUAGE sql (FROM SQL WITH FUNCTION pg_catalog.prsd_lextype(internal), TO SQL WITH FUNCTION pg_catalog.int4recv(internal));

-- Functions whose bodies name what pg_dump does not see --------------------------------------------------------------

CREATE SEQUENCE util.code_seq START 100 INCREMENT 7;
CREATE FUNCTION util.gen_code() RETURNS text LANGUAGE sql AS $$SELECT 'C' || pg_catalog.nextval('util.code_seq')$$;
ALTER FUNCTION util.gen_code() OWNER TO hard_owner;
GRANT USAGE ON SEQUENCE util.code_seq TO hard_owner;
COMMENT ON FUNCTION util.gen_code() IS '
--
-- Name: evil; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.evil ();';
CREATE TABLE util.audit_log (at timestamptz DEFAULT pg_catalog.now(), what text, who name DEFAULT CURRENT_USER);
ALTER TABLE util.audit_log OWNER TO hard_owner;
CREATE FUNCTION util.audit() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $body$
BEGIN
    -- not util.never_mentioned
    INSERT INTO util.audit_log (what) VALUES (TG_OP || ' ' || TG_TABLE_NAME);
    PERFORM util.indirect($$a text$$);
    RETURN NULL;
END
$body$;
REVOKE ALL ON FUNCTION util.audit() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION util.audit() TO hard_owner, "Hard ""Röle""";
CREATE FUNCTION util.indirect(text) RETURNS void LANGUAGE plodd AS $$BEGIN PERFORM 1 FROM "a.b"."T ""able"; END$$;
CREATE FUNCTION util.touch() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN NEW.touched := pg_catalog.now(); RETURN NEW; END$$;
CREATE FUNCTION util.nothing() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NULL; END$$;
CREATE TABLE app.allowed_codes (code text PRIMARY KEY);
ALTER TABLE app.allowed_codes OWNER TO hard_owner;
INSERT INTO app.allowed_codes VALUES ('A'), ('B'), ('\.'), ('tab	bed');
CREATE FUNCTION util.is_allowed(text) RETURNS boolean LANGUAGE sql STABLE AS 'SELECT EXISTS (SELECT FROM app.allowed_codes WHERE code = $1)';
CREATE FUNCTION util.fold(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT pg_catalog.lower($1)';
CREATE FUNCTION util.atomic_double(value integer) RETURNS integer LANGUAGE sql IMMUTABLE BEGIN ATOMIC SELECT value * 2; END;
CREATE FUNCTION util.overloaded(integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT 'integer'$$;
CREATE FUNCTION util.overloaded(text, VARIADIC numeric[] DEFAULT '{}') RETURNS text LANGUAGE sql IMMUTABLE AS $$SELECT 'text'$$;
CREATE PROCEDURE util."Do it; --"(INOUT n integer DEFAULT 1) LANGUAGE plpgsql AS $$BEGIN n := n + 1; CALL util.step(); END$$;
CREATE PROCEDURE util.step() LANGUAGE plpgsql AS $$BEGIN INSERT INTO util.audit_log (what) SELECT 'step'; END$$;
CREATE FUNCTION util.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN NULL; END$$;

-- Tables -------------------------------------------------------------------------------------------------------------

CREATE TABLE app.customers (
    id serial PRIMARY KEY,
    code text DEFAULT util.gen_code() NOT NULL,
    email types.email,
    name ext.citext COLLATE pg_catalog."C" NOT NULL,
    status types.status DEFAULT 'draft'::types.status,
    settings ext.hstore DEFAULT ''::ext.hstore,
    place types."Path ""of points",
    touched timestamptz,
    "Full ""Näme""" text GENERATED ALWAYS AS (pg_catalog.lower(code) || '!') STORED,
    CONSTRAINT customers_code_key UNIQUE (code),
    CONSTRAINT "check, it; --" CHECK (code <> '')
);
ALTER TABLE app.customers OWNER TO hard_owner;
COMMENT ON TABLE app.customers IS 'who pays';
COMMENT ON COLUMN app.customers.email IS 'asks; "why"';
COMMENT ON CONSTRAINT customers_pkey ON app.customers IS 'the key';
COMMENT ON CONSTRAINT "check, it; --" ON app.customers IS 'not nothing';
COMMENT ON SEQUENCE app.customers_id_seq IS 'behind customers';
CREATE INDEX customers_name_trgm ON app.customers USING gin (name ext.gin_trgm_ops) WITH (fastupdate = off);
CREATE UNIQUE INDEX customers_folded ON app.customers (util.fold(code)) INCLUDE (email) WHERE status <> 'draft';
CREATE INDEX customers_words ON app.customers USING gin (pg_catalog.to_tsvector('types.words', code));
COMMENT ON INDEX app.customers_folded IS 'calls a function of a schema that the owner may use by a grant only';
ALTER INDEX app.customers_folded ALTER COLUMN 1 SET STATISTICS 500;
ALTER TABLE app.customers CLUSTER ON customers_pkey;
ALTER TABLE app.customers ALTER COLUMN code SET STATISTICS 77, ALTER COLUMN code SET STORAGE EXTERNAL, ALTER COLUMN code SET (n_distinct = -1);
ALTER TABLE app.customers SET (fillfactor = 71, toast.autovacuum_enabled = false, autovacuum_vacuum_scale_factor = 0.3);
CREATE STATISTICS stats.customers_both (dependencies, ndistinct) ON code, status FROM app.customers;
COMMENT ON STATISTICS stats.customers_both IS 'in another schema';
ALTER STATISTICS stats.customers_both SET STATISTICS 42;
CREATE STATISTICS app.customers_expression ON (pg_catalog.lower(code)), (id % 10) FROM app.customers;
GRANT SELECT ON app.customers TO hard_reader;
GRANT SELECT, INSERT, UPDATE ON app.customers TO hard_writer WITH GRANT OPTION;
GRANT UPDATE (email, "Full ""Näme"""), REFERENCES (id) ON app.customers TO "Hard ""Röle""";
GRANT USAGE, SELECT ON SEQUENCE app.customers_id_seq TO hard_writer;
CREATE TRIGGER customers_touch BEFORE UPDATE ON app.customers FOR EACH ROW WHEN (OLD.code IS DISTINCT FROM NEW.code) EXECUTE FUNCTION util.touch();
CREATE TRIGGER "a b; c" AFTER TRUNCATE ON app.customers EXECUTE FUNCTION util.nothing();
ALTER TABLE app.customers DISABLE TRIGGER "a b; c";
COMMENT ON TRIGGER customers_touch ON app.customers IS 'notes when';
CREATE TABLE app.secrets (reader name, customer integer);
ALTER TABLE app.secrets OWNER TO hard_owner;
CREATE POLICY own ON app.customers AS PERMISSIVE FOR SELECT TO hard_reader, "Hard ""Röle""" USING (EXISTS (SELECT FROM app.secrets s WHERE s.customer = customers.id));
CREATE POLICY "no way" ON app.customers AS RESTRICTIVE FOR DELETE TO PUBLIC USING (false);
COMMENT ON POLICY own ON app.customers IS 'reads another table';
ALTER TABLE app.customers ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
INSERT INTO app.customers (email, name, status, settings, place, touched)
SELECT 'user' || i || '@example.org', 'Näme ' || i, (ARRAY['draft', 'in review', 'it''s "out"', 'ünï'])[1 + i % 4]::types.status,
       ('k' || i || '=>"v, ' || i || '"')::ext.hstore, ROW('p"' || i, ARRAY[ROW(i, 0.1, 'NaN')::types.point3], 'draft')::types."Path ""of points", '2020-01-01 00:00:00Z'
FROM pg_catalog.generate_series(1, 50) i;
CREATE TRIGGER customers_audit AFTER INSERT OR DELETE ON app.customers FOR EACH ROW EXECUTE FUNCTION util.audit();
ALTER TABLE app.customers ENABLE ALWAYS TRIGGER customers_audit;

CREATE TABLE app.orders (
    id bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME app."orders number" START 1000 INCREMENT -3 MINVALUE -50 MAXVALUE 1000 CYCLE CACHE 5),
    other_id integer GENERATED BY DEFAULT AS IDENTITY,
    customer_id integer NOT NULL,
    amount types.cents NOT NULL,
    during tstzrange,
    room integer,
    code text,
    parent bigint,
    previous bigint,
    CONSTRAINT orders_pkey PRIMARY KEY (id),
    CONSTRAINT orders_during_excl EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room IS NOT NULL) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT orders_one_previous UNIQUE NULLS NOT DISTINCT (previous, customer_id, id) INCLUDE (code),
    CONSTRAINT orders_code_allowed CHECK (code IS NULL OR util.is_allowed(code)),
    CONSTRAINT orders_whole_row CHECK (orders IS NOT NULL OR true) NO INHERIT
);
ALTER TABLE app.orders OWNER TO hard_owner;
ALTER TABLE app.orders ADD CONSTRAINT orders_customer_fkey FOREIGN KEY (customer_id) REFERENCES app.customers (id) ON DELETE CASCADE DEFERRABLE;
ALTER TABLE app.orders ADD CONSTRAINT orders_self_fkey FOREIGN KEY (parent) REFERENCES app.orders (id) ON UPDATE SET NULL;
ALTER TABLE app.orders ADD CONSTRAINT orders_not_checked CHECK (room < 100) NOT VALID;
COMMENT ON CONSTRAINT orders_customer_fkey ON app.orders IS 'comment of a foreign key';
COMMENT ON CONSTRAINT orders_not_checked ON app.orders IS 'comment of a check of its own';
CREATE INDEX orders_amount ON app.orders (amount);
CREATE INDEX orders_backwards ON app.orders (room types.backwards_ops DESC NULLS LAST, util.atomic_double(room));
CREATE INDEX orders_brin ON app.orders USING brin (customer_id) TABLESPACE "hard space";
ALTER TABLE app.orders REPLICA IDENTITY USING INDEX orders_pkey;
CREATE CONSTRAINT TRIGGER orders_late AFTER INSERT ON app.orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION util.nothing();
CREATE TRIGGER orders_seen AFTER INSERT ON app.orders REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION util.nothing('it''s', 'x\y');
ALTER TABLE app.orders ENABLE REPLICA TRIGGER orders_late;
CREATE RULE "also ""log""" AS ON INSERT TO app.orders WHERE new.room = 13 DO ALSO INSERT INTO util.audit_log (what) VALUES ('rule');
COMMENT ON RULE "also ""log""" ON app.orders IS 'unlucky';
INSERT INTO app.orders (customer_id, amount, during, room, code) SELECT 1 + i % 50, i::text::types.cents,
    pg_catalog.tstzrange('2020-01-01 00:00Z'::timestamptz + i * interval '1 hour', '2020-01-01 00:00Z'::timestamptz + (i + 1) * interval '1 hour'), i % 7,
    (ARRAY['A', 'B', '\.', 'tab	bed'])[1 + i % 4] FROM pg_catalog.generate_series(1, 40) i;

-- A sequence that several tables share, and another table's own as a default.
CREATE SEQUENCE app.shared_seq AS smallint START 5 MINVALUE -7 MAXVALUE 300 CACHE 2;
ALTER SEQUENCE app.shared_seq OWNER TO hard_owner;
GRANT ALL ON SEQUENCE app.shared_seq TO hard_writer;
SELECT pg_catalog.setval('app.shared_seq', 42, false);
CREATE TABLE app.shares_one (id integer DEFAULT pg_catalog.nextval('app.shared_seq'), theirs integer DEFAULT pg_catalog.nextval('app.customers_id_seq'));
CREATE TABLE app.shares_two (id integer DEFAULT pg_catalog.nextval('app.shared_seq') PRIMARY KEY, ref text DEFAULT pg_catalog.currval('app.shared_seq'::text)::text);
INSERT INTO app.shares_two VALUES (1, 'a'), (2, 'b');
CREATE SEQUENCE app."lone Séq; DROP" INCREMENT BY -2 CYCLE;
SELECT pg_catalog.nextval('app."lone Séq; DROP"');
CREATE SEQUENCE app.never_called START 77;

-- Foreign keys in a circle.
CREATE TABLE app.chicken (id integer PRIMARY KEY, egg integer);
CREATE TABLE app.egg (id integer PRIMARY KEY, chicken integer REFERENCES app.chicken (id));
ALTER TABLE app.chicken ADD CONSTRAINT chicken_egg_fkey FOREIGN KEY (egg) REFERENCES app.egg (id) DEFERRABLE INITIALLY DEFERRED;
INSERT INTO app.chicken VALUES (1, NULL), (2, NULL);
INSERT INTO app.egg VALUES (10, 1), (20, 2);
UPDATE app.chicken SET egg = id * 10;
CREATE TABLE other.unverified (id integer PRIMARY KEY, customer integer, egg integer);
INSERT INTO other.unverified VALUES (1, 999, 10);
ALTER TABLE other.unverified ADD CONSTRAINT unverified_fkey FOREIGN KEY (customer) REFERENCES app.customers (id) NOT VALID;
ALTER TABLE other.unverified ADD CONSTRAINT unverified_egg_fkey FOREIGN KEY (egg) REFERENCES app.egg (id) MATCH FULL;

-- The same names in several schemas, and names that run into each other.
CREATE TABLE public.customers (id integer PRIMARY KEY, note text);
CREATE TABLE other.customers (id integer PRIMARY KEY REFERENCES public.customers (id), note text);
INSERT INTO public.customers SELECT i, 'public ' || i FROM pg_catalog.generate_series(1, 5) i;
INSERT INTO other.customers SELECT i, 'other ' || i FROM pg_catalog.generate_series(1, 3) i;
CREATE TABLE app.a (id integer DEFAULT 1, "b id" integer);
CREATE TABLE app."a b" (id integer DEFAULT 2);
CREATE TRIGGER "b c" AFTER INSERT ON app.a EXECUTE FUNCTION util.nothing();
CREATE TRIGGER c AFTER INSERT ON app."a b" EXECUTE FUNCTION util.nothing('another');
CREATE POLICY "b p" ON app.a USING (id > 0);
CREATE POLICY p ON app."a b" USING (id > 1);
CREATE RULE "b r" AS ON DELETE TO app.a DO ALSO NOTHING;
CREATE RULE r AS ON DELETE TO app."a b" DO INSTEAD NOTHING;
ALTER TABLE app.a ADD CONSTRAINT "b u" UNIQUE (id);
ALTER TABLE app."a b" ADD CONSTRAINT u UNIQUE (id);
ALTER TABLE app.a ADD CONSTRAINT "b n" CHECK (id > -1) NOT VALID;
ALTER TABLE app."a b" ADD CONSTRAINT n CHECK (id > -2) NOT VALID;
ALTER TABLE app."a b" ADD CONSTRAINT f FOREIGN KEY (id) REFERENCES app.a (id);
ALTER TABLE app.a ALTER COLUMN "b id" SET DEFAULT pg_catalog.nextval('app.shared_seq');
COMMENT ON TRIGGER "b c" ON app.a IS 'of a';
COMMENT ON TRIGGER c ON app."a b" IS 'of a b';
CREATE INDEX ON app.a ("b id");
CREATE INDEX "a USING btree (x)" ON app."a b" (id);

-- Names.
CREATE TABLE "a.b"."T ""able" (id serial PRIMARY KEY, "Col; DROP TABLE x; --" text, " lead" text, "trail " text, "new
line" text, "per%cent*?" text, "COPY" text);
INSERT INTO "a.b"."T ""able" ("Col; DROP TABLE x; --", " lead", "trail ", "new
line", "COPY") VALUES (E'\\.', E'\\N', E'a\tb\nc\r\\', NULL, '-- Name: x; Type: TABLE; Schema: y; Owner: z'), ('', ' ', E'\x01\x7f', '"', E'\\.\n');
CREATE TABLE "a.b"."; DROP TABLE x; --" ("x; Type: VIEW; Schema: y" integer);
CREATE TABLE app."x; Type: VIEW; Schema: y" (id integer PRIMARY KEY);
CREATE TABLE app." lead" (id integer);
CREATE TABLE app."trail " (id integer);
CREATE TABLE app."new
line" (id integer PRIMARY KEY, "per
son" text);
COMMENT ON TABLE app."new
line" IS 'two
lines';
GRANT SELECT ("per
son") ON app."new
line" TO "Hard ""Röle""";
INSERT INTO app."new
line" VALUES (1, E'--\n-- Name: evil; Type: TABLE; Schema: app; Owner: o\n--\n\nCREATE TABLE x();');
CREATE TABLE app."a_name_of_sixty-three_bytes_that_leaves_no_room_for_anything_xyz" (a_column_of_sixty_three_bytes_that_leaves_no_room_for_anything_xyz serial);
CREATE TABLE "- Ünï cödé 🐘"."Tablé 🐘" ("Spalté 🐘" text PRIMARY KEY, "select" integer);
INSERT INTO "- Ünï cödé 🐘"."Tablé 🐘" VALUES ('🐘', 1), ('e' || U&'\0301', 2);
CREATE TABLE app."select" ("from" integer, "where" text DEFAULT 'it''s');
CREATE TABLE app."*" (id integer);
CREATE TABLE app."app.customers" (id integer);
CREATE TABLE app.no_columns ();
INSERT INTO app.no_columns DEFAULT VALUES;
INSERT INTO app.no_columns DEFAULT VALUES;
CREATE TABLE app.generated_only (a integer GENERATED ALWAYS AS (1 + 1) STORED);
INSERT INTO app.generated_only DEFAULT VALUES;

-- Values.
CREATE TABLE app."values" (
    id integer, f4 real, f8 double precision, n numeric, d date, ts timestamp, tz timestamptz, iv interval, b bytea, j json, jb jsonb, bits bit(5), vb bit varying,
    m money, x xml, net inet, mac macaddr, u uuid, p point, poly polygon, t text[], tt tsvector, q tsquery, r int4range, mr int4multirange, c "char", nm name, l ext.ltree, s types.span, path jsonpath, o oid);
INSERT INTO app."values" VALUES
    (1, 'NaN', 'Infinity', 'NaN', '4713-01-01 BC', '294276-12-31 23:59:59.999999', 'infinity', '178000000 years', '\x00ff5c0a', '{"a" : 1, "a":2}', '{"b": "\u00e9"}', B'10101', B'', '-12.34', '<a>&amp;</a>', '::1/128', '08:00:2b:01:02:03', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '(1e300,-0)', '((0,0),(1,1),(1,0))', ARRAY['a"b', NULL, 'NULL', '', E'\\.'], 'a:1A b', 'a & !b', '[1,5)', '{[1,2),[5,6)}', 'x', 'name', 'a.b.c', '[1,2]', '$.a[*]', 4294967295),
    (2, '-0', 5e-324, '123456789012345678901234567890.123456789', '5874897-12-31', '-infinity', '2020-06-01 12:00+05:45', '-1 mon +1 day -00:00:00.000001', '', 'null', 'null', B'00000', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '{{1,2},{3,4}}', NULL, NULL, 'empty', '{}', '', '', NULL, 'empty', NULL, 0),
    (3, NULL, NULL, '-Infinity', 'infinity', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '[0:1]={a,b}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE UNLOGGED TABLE app.unlogged (id integer PRIMARY KEY, v text) WITH (fillfactor = 50) TABLESPACE "hard space";
INSERT INTO app.unlogged VALUES (1, 'gone after a crash');
CREATE TABLE app.of_type OF types.kind_of_row (id WITH OPTIONS PRIMARY KEY, label DEFAULT 'x', CHECK (weight > 0));
INSERT INTO app.of_type VALUES (1, 'one', 1.5);
CREATE TABLE app.rowtype_holder (id integer, snapshot public.customers, many public.customers[]);
INSERT INTO app.rowtype_holder SELECT 1, c, ARRAY[c] FROM public.customers c WHERE id = 1;
CREATE TABLE app.with_method (id integer) USING "odd heap";
CREATE TABLE app.compressed (id integer, v text COMPRESSION pglz, w text DEFAULT 'w');
INSERT INTO app.compressed SELECT i, pg_catalog.repeat('x', 3000) FROM pg_catalog.generate_series(1, 20) i;
ALTER TABLE app.compressed ALTER COLUMN w SET STORAGE MAIN, DROP COLUMN id;
ALTER TABLE app.compressed ADD COLUMN after_drop integer DEFAULT 5, ADD COLUMN domained types.positive DEFAULT 3;

-- What pg_dump does not record: the operator class behind a key, and the cast in a check.
CREATE TABLE app.priced (price types.cents PRIMARY KEY, status types.status CHECK (status::integer >= 0));
INSERT INTO app.priced VALUES ('5', 'draft'), ('7', NULL);

-- Inheritance.
CREATE TABLE app.parent_one (id integer PRIMARY KEY, label text DEFAULT 'one' CHECK (label <> ''), common integer);
CREATE TABLE app.parent_two (common integer DEFAULT 2, extra text NOT NULL);
CREATE TABLE app.child (own integer, label text DEFAULT 'child') INHERITS (app.parent_one, app.parent_two);
CREATE TABLE app.grandchild (CHECK (own > 0)) INHERITS (app.child);
ALTER TABLE app.grandchild ALTER COLUMN common SET DEFAULT 3, ALTER COLUMN extra SET DEFAULT 'e';
INSERT INTO app.parent_one VALUES (1, 'p', 1);
INSERT INTO app.child (id, extra, common, own) VALUES (2, 'x', 22, 5);
INSERT INTO app.grandchild (id, own) VALUES (3, 6);

-- Partitions: list, range below, across schemas, attached with other column order, a default.
CREATE TABLE app.events (id bigint NOT NULL, region text NOT NULL, at date NOT NULL, customer integer REFERENCES app.customers (id), payload jsonb DEFAULT '{}',
    CONSTRAINT events_pkey PRIMARY KEY (region, at, id)) PARTITION BY LIST (region);
ALTER TABLE app.events OWNER TO hard_owner;
CREATE TABLE eu.events_eu PARTITION OF app.events FOR VALUES IN ('eu', 'uk') PARTITION BY RANGE (at);
CREATE TABLE eu.events_eu_2020 PARTITION OF eu.events_eu FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE eu.events_eu_later PARTITION OF eu.events_eu FOR VALUES FROM ('2021-01-01') TO (MAXVALUE) TABLESPACE "hard space";
CREATE TABLE app.events_us (payload jsonb DEFAULT '{"us": 1}', at date NOT NULL, region text NOT NULL, dropped text, customer integer, id bigint NOT NULL);
ALTER TABLE app.events_us DROP COLUMN dropped;
ALTER TABLE app.events ATTACH PARTITION app.events_us FOR VALUES IN ('us');
CREATE TABLE app."events rest" PARTITION OF app.events DEFAULT;
CREATE INDEX events_customer ON app.events (customer) WHERE customer IS NOT NULL;
CREATE INDEX events_only ON ONLY app.events (payload);
COMMENT ON INDEX app.events_customer IS 'of all partitions';
CREATE TRIGGER events_seen AFTER INSERT ON app.events FOR EACH ROW EXECUTE FUNCTION util.nothing();
ALTER TABLE app.events_us DISABLE TRIGGER events_seen;
ALTER TABLE eu.events_eu_2020 ADD CONSTRAINT own_check CHECK (id > 0);
GRANT SELECT ON eu.events_eu_2020 TO hard_reader;
INSERT INTO app.events (id, region, at, customer) SELECT i, (ARRAY['eu', 'uk', 'us', 'asia'])[1 + i % 4], '2020-06-01'::date + i * 10, 1 + i % 50 FROM pg_catalog.generate_series(1, 80) i;
CREATE TABLE app.event_notes (region text, at date, id bigint, note text, FOREIGN KEY (region, at, id) REFERENCES app.events (region, at, id));
INSERT INTO app.event_notes SELECT region, at, id, 'n' FROM app.events WHERE id < 9;
-- Rows of these are loaded through the root: the hash of an enum's value is not the same everywhere.
CREATE TABLE app.hashed (status types.status, n integer, PRIMARY KEY (status, n)) PARTITION BY HASH (status);
CREATE TABLE app.hashed_0 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 3, REMAINDER 0);
CREATE TABLE app.hashed_1 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 3, REMAINDER 1);
CREATE TABLE app.hashed_2 PARTITION OF app.hashed FOR VALUES WITH (MODULUS 3, REMAINDER 2);
INSERT INTO app.hashed SELECT s, i FROM pg_catalog.unnest(pg_catalog.enum_range(NULL::types.status)) s, pg_catalog.generate_series(1, 5) i;
CREATE TABLE app.no_partitions (id integer) PARTITION BY RANGE (id);

-- A CHECK that reads a table which is loaded later.
CREATE TABLE app.aaa_coded (code text CHECK (util.is_allowed(code)), made text DEFAULT util.gen_code());
INSERT INTO app.aaa_coded VALUES ('A'), ('B');

-- Views ----------------------------------------------------------------------------------------------------------------

CREATE VIEW app.active AS SELECT id, name, status FROM app.customers WHERE status <> 'draft'::types.status WITH LOCAL CHECK OPTION;
ALTER VIEW app.active OWNER TO hard_owner;
ALTER VIEW app.active ALTER COLUMN status SET DEFAULT 'in review';
COMMENT ON VIEW app.active IS 'those that count';
COMMENT ON COLUMN app.active.name IS 'as written';
GRANT SELECT ON app.active TO hard_reader;
GRANT UPDATE (name) ON app.active TO hard_writer;
CREATE VIEW app."view of view" WITH (security_barrier = true) AS SELECT a.*, o.amount FROM app.active a JOIN app.orders o ON o.customer_id = a.id;
CREATE VIEW app.by_key AS SELECT c.*, pg_catalog.count(*) AS orders FROM app.customers c JOIN app.orders o ON o.customer_id = c.id GROUP BY c.id;
CREATE FUNCTION app.view_change() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RETURN NEW; END$$;
CREATE TRIGGER active_change INSTEAD OF UPDATE ON app."view of view" FOR EACH ROW EXECUTE FUNCTION app.view_change();
CREATE VIEW app.knot AS SELECT 1 AS a;
CREATE FUNCTION app.knot_rows() RETURNS SETOF app.knot LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE VIEW app.knot AS SELECT a FROM app.knot_rows();
COMMENT ON VIEW app.knot IS 'tied to a function';
CREATE RECURSIVE VIEW app.counted (n) AS SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 3;
CREATE VIEW app.ruled AS SELECT id, note FROM public.customers;
CREATE RULE ruled_insert AS ON INSERT TO app.ruled DO INSTEAD INSERT INTO public.customers VALUES (new.id, new.note);
CREATE VIEW app.uses_body AS SELECT util.overloaded(1) AS one, types.total(1.5) AS two;
CREATE VIEW "a.b"."VIEW "";" AS SELECT "Col; DROP TABLE x; --" FROM "a.b"."T ""able";
CREATE MATERIALIZED VIEW app.per_status AS SELECT status, pg_catalog.count(*) AS n FROM app.customers GROUP BY status;
ALTER MATERIALIZED VIEW app.per_status OWNER TO hard_owner;
CREATE UNIQUE INDEX per_status_status ON app.per_status (status);
COMMENT ON MATERIALIZED VIEW app.per_status IS 'counted';
GRANT SELECT ON app.per_status TO hard_reader;
CREATE MATERIALIZED VIEW app.per_status_sum WITH (fillfactor = 60) AS SELECT pg_catalog.sum(n) AS n FROM app.per_status;
CREATE MATERIALIZED VIEW app.not_filled AS SELECT id FROM app.active WITH NO DATA;
CREATE VIEW app.over_materialized AS SELECT n FROM app.per_status_sum;

-- Foreign data ---------------------------------------------------------------------------------------------------------

CREATE FOREIGN DATA WRAPPER nothing_fdw OPTIONS (debug 'true');
CREATE SERVER "far away" TYPE 'x' VERSION '1' FOREIGN DATA WRAPPER nothing_fdw OPTIONS (host 'nowhere.invalid');
COMMENT ON SERVER "far away" IS 'is not there';
GRANT USAGE ON FOREIGN SERVER "far away" TO hard_reader;
CREATE USER MAPPING FOR hard_reader SERVER "far away" OPTIONS (username 'u');
CREATE USER MAPPING FOR PUBLIC SERVER "far away";
CREATE FOREIGN TABLE app.remote (id integer OPTIONS (column_name 'ID; --') NOT NULL, v types.status DEFAULT 'draft', CONSTRAINT remote_check CHECK (id > 0)) SERVER "far away" OPTIONS (table_name 'x');
COMMENT ON COLUMN app.remote.id IS 'far';
GRANT SELECT ON app.remote TO hard_reader;
CREATE TRIGGER remote_seen BEFORE INSERT ON app.remote FOR EACH ROW EXECUTE FUNCTION util.nothing();

-- What belongs to no table ---------------------------------------------------------------------------------------------

ALTER DEFAULT PRIVILEGES FOR ROLE hard_owner IN SCHEMA app GRANT SELECT ON TABLES TO hard_auditor;
ALTER DEFAULT PRIVILEGES FOR ROLE hard_auditor REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
CREATE EVENT TRIGGER hard_ddl ON ddl_command_end WHEN TAG IN ('CREATE AGGREGATE') EXECUTE FUNCTION util.on_ddl();
COMMENT ON EVENT TRIGGER hard_ddl IS 'looks on';
SELECT pg_catalog.lo_from_bytea(70001, '\x00010203'), pg_catalog.lo_from_bytea(70002, pg_catalog.convert_to(pg_catalog.repeat('large ', 2000), 'UTF8')), pg_catalog.lo_create(70003);
ALTER LARGE OBJECT 70002 OWNER TO hard_owner;
COMMENT ON LARGE OBJECT 70001 IS 'four bytes';
GRANT SELECT ON LARGE OBJECT 70001 TO hard_reader;
CREATE TABLE app.has_large (id integer, data oid);
INSERT INTO app.has_large VALUES (1, 70001), (2, 70002);
CREATE PUBLICATION "some" FOR TABLE app.customers (id, name, code), app.shares_two WHERE (id > 1) WITH (publish = 'insert');
CREATE PUBLICATION a_schema FOR TABLES IN SCHEMA other WITH (publish = 'insert');
COMMENT ON PUBLICATION "some" IS 'a part';
CREATE SUBSCRIPTION hard_subscription CONNECTION 'host=nowhere.invalid' PUBLICATION far WITH (connect = false, enabled = false, slot_name = NONE);
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish = 'insert');
