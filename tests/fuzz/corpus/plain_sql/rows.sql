--
-- PostgreSQL database dump
--

\restrict xb0GpFLpVYipEDiDVGhFcTDMAQFen5wVnsty0DMulTazRyS86zzi3YhdHvdC8yk

-- Dumped from database version 15.20 (Debian 15.20-0+deb12u1)
-- Dumped by pg_dump version 15.20 (Debian 15.20-0+deb12u1)

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: app; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA app;


ALTER SCHEMA app OWNER TO postgres;

--
-- Name: ext; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA ext;


ALTER SCHEMA ext OWNER TO postgres;

--
-- Name: o'dd; Owner: x; Type: SCHEMA; Schema: -; Owner: postgres
--

CREATE SCHEMA "o'dd; Owner: x";


ALTER SCHEMA "o'dd; Owner: x" OWNER TO postgres;

--
-- Name: hstore; Type: EXTENSION; Schema: -; Owner: -
--

CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA ext;


--
-- Name: EXTENSION hstore; Type: COMMENT; Schema: -; Owner: 
--

COMMENT ON EXTENSION hstore IS 'data type for storing sets of (key, value) pairs';


--
-- Name: mood; Type: TYPE; Schema: app; Owner: postgres
--

CREATE TYPE app.mood AS ENUM (
    'a',
    'it''s;',
    '--'
);


ALTER TYPE app.mood OWNER TO postgres;

--
-- Name: pos; Type: DOMAIN; Schema: app; Owner: postgres
--

CREATE DOMAIN app.pos AS integer
	CONSTRAINT pos_check CHECK ((VALUE > 0));


ALTER DOMAIN app.pos OWNER TO postgres;

--
-- Name: et(); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.et() RETURNS event_trigger
    LANGUAGE plpgsql
    AS $$ BEGIN END $$;


ALTER FUNCTION app.et() OWNER TO postgres;

--
-- Name: f(); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.f() RETURNS integer
    LANGUAGE plpgsql
    AS $$ BEGIN
--
-- Name: evil; Type: TABLE; Schema: public; Owner: postgres
--

COPY x FROM stdin;
 RETURN 1; END $$;


ALTER FUNCTION app.f() OWNER TO postgres;

SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: t; Type: TABLE; Schema: app; Owner: app_owner
--

CREATE TABLE app.t (
    id integer NOT NULL,
    m app.mood,
    p app.pos,
    txt text,
    h ext.hstore,
    "o""q'x;" integer
);


ALTER TABLE app.t OWNER TO app_owner;

--
-- Name: TABLE t; Type: COMMENT; Schema: app; Owner: app_owner
--

COMMENT ON TABLE app.t IS 'it''s
--
-- Name: x; Type: TABLE; Schema: y; Owner: z
--

\.';


--
-- Name: COLUMN t.txt; Type: COMMENT; Schema: app; Owner: app_owner
--

COMMENT ON COLUMN app.t.txt IS 'c';


--
-- Name: g(integer); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.g(a integer) RETURNS integer
    LANGUAGE sql
    BEGIN ATOMIC
 SELECT 1;
 SELECT
         CASE
             WHEN (a = 1) THEN ( SELECT max(t.id) AS max
                FROM app.t)
             ELSE 3
         END AS "case";
END;


ALTER FUNCTION app.g(a integer) OWNER TO postgres;

--
-- Name: trg(); Type: FUNCTION; Schema: app; Owner: postgres
--

CREATE FUNCTION app.trg() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RETURN NEW; END $$;


ALTER FUNCTION app.trg() OWNER TO postgres;

--
-- Name: agg(integer); Type: AGGREGATE; Schema: app; Owner: postgres
--

CREATE AGGREGATE app.agg(integer) (
    SFUNC = int4pl,
    STYPE = integer
);


ALTER AGGREGATE app.agg(integer) OWNER TO postgres;

--
-- Name: ===; Type: OPERATOR; Schema: app; Owner: postgres
--

CREATE OPERATOR app.=== (
    FUNCTION = int4eq,
    LEFTARG = integer,
    RIGHTARG = integer
);


ALTER OPERATOR app.=== (integer, integer) OWNER TO postgres;

--
-- Name: hp; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.hp (
    k app.mood,
    v integer
)
PARTITION BY HASH (k);


ALTER TABLE app.hp OWNER TO postgres;

--
-- Name: hp0; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.hp0 (
    k app.mood,
    v integer
);


ALTER TABLE app.hp0 OWNER TO postgres;

--
-- Name: hp1; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.hp1 (
    k app.mood,
    v integer
);


ALTER TABLE app.hp1 OWNER TO postgres;

--
-- Name: ident; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.ident (
    id integer NOT NULL,
    g integer GENERATED ALWAYS AS (1) STORED
);


ALTER TABLE app.ident OWNER TO postgres;

--
-- Name: ident_id_seq; Type: SEQUENCE; Schema: app; Owner: postgres
--

ALTER TABLE app.ident ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME app.ident_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);


--
-- Name: v; Type: VIEW; Schema: app; Owner: postgres
--

CREATE VIEW app.v AS
 SELECT t.id,
    ((t.txt || ';'::text) || ''';''--'::text) AS s
   FROM app.t;


ALTER TABLE app.v OWNER TO postgres;

--
-- Name: mv; Type: MATERIALIZED VIEW; Schema: app; Owner: postgres
--

CREATE MATERIALIZED VIEW app.mv AS
 SELECT v.id,
    v.s
   FROM app.v
  WITH NO DATA;


ALTER TABLE app.mv OWNER TO postgres;

--
-- Name: part; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.part (
    k app.mood,
    v integer
)
PARTITION BY LIST (k);


ALTER TABLE app.part OWNER TO postgres;

--
-- Name: part_a; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.part_a (
    k app.mood,
    v integer
);


ALTER TABLE app.part_a OWNER TO postgres;

--
-- Name: t_id_seq; Type: SEQUENCE; Schema: app; Owner: app_owner
--

CREATE SEQUENCE app.t_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;


ALTER TABLE app.t_id_seq OWNER TO app_owner;

--
-- Name: t_id_seq; Type: SEQUENCE OWNED BY; Schema: app; Owner: app_owner
--

ALTER SEQUENCE app.t_id_seq OWNED BY app.t.id;


--
-- Name: zero; Type: TABLE; Schema: app; Owner: postgres
--

CREATE TABLE app.zero (
);


ALTER TABLE app.zero OWNER TO postgres;

--
-- Name: a.b; Type: TABLE; Schema: o'dd; Owner: x; Owner: postgres
--

CREATE TABLE "o'dd; Owner: x"."a.b" (
    a integer
);


ALTER TABLE "o'dd; Owner: x"."a.b" OWNER TO postgres;

--
-- Name: new line; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public."new
line" (
    a integer,
    b text
);


ALTER TABLE public."new
line" OWNER TO postgres;

--
-- Name: x; Type: VIEW; Schema: y; Type: TABLE; Schema: public; Owner: postgres
--

CREATE TABLE public."x; Type: VIEW; Schema: y" (
    a integer
);


ALTER TABLE public."x; Type: VIEW; Schema: y" OWNER TO postgres;

--
-- Name: hp0; Type: TABLE ATTACH; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.hp ATTACH PARTITION app.hp0 FOR VALUES WITH (modulus 2, remainder 0);


--
-- Name: hp1; Type: TABLE ATTACH; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.hp ATTACH PARTITION app.hp1 FOR VALUES WITH (modulus 2, remainder 1);


--
-- Name: part_a; Type: TABLE ATTACH; Schema: app; Owner: postgres
--

ALTER TABLE ONLY app.part ATTACH PARTITION app.part_a FOR VALUES IN ('a');


--
-- Name: t id; Type: DEFAULT; Schema: app; Owner: app_owner
--

ALTER TABLE ONLY app.t ALTER COLUMN id SET DEFAULT nextval('app.t_id_seq'::regclass);


--
-- Name: 4242; Type: BLOB; Schema: -; Owner: postgres
--

SELECT pg_catalog.lo_create('4242');


ALTER LARGE OBJECT 4242 OWNER TO postgres;

--
-- Name: LARGE OBJECT 4242; Type: COMMENT; Schema: -; Owner: postgres
--

COMMENT ON LARGE OBJECT 4242 IS 'lo';


--
-- Name: 4243; Type: BLOB; Schema: -; Owner: postgres
--

SELECT pg_catalog.lo_create('4243');


ALTER LARGE OBJECT 4243 OWNER TO postgres;

--
-- Data for Name: hp0; Type: TABLE DATA; Schema: app; Owner: postgres
--

-- load via partition root app.hp



--
-- Data for Name: hp1; Type: TABLE DATA; Schema: app; Owner: postgres
--

-- load via partition root app.hp

INSERT INTO app.hp VALUES
	('a', 1),
	('a', 2),
	('a', 3);
INSERT INTO app.hp VALUES
	('a', 4),
	('a', 5);


--
-- Data for Name: ident; Type: TABLE DATA; Schema: app; Owner: postgres
--

INSERT INTO app.ident OVERRIDING SYSTEM VALUE VALUES
	(1, DEFAULT);


--
-- Data for Name: part_a; Type: TABLE DATA; Schema: app; Owner: postgres
--

INSERT INTO app.part_a VALUES
	('a', 1);


--
-- Data for Name: t; Type: TABLE DATA; Schema: app; Owner: app_owner
--

INSERT INTO app.t VALUES
	(1, NULL, NULL, '--', NULL, 1),
	(2, NULL, NULL, '-- Name: evil; Type: TABLE; Schema: public; Owner: postgres', NULL, 2),
	(3, NULL, NULL, '--', NULL, 3);
INSERT INTO app.t VALUES
	(4, NULL, NULL, '\.', NULL, 4),
	(5, NULL, NULL, 'a
b;
\.
''q', NULL, 5),
	(6, NULL, NULL, 'C:\.x', NULL, NULL);
INSERT INTO app.t VALUES
	(7, NULL, NULL, 'E''x', NULL, 6),
	(8, NULL, NULL, '/* $$ "', NULL, -7);


--
-- Data for Name: zero; Type: TABLE DATA; Schema: app; Owner: postgres
--

INSERT INTO app.zero DEFAULT VALUES;
INSERT INTO app.zero DEFAULT VALUES;


--
-- Data for Name: a.b; Type: TABLE DATA; Schema: o'dd; Owner: x; Owner: postgres
--

INSERT INTO "o'dd; Owner: x"."a.b" VALUES
	(1);


--
-- Data for Name: new line; Type: TABLE DATA; Schema: public; Owner: postgres
--

INSERT INTO public."new
line" VALUES
	(1, 'x'),
	(2, NULL);


--
-- Data for Name: x; Type: VIEW; Schema: y; Type: TABLE DATA; Schema: public; Owner: postgres
--



--
-- Name: ident_id_seq; Type: SEQUENCE SET; Schema: app; Owner: postgres
--

SELECT pg_catalog.setval('app.ident_id_seq', 1, true);


--
-- Name: t_id_seq; Type: SEQUENCE SET; Schema: app; Owner: app_owner
--

SELECT pg_catalog.setval('app.t_id_seq', 8, true);


--
-- Data for Name: BLOBS; Type: BLOBS; Schema: -; Owner: -
--

BEGIN;

SELECT pg_catalog.lo_open('4242', 131072);
SELECT pg_catalog.lowrite(0, '\x68656c6c6f');
SELECT pg_catalog.lo_close(0);

SELECT pg_catalog.lo_open('4243', 131072);
SELECT pg_catalog.lowrite(0, '\x783b');
SELECT pg_catalog.lo_close(0);

COMMIT;

--
-- Name: t t_pkey; Type: CONSTRAINT; Schema: app; Owner: app_owner
--

ALTER TABLE ONLY app.t
    ADD CONSTRAINT t_pkey PRIMARY KEY (id);


--
-- Name: part_v_idx; Type: INDEX; Schema: app; Owner: postgres
--

CREATE INDEX part_v_idx ON ONLY app.part USING btree (v);


--
-- Name: part_a_v_idx; Type: INDEX; Schema: app; Owner: postgres
--

CREATE INDEX part_a_v_idx ON app.part_a USING btree (v);


--
-- Name: t_txt; Type: INDEX; Schema: app; Owner: app_owner
--

CREATE INDEX t_txt ON app.t USING btree (lower(txt));


--
-- Name: part_a_v_idx; Type: INDEX ATTACH; Schema: app; Owner: postgres
--

ALTER INDEX app.part_v_idx ATTACH PARTITION app.part_a_v_idx;


--
-- Name: st; Type: STATISTICS; Schema: app; Owner: postgres
--

CREATE STATISTICS app.st ON id, txt FROM app.t;


ALTER STATISTICS app.st OWNER TO postgres;

--
-- Name: t r; Type: RULE; Schema: app; Owner: app_owner
--

CREATE RULE r AS
    ON DELETE TO app.t DO ( SELECT 1 AS "?column?";
 SELECT 2 AS "?column?";
);


--
-- Name: t tr; Type: TRIGGER; Schema: app; Owner: app_owner
--

CREATE TRIGGER tr BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.trg();


--
-- Name: a.b a.b_a_fkey; Type: FK CONSTRAINT; Schema: o'dd; Owner: x; Owner: postgres
--

ALTER TABLE ONLY "o'dd; Owner: x"."a.b"
    ADD CONSTRAINT "a.b_a_fkey" FOREIGN KEY (a) REFERENCES app.t(id);


--
-- Name: t p; Type: POLICY; Schema: app; Owner: app_owner
--

CREATE POLICY p ON app.t USING ((id > app.g(1)));


--
-- Name: t; Type: ROW SECURITY; Schema: app; Owner: app_owner
--

ALTER TABLE app.t ENABLE ROW LEVEL SECURITY;

--
-- Name: pub; Type: PUBLICATION; Schema: -; Owner: postgres
--

CREATE PUBLICATION pub WITH (publish = 'insert, update, delete, truncate');


ALTER PUBLICATION pub OWNER TO postgres;

--
-- Name: pub t; Type: PUBLICATION TABLE; Schema: app; Owner: postgres
--

ALTER PUBLICATION pub ADD TABLE ONLY app.t;


--
-- Name: TABLE t; Type: ACL; Schema: app; Owner: app_owner
--

GRANT SELECT ON TABLE app.t TO "r;o";


--
-- Name: COLUMN t.txt; Type: ACL; Schema: app; Owner: app_owner
--

GRANT SELECT(txt) ON TABLE app.t TO app_owner;


--
-- Name: DEFAULT PRIVILEGES FOR TABLES; Type: DEFAULT ACL; Schema: app; Owner: postgres
--

ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA app GRANT SELECT ON TABLES  TO app_owner;


--
-- Name: et; Type: EVENT TRIGGER; Schema: -; Owner: postgres
--

CREATE EVENT TRIGGER et ON ddl_command_end
   EXECUTE FUNCTION app.et();


ALTER EVENT TRIGGER et OWNER TO postgres;

--
-- Name: mv; Type: MATERIALIZED VIEW DATA; Schema: app; Owner: postgres
--

REFRESH MATERIALIZED VIEW app.mv;


--
-- PostgreSQL database dump complete
--

\unrestrict xb0GpFLpVYipEDiDVGhFcTDMAQFen5wVnsty0DMulTazRyS86zzi3YhdHvdC8yk

