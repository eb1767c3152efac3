-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The sample blog: about 200 000 rows for the empty tables of blog_schema.sql, made by the server.
--
-- Deterministic: every choice is taken from the SHA-256 of the row's number, every moment is
-- counted back from 2026-01-01 00:00 UTC, so two runs give the same bytes. Moments are made
-- from seconds only, because adding days depends on the session's time zone.
--
-- Foreign keys and triggers rest while the rows go in: the keys are right by construction (a
-- restore of this database checks every one of them), and the triggers would record the load.

SET session_replication_role = replica;

-- ── The dice ─────────────────────────────────────────────────────────────────────────────────

-- 32 bytes that depend on the subject and the number; roll() reads two of them.
CREATE FUNCTION pg_temp.dice(subject text, n bigint) RETURNS bytea LANGUAGE sql IMMUTABLE
AS $$ SELECT sha256(convert_to(subject || n, 'UTF8')) $$;
CREATE FUNCTION pg_temp.roll(dice bytea, slot int, sides int) RETURNS int LANGUAGE sql IMMUTABLE
AS $$ SELECT (get_byte(dice, slot * 2) * 256 + get_byte(dice, slot * 2 + 1)) % sides $$;
CREATE FUNCTION pg_temp.pick(words text[], n int) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT words[1 + n % cardinality(words)] $$;
CREATE FUNCTION pg_temp.before_end(seconds bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE
AS $$ SELECT to_timestamp(1767225600 - seconds) $$;  -- 2026-01-01 00:00 UTC
CREATE FUNCTION pg_temp.slugify(title text) RETURNS text LANGUAGE sql IMMUTABLE
AS $$ SELECT trim(BOTH '-' FROM regexp_replace(replace(lower(title COLLATE "C"), '''', ''),
                                                '[^a-z0-9]+', '-', 'g')) $$;

-- ── The words ────────────────────────────────────────────────────────────────────────────────

CREATE FUNCTION pg_temp.first_names() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'Ada', 'Amara', 'Anneke', 'Astrid', 'Beatriz', 'Camille', 'Chiara', 'Clara', 'Daniel', 'David',
  'Dilnoza', 'Edith', 'Eleni', 'Elif', 'Emeka', 'Erik', 'Esther', 'Fatima', 'Felix', 'Fiona',
  'Gabriel', 'Greta', 'Hanna', 'Hugo', 'Ines', 'Ingrid', 'Isaac', 'Ivan', 'Jonas', 'Jürgen',
  'Kamala', 'Kofi', 'Lars', 'Leïla', 'Lucía', 'Maeve', 'Magda', 'Marco', 'Mireille', 'Miriam',
  'Nadia', 'Naoko', 'Noah', 'Olga', 'Oscar', 'Pavel', 'Priya', 'Ravi', 'Renée', 'Rosa',
  'Samuel', 'Sinéad', 'Søren', 'Tadeusz', 'Tomás', 'Ursula', 'Vera', 'Wanjiru', 'Yusuf', 'Zoë'] $$;
CREATE FUNCTION pg_temp.last_names() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'Achebe', 'Almeida', 'Andersen', 'Bakker', 'Banerjee', 'Becker', 'Bianchi', 'Brandt', 'Byrne',
  'Castillo', 'Costa', 'Demir', 'Dubois', 'Eriksson', 'Fernández', 'Fischer', 'Fontaine', 'Friel',
  'Gallagher', 'García', 'Haas', 'Hansen', 'Hughes', 'Ibáñez', 'Iyer', 'Jansen', 'Kaya', 'Keller',
  'Kowalska', 'Lindqvist', 'Lombardi', 'Marchetti', 'Mensah', 'Moreau', 'Müller', 'Mwangi', 'Nagy',
  'Novák', 'Nowak', 'O''Brien', 'Ødegård', 'Okafor', 'Oliveira', 'Papadakis', 'Petrov', 'Quinn',
  'Rahman', 'Rossi', 'Sánchez', 'Schäfer', 'Sharma', 'Silva', 'Sokolova', 'Suzuki', 'Thorvald',
  'Tremblay', 'van den Berg', 'Virtanen', 'Weiß', 'Yılmaz', 'Żeleński'] $$;
-- Names in other scripts: the name, a bar, the spelling used in addresses.
CREATE FUNCTION pg_temp.other_names() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  '田中 陽子|tanaka-yoko', 'Ольга Иванова|olga-ivanova', 'Νίκος Παπαδόπουλος|nikos-papadopoulos',
  'محمد الحسن|mohammed-alhassan', '김민준|kim-minjun', '王小明|wang-xiaoming', 'प्रिया शर्मा|priya-sharma',
  'דניאל לוי|daniel-levi', 'สมชาย ใจดี|somchai-jaidee', 'Тарас Шевчук|taras-shevchuk',
  'გიორგი ბერიძე|giorgi-beridze', 'Nguyễn Thị Lan|nguyen-thi-lan'] $$;
CREATE FUNCTION pg_temp.subjects() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'tide tables', 'sourdough', 'night trains', 'old sea charts', 'lighthouse logs', 'small databases',
  'typewriters', 'harbour swimming', 'hand-drawn maps', 'slow software', 'allotment gardens',
  'film cameras', 'birdsong', 'letterpress', 'canal boats', 'weather diaries', 'shortwave radio',
  'bicycle repair', 'public libraries', 'beekeeping', 'mechanical clocks', 'winter soups',
  'mountain huts', 'home servers', 'seed saving', 'woodblock prints', 'long walks', 'backups',
  'choir practice', 'ferry timetables', 'dry stone walls', 'pocket notebooks', 'ceramic glazes',
  'train stations', 'river levels', 'second-hand books', 'knitting patterns', 'salt marshes',
  'plain text', 'star atlases', 'village bakeries', 'fountain pens', 'open data', 'tea', 'moss',
  'chess problems', 'wooden boats', 'family archives', 'radio plays', 'cold frames'] $$;
CREATE FUNCTION pg_temp.title_forms() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'What {a} taught me about {b}', 'A quiet guide to {a}', 'Notes on {a} and {b}',
  'Ten small lessons from {a}', 'Why I came back to {a}', 'The case for {a}',
  'In praise of {a}', 'A year of {a}', 'Between {a} and {b}', 'Everything I got wrong about {a}',
  'How {a} changed the way I think about {b}', 'Field notes: {a}', 'The hidden order of {a}',
  'Against {a}, reluctantly', 'Learning {a} the slow way', 'A beginner''s week with {a}',
  'Where {a} meet {b}', 'Letters to a friend about {a}', 'Some questions about {a}',
  'The trouble with {a}', 'From {a} to {b}', 'An afternoon with {a}',
  'What remains of {a}', '{A}, explained slowly', '{A} for people who like {b}',
  '{A}: a reading list', '{A} and other consolations', '{A} in the rain'] $$;
-- Titles in other languages: the language, a bar, the title.
CREATE FUNCTION pg_temp.other_titles() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'de|Was die Flut zurücklässt', 'de|Über das langsame Reisen', 'de|Ein Jahr im Schrebergarten',
  'fr|Éloge de la lenteur', 'fr|Carnet de bord d’un été breton', 'fr|Le goût du pain noir',
  'es|Cuaderno de mareas', 'es|El oficio de encuadernar', 'es|Lo que aprendí de mi abuela',
  'pt|Notas de uma viagem ao Minho', 'it|Piccola guida ai sentieri', 'pl|Zapiski z nocnego pociągu',
  'el|Το ημερολόγιο ενός φάρου', 'ru|Записки о северном море', 'uk|Листи з гірського села',
  'ja|潮の満ち引きと暮らし', 'ja|夜行列車の記録', 'zh|慢慢走的一天', 'ko|오래된 지도를 읽는 법',
  'ar|يوميات المد والجزر', 'he|מכתבים מהנמל', 'hi|धीमी यात्रा के नोट्स', 'th|บันทึกน้ำขึ้นน้ำลง',
  'tr|Eski haritalar üzerine', 'vi|Nhật ký một mùa gió', 'en|Ship’s log 🚢 with weather ⛅ and tea 🫖'] $$;
CREATE FUNCTION pg_temp.summaries() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'A few pages from the notebook, tidied up and put in order.',
  'What worked, what did not, and what I would do differently.',
  'It began as a favour for a neighbour and became a habit.',
  'An honest account, with photographs and a short list of sources.',
  'Three visits, two mistakes and one very good lunch.',
  'For anybody who has wondered whether it is worth the trouble.',
  'The long answer to a question that a reader asked in spring.',
  'No expertise required; patience helps.', 'Part of an occasional series.',
  'Mostly about other things, as usual.', 'Written on the train, corrected at home.',
  'With a table at the end, because somebody always asks.'] $$;
CREATE FUNCTION pg_temp.openers() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'I did not set out to write about {a}.', 'It was raining, which is how most of my stories about {a} begin.',
  'A neighbour lent me a book on {a}, and I never gave it back.',
  'There is a shelf in our kitchen that holds everything I know about {a}.',
  'Last winter the subject of {a} came up three times in one week.',
  'My grandmother had firm opinions on {a}.', 'People who love {a} tend to find one another.',
  'Nobody warns you how much of {a} is waiting.', 'The first thing to know about {a} is that there is no hurry.',
  'For years I kept a folder labelled {a} and never opened it.',
  'Somebody asked me to explain {a} in one sentence, and I could not.',
  'The harbour master knows more about {a} than anybody I have met.'] $$;
CREATE FUNCTION pg_temp.sentences() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'The first attempt took a whole weekend and mostly taught us what not to do.',
  'It helps to write things down before they seem important.',
  'We kept the window open and listened.', 'By the third day the pattern was obvious.',
  'The instructions were in a language none of us could read, so we looked at the pictures.',
  'Old tools forgive more than new ones.', 'I measured twice, and then once more for luck.',
  'There was a time when every village had somebody who could do this.',
  'The trick, if there is one, is to stop a little earlier than you want to.',
  'Nothing about it is difficult, but everything takes longer than it should.',
  'A good label is worth an hour of searching.', 'We compared our notes with those of 1934 and they agreed.',
  'That evening the light on the water was the colour of weak tea.',
  'I have changed my mind about this twice since then.',
  'What surprised me was how little had to be replaced.', 'The cat disapproved.',
  'Somewhere in the second hour I stopped counting.', 'It cost €14.50, including the string.',
  'You can always go back, provided you kept a copy.', 'The map was wrong, but usefully wrong.',
  'It is easier with two people and a thermos.', 'Most of the work is putting things away again.',
  'I asked an expert, who laughed kindly and gave me a better question.',
  'The numbers are in the appendix; the feeling is harder to tabulate.',
  'If you have only ten minutes, sharpen the blade.', 'A friend in Tromsø does it the other way round.',
  'We found the original receipt between the pages.', 'There is a word for it in Portuguese, and it is not the one you think.',
  'Afterwards everything smelled faintly of linseed oil.', 'By then the tide had turned, and so had the conversation.',
  'The second version was plainer and better.', 'I still have the photograph, slightly out of focus.',
  'Keep one copy where you work and another where you do not.', 'The café had closed, so we ate standing up.',
  'Patience is a kind of equipment.', 'She said: “Begin with the part you can finish today.”'] $$;
CREATE FUNCTION pg_temp.closers() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'I will report back in autumn.', 'That is all I know; corrections are welcome.',
  'If you try it, tell me how it went.', 'Next time: what happened to the boat.',
  'Until then, keep your notes dry.', 'Thank you to everybody who wrote in.',
  'The kettle is on.', 'Go and see it while it is still there.'] $$;
CREATE FUNCTION pg_temp.remarks() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'This is exactly what I needed today.', 'I remember doing this with my father.',
  'Lovely piece.', 'I tried it on Sunday and it worked at the second attempt.',
  'Could you say more about the third step?', 'I disagree about the string, but otherwise yes.',
  'The photographs are wonderful.', 'My grandmother did it the other way round.',
  'Is the table available as a file?', 'I laughed out loud at the cat.',
  'We have the same problem on the west coast.', 'Small correction: it was 1936.',
  'Printed and pinned to the workshop wall.', 'I have read this three times now.',
  'What would you use instead of linseed oil?', 'The link to the archive seems to be broken.',
  'I never thought of it that way.', 'This made my commute better.',
  'More of this, please.', 'I will be quoting the last paragraph for weeks.',
  '¡Qué maravilla! Gracias por compartirlo.', 'Genau so habe ich es auch erlebt.',
  'Merci, c’est très bien raconté.', 'とても参考になりました。', 'Спасибо, очень интересно!',
  'شكرا جزيلا على هذا المقال', 'Πολύ όμορφο κείμενο.', '정말 좋은 글이에요.', '写得真好。', 'बहुत सुंदर लेख।'] $$;
CREATE FUNCTION pg_temp.afterthoughts() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  '', '', '', '', ' Thank you!', ' 🙂', ' 🌊', ' 👏👏', ' Greetings from Galway.', ' (Sent from the ferry.)',
  ' Subscribed.', ' ❤️', ' Looking forward to the next part.', ' 👩‍🌾', ' Best wishes, H.',
  E'\n\nP.S. The kettle story is still my favourite.'] $$;
CREATE FUNCTION pg_temp.cities() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$ SELECT ARRAY[
  'Galway|H91 E2R3|Ireland', 'Bergen|5003|Norway', 'Porto|4050-253|Portugal', 'Gdańsk|80-831|Poland',
  'Bremen|28195|Germany', 'Nantes|44000|France', 'Kyoto|600-8216|Japan', 'Accra|GA-107|Ghana',
  'Trieste|34121|Italy', 'Halifax|B3H 1A1|Canada', 'Valparaíso|2340000|Chile', 'Turku|20100|Finland'] $$;

-- ── Authors, categories, tags, media ─────────────────────────────────────────────────────────

INSERT INTO public.authors (id, username, display_name, email, bio, address, languages, links,
                            mentor_id, is_active, joined_at) OVERRIDING SYSTEM VALUE
SELECT n, handle || '-' || n, name,
       handle || n || '@' || pg_temp.pick('{example.org,example.net,example.com}', pg_temp.roll(d, 0, 3)),
       CASE WHEN n % 5 > 0 THEN
         'Writes about ' || pg_temp.pick(pg_temp.subjects(), pg_temp.roll(d, 1, 50)) || ' and '
         || pg_temp.pick(pg_temp.subjects(), pg_temp.roll(d, 1, 50) + 1 + pg_temp.roll(d, 2, 49)) || ' from ' || split_part(city, '|', 1) || '.' END,
       CASE WHEN n % 3 = 0 THEN
         ROW('Harbour Road ' || 1 + pg_temp.roll(d, 3, 120), split_part(city, '|', 2),
             split_part(city, '|', 1), split_part(city, '|', 3))::public.postal_address END,
       CASE WHEN n % 4 = 0 THEN ARRAY['en', pg_temp.pick('{de,fr,es,ja,pl,ar}', pg_temp.roll(d, 4, 6))]
            ELSE ARRAY['en'] END,
       CASE WHEN n % 2 = 0 THEN jsonb_build_object('site', 'https://' || handle || '.example.org',
                                                   'feeds', jsonb_build_array('rss', 'atom'))
            ELSE '{}' END,
       CASE WHEN n > 20 AND n % 3 > 0 THEN 1 + pg_temp.roll(d, 5, 20) END,
       n % 17 > 0,
       pg_temp.before_end((501 - n) * 172800::bigint + pg_temp.roll(d, 6, 60000))
  FROM (SELECT n, pg_temp.dice('author', n) AS d, name,
               pg_temp.pick(pg_temp.cities(), n * 5 + n / 12) AS city,
               CASE WHEN n % 12 = 7 THEN split_part(other, '|', 2) ELSE
                 pg_temp.slugify(translate(name, 'üïíéøáñØåäßıŻńëöóć', 'uiieoanOaasiZneooc')) END AS handle
          FROM (SELECT n, pg_temp.pick(pg_temp.other_names(), n / 12) AS other,
                       CASE WHEN n % 12 = 7
                         THEN split_part(pg_temp.pick(pg_temp.other_names(), n / 12), '|', 1)
                         ELSE pg_temp.pick(pg_temp.first_names(), n * 23 + n / 60) || ' '
                           || pg_temp.pick(pg_temp.last_names(), n * 7 + n / 60) END AS name
                  FROM generate_series(1, 500) AS n OFFSET 0) AS named OFFSET 0) AS person;

INSERT INTO public.categories (id, parent_id, name, slug)
SELECT n, CASE WHEN n > 5 THEN 1 + (n - 6) / 4 END, name, pg_temp.slugify(name)
  FROM unnest('{Craft,Outdoors,Food,Technology,Places,
    Paper & ink,Textiles,Wood,Clay,Walking,Gardens,Water,Birds,Bread,Soups,Preserves,Tea,
    Databases,Hardware,Radio,Writing software,Harbours,Railways,Libraries}'::text[])
       WITH ORDINALITY AS c (name, n);

INSERT INTO public.tags (id, name, color)
SELECT n, CASE WHEN n <= 50 THEN pg_temp.pick(pg_temp.subjects(), n::int - 1)
               WHEN n <= 100 THEN 'history of ' || pg_temp.pick(pg_temp.subjects(), n::int - 1)
               ELSE pg_temp.pick('{café,naïveté,日本,море,مرفأ,🌊,🚲,🫖,c++,"50% off","a, b","O''Reilly",
                 smörgåsbord,θάλασσα,बारिश,바다,ทะเล,海图,"back\\slash","tab less"}', n::int - 101) END,
       '#' || lpad(to_hex(pg_temp.roll(pg_temp.dice('tag', n), 0, 65536) * 255 % 16777216), 6, '0')
  FROM generate_series(1, 120) AS n;

-- Pictures are sunsets (64 x 64, one colour per line), sounds a plain tone, notes plain text.
INSERT INTO public.media (id, author_id, file_name, mime_type, content, alt_text, uploaded_at)
SELECT n, 1 + pg_temp.roll(d, 0, 500),
       CASE kind WHEN 'picture' THEN 'sunset-' || n || '.bmp'
                 WHEN 'sound' THEN 'fog-horn-' || n || '.wav'
                 ELSE pg_temp.pick('{note,メモ,заметка,naïve café}', n) || '-' || n || '.txt' END,
       CASE kind WHEN 'picture' THEN 'image/bmp' WHEN 'sound' THEN 'audio/wav' ELSE 'text/plain' END,
       CASE kind
         WHEN 'picture' THEN
           decode('424d363000000000000036000000280000004000000040000000010018000000000000300000'
                  || '130b0000130b00000000000000000000', 'hex')
           || (SELECT decode(string_agg(repeat(
                      lpad(to_hex(80 + line * 2 + pg_temp.roll(d, 1, 40)), 2, '0')
                   || lpad(to_hex(40 + abs(line - 32) * 3 + pg_temp.roll(d, 2, 60)), 2, '0')
                   || lpad(to_hex(CASE WHEN line < 28 THEN 20 + line ELSE 250 - line * 2 END), 2, '0'), 64),
                   '' ORDER BY line), 'hex')
                 FROM generate_series(0, 63) AS line)
         WHEN 'sound' THEN
           decode('524946462410000057415645666d74201000000001000100401f0000401f0000010008006461746100100000', 'hex')
           || decode(repeat(repeat('a0', 16 << n % 3) || repeat('60', 16 << n % 3), 128 >> n % 3), 'hex')
         ELSE convert_to(repeat(pg_temp.pick(pg_temp.sentences(), pg_temp.roll(d, 3, 36)) || E'\n', 1 + n % 9)
                         || 'Zoë · 潮 · море · 🌊' || E'\n', 'UTF8') END,
       CASE WHEN kind = 'picture' THEN 'Sunset over a calm sea, number ' || n END,
       pg_temp.before_end((401 - n) * 200000::bigint + pg_temp.roll(d, 4, 65536))
  FROM (SELECT n, pg_temp.dice('media', n) AS d,
               pg_temp.pick('{picture,picture,picture,picture,picture,picture,picture,sound,sound,note}', n) AS kind
          FROM generate_series(1, 400) AS n OFFSET 0) AS m;

-- ── Posts ────────────────────────────────────────────────────────────────────────────────────

INSERT INTO public.posts (id, author_id, category_id, cover_id, title, slug, language, status,
                          summary, body, extra, view_count, created_at, updated_at, published_at)
       OVERRIDING SYSTEM VALUE
SELECT n, 1 + pg_temp.roll(d, 0, 500), 6 + pg_temp.roll(d, 1, 19),
       CASE WHEN n % 3 = 0 THEN 1 + pg_temp.roll(d, 2, 400) END,
       title, CASE WHEN language = 'en' THEN pg_temp.slugify(title) ELSE language || '-post' END || '-' || n,
       language, status::public.post_status,
       pg_temp.pick(pg_temp.summaries(), pg_temp.roll(d, 3, 12)),
       replace(
         pg_temp.pick(pg_temp.openers(), pg_temp.roll(d, 4, 12)) || ' '
         || pg_temp.pick(pg_temp.sentences(), s) || ' ' || pg_temp.pick(pg_temp.sentences(), s + 5) || E'\n\n'
         || pg_temp.pick(pg_temp.sentences(), s + 11) || ' ' || pg_temp.pick(pg_temp.sentences(), s + 14) || ' '
         || pg_temp.pick(pg_temp.sentences(), s + 19) || ' ' || pg_temp.pick(pg_temp.sentences(), s + 22) || E'\n\n'
         || pg_temp.pick(pg_temp.openers(), pg_temp.roll(d, 4, 12) + 5) || ' '
         || pg_temp.pick(pg_temp.sentences(), s + 25) || ' ' || pg_temp.pick(pg_temp.sentences(), s + 29) || ' '
         || pg_temp.pick(pg_temp.sentences(), s + 33) || E'\n\n'
         || CASE WHEN n % 4 = 0 THEN '> ' || pg_temp.pick(pg_temp.sentences(), s + 35) || E'\n\n' ELSE '' END
         || pg_temp.pick(pg_temp.closers(), pg_temp.roll(d, 6, 8)), '{a}', subject),
       jsonb_build_object('mood', pg_temp.pick('{calm,curious,grumpy,glad}', pg_temp.roll(d, 7, 4)),
                          'words', 150 + pg_temp.roll(d, 8, 900),
                          'sources', to_jsonb(ARRAY[pg_temp.roll(d, 9, 90), pg_temp.roll(d, 10, 90)]),
                          'place', CASE WHEN n % 5 = 0 THEN jsonb_build_object(
                             'lat', round(40 + pg_temp.roll(d, 11, 2000) / 100.0, 2),
                             'lon', round(pg_temp.roll(d, 12, 3000) / 100.0 - 10, 2)) END),
       CASE WHEN status IN ('published', 'archived') THEN pg_temp.roll(d, 13, 4000) * (1 + pg_temp.roll(d, 14, 9)) ELSE 0 END,
       pg_temp.before_end(age + 90000),
       pg_temp.before_end(CASE WHEN n % 3 = 0 THEN age / 2 ELSE age END),
       CASE status WHEN 'draft' THEN NULL WHEN 'scheduled' THEN pg_temp.before_end(-age / 20)
                   ELSE pg_temp.before_end(age) END
  FROM (SELECT n, d, subject, language, pg_temp.roll(d, 5, 36) AS s,
               upper(left(title, 1)) || substr(title, 2) AS title,
               (6001 - n) * 15768::bigint + pg_temp.roll(d, 15, 15000) AS age,
               CASE WHEN n % 25 = 3 THEN 'draft' WHEN n % 100 = 9 THEN 'scheduled'
                    WHEN n < 900 AND n % 4 = 0 THEN 'archived' ELSE 'published' END AS status
          FROM (SELECT n, d, subject,
                       CASE WHEN n % 13 = 5 THEN split_part(other, '|', 1) ELSE 'en' END AS language,
                       CASE WHEN n % 13 = 5 THEN split_part(other, '|', 2) ELSE
                         replace(replace(replace(pg_temp.pick(pg_temp.title_forms(), pg_temp.roll(d, 0, 28)),
                           '{a}', subject), '{A}', subject), '{b}', companion) END AS title
                  FROM (SELECT n, d, pg_temp.pick(pg_temp.other_titles(), n / 13) AS other,
                               pg_temp.pick(pg_temp.subjects(), pg_temp.roll(d, 1, 50)) AS subject,
                               pg_temp.pick(pg_temp.subjects(),
                                 pg_temp.roll(d, 1, 50) + 1 + pg_temp.roll(d, 2, 49)) AS companion
                          FROM (SELECT n, pg_temp.dice('post', n) AS d
                                  FROM generate_series(1, 6000) AS n OFFSET 0) AS rolled OFFSET 0) AS worded
                OFFSET 0) AS titled OFFSET 0) AS post;

-- Two to four tags per post: steps of 29 round the 120 tags never meet.
INSERT INTO public.posts_tags (post_id, tag_id)
SELECT n, 1 + (pg_temp.roll(d, 0, 120) + step * 29) % 120
  FROM (SELECT n, pg_temp.dice('tagging', n) AS d FROM generate_series(1, 6000) AS n OFFSET 0) AS p,
       generate_series(1, 2 + pg_temp.roll(d, 1, 3)) AS step;

INSERT INTO public.post_revisions (post_id, revision, editor_id, note, changed, edited_at)
SELECT p.id, r, 1 + pg_temp.roll(d, r, 500),
       pg_temp.pick('{Spelling,Shorter opening,New photograph,Checked the dates,Title,Added a source}', pg_temp.roll(d, r + 3, 6)),
       jsonb_build_object('characters', pg_temp.roll(d, r + 6, 800) - 300, 'minor', pg_temp.roll(d, r + 9, 2) = 0),
       p.created_at + make_interval(secs => r * 20000)
  FROM (SELECT id, created_at, pg_temp.dice('revision', id) AS d
          FROM public.posts WHERE id % 2 = 0 ORDER BY id OFFSET 0) AS p,
       generate_series(1, 1 + pg_temp.roll(d, 0, 3)) AS r;

-- Comments stand in the order of their posts, so an answer can name one a few numbers before it.
INSERT INTO public.comments (id, post_id, parent_id, author_id, guest_name, body, rating, state, created_at)
SELECT id, post_id,
       CASE WHEN nth > 3 AND pg_temp.roll(d, 0, 3) = 0 THEN id - 1 - pg_temp.roll(d, 1, 3) END,
       CASE WHEN pg_temp.roll(d, 2, 3) = 0 THEN 1 + pg_temp.roll(d, 3, 500) END,
       CASE WHEN pg_temp.roll(d, 2, 3) > 0 THEN pg_temp.pick(pg_temp.first_names(), pg_temp.roll(d, 3, 60)) END,
       pg_temp.pick(pg_temp.remarks(), pg_temp.roll(d, 4, 30))
       || CASE WHEN pg_temp.roll(d, 4, 30) < 20 AND pg_temp.roll(d, 5, 2) = 0
            THEN ' ' || pg_temp.pick(pg_temp.remarks(), (pg_temp.roll(d, 4, 30) + 1 + pg_temp.roll(d, 6, 19)) % 20)
            ELSE '' END
       || pg_temp.pick(pg_temp.afterthoughts(), pg_temp.roll(d, 7, 16)),
       CASE WHEN pg_temp.roll(d, 8, 4) = 0 THEN 3 + pg_temp.roll(d, 9, 3) END,
       (CASE pg_temp.roll(d, 10, 40) WHEN 0 THEN 'pending' WHEN 1 THEN 'spam' WHEN 2 THEN 'hidden' ELSE 'visible' END)::public.comment_state,
       pg_temp.before_end(age * (40 - least(nth, 39)) / 41 + pg_temp.roll(d, 11, 60))
  FROM (SELECT id, post_id, nth, age, pg_temp.dice('comment', id) AS d
          FROM (SELECT row_number() OVER (ORDER BY n, nth) AS id, n AS post_id, nth,
                       (6001 - n) * 15768::bigint AS age
                  FROM (SELECT n, pg_temp.dice('thread', n) AS d
                          FROM generate_series(1, 6000) AS n OFFSET 0) AS p,
                       generate_series(1, pg_temp.roll(d, 0, 16)) AS nth
                 WHERE n % 25 <> 3 AND n % 100 <> 9) AS threads OFFSET 0) AS c;

INSERT INTO public.featured_posts (post_id, during, note)
SELECT 5000 + week * 16, tstzrange(pg_temp.before_end((53 - week) * 604800::bigint),
                                   pg_temp.before_end((52 - week) * 604800::bigint)),
       CASE WHEN week % 4 = 0 THEN 'Chosen by readers' END
  FROM generate_series(1, 52) AS week;

-- ── Readers and their traces ─────────────────────────────────────────────────────────────────

INSERT INTO public.subscribers (id, email, topics, token, delivery_hour, paid, subscribed_at, confirmed_at)
SELECT n, pg_temp.slugify(translate(pg_temp.pick(pg_temp.first_names(), pg_temp.roll(d, 0, 60)), 'üïíéøáñëö', 'uiieoaneo'))
          || '.' || n || '@' || pg_temp.pick('{mail.example.org,post.example.net,bücher.example,Letters.Example.com}', pg_temp.roll(d, 1, 4)),
       ARRAY[pg_temp.pick(pg_temp.subjects(), pg_temp.roll(d, 2, 50)), pg_temp.pick(pg_temp.subjects(), pg_temp.roll(d, 3, 50))],
       encode(substr(d, 1, 16), 'hex')::uuid, make_time(5 + pg_temp.roll(d, 4, 6), 30 * (n % 2), 0),
       CASE WHEN n % 6 = 0 THEN (1 + pg_temp.roll(d, 5, 30)) * 2.5 ELSE 0 END,
       pg_temp.before_end(at), CASE WHEN n % 8 > 0 THEN pg_temp.before_end(at - 30 - pg_temp.roll(d, 6, 40000)) END
  FROM (SELECT n, pg_temp.dice('subscriber', n) AS d, (9001 - n) * 9000::bigint + 50000 AS at
          FROM generate_series(1, 9000) AS n OFFSET 0) AS s;

INSERT INTO public.settings (name, value, note, changed_at)
SELECT name, value::jsonb, note, pg_temp.before_end(n * 86400)
  FROM unnest(
    '{site.title,site.tagline,site.language,site.time_zone,feed.items,feed.full_text,comments.open_days,
      comments.moderated,media.max_bytes,media.types,mail.sender,mail.per_hour,theme.name,theme.colours,
      search.minimum,social.links,"quotes \"and\" ''apostrophes''",empty.string,json.null,big.number}'::text[],
    ARRAY['"The Tidemark Almanac"', '"Notes from the waterline 🌊"', '"en"', '"Europe/Dublin"', '20', 'true', '90',
      'true', '5242880', '["image/bmp", "audio/wav", "text/plain"]', '"almanac@example.org"', '400', '"Slate"',
      '{"ink": "#1d2b36", "paper": "#fbfaf5"}', '3', '{"rss": "/feed.xml", "mastodon": "@almanac@example.org"}',
      '"\"double\" and ''single'' and \\ backslash"', '""', 'null', '12345678901234567890.000000000000000001'],
    ARRAY[NULL, 'Shown under the title', NULL, 'For dates on pages; the database keeps UTC', NULL, NULL, 'Then a thread closes'])
  WITH ORDINALITY AS s (name, value, note, n);

INSERT INTO public.activity_log (id, happened_at, kind, author_id, post_id, client, details)
SELECT n, pg_temp.before_end((110000 - n) * 286::bigint + 1 + pg_temp.roll(d, 0, 280)),
       pg_temp.pick('{page view,page view,page view,page view,page view,page view,feed read,feed read,search,search,
                      comment,sign in,subscription,upload}', pg_temp.roll(d, 1, 14))::public.activity_kind,
       CASE WHEN pg_temp.roll(d, 2, 10) = 0 THEN 1 + pg_temp.roll(d, 3, 500) END,
       CASE WHEN pg_temp.roll(d, 1, 14) < 8 THEN 1 + pg_temp.roll(d, 4, 6000) END,
       CASE WHEN n % 7 = 0 THEN '2001:db8::'::inet ELSE '198.51.100.0'::inet END + pg_temp.roll(d, 5, 250),
       CASE WHEN pg_temp.roll(d, 1, 14) IN (8, 9)
              THEN jsonb_build_object('words', pg_temp.pick(pg_temp.subjects(), pg_temp.roll(d, 6, 50)), 'hits', pg_temp.roll(d, 7, 40))
            WHEN n % 3 = 0 THEN jsonb_build_object('ms', pg_temp.roll(d, 8, 900))
            ELSE '{}' END
  FROM (SELECT n, pg_temp.dice('activity', n) AS d FROM generate_series(1, 110000) AS n OFFSET 0) AS a;

-- ── Awkward names ────────────────────────────────────────────────────────────────────────────

INSERT INTO public."reader's ""choice"". vol 2" ("post id", "why?", "50% off")
SELECT n * 49, pg_temp.pick(pg_temp.remarks(), n), n % 5 = 0 FROM generate_series(1, 120) AS n;

INSERT INTO public."LegacyPosts" ("userId", "postTitle", "first line
second line", "select")
SELECT 1 + n % 90, 'Old post no. ' || n || ': ' || pg_temp.pick(pg_temp.subjects(), n),
       CASE n % 6 WHEN 0 THEN NULL WHEN 1 THEN '' WHEN 2 THEN E'\\N' WHEN 3 THEN E'tab\there, line\nbreak, \\ backslash'
                  WHEN 4 THEN E'carriage\r\nreturn' ELSE 'NULL' END, n * 3
  FROM generate_series(1, 800) AS n;

INSERT INTO public."audit.changes" (id, note)
SELECT n, 'This table is in schema public; line ' || n FROM generate_series(1, 25) AS n;

INSERT INTO public."日本語ノート" ("番号", "título", "メモ 📝") OVERRIDING SYSTEM VALUE
SELECT n, split_part(pg_temp.pick(pg_temp.other_titles(), n), '|', 2), pg_temp.pick(pg_temp.remarks(), 20 + n % 10)
  FROM generate_series(1, 60) AS n;

-- ── Audit ────────────────────────────────────────────────────────────────────────────────────

INSERT INTO audit.changes (id, changed_at, changed_by, relation, operation, key, old_row, new_row)
       OVERRIDING SYSTEM VALUE
SELECT n, pg_temp.before_end((3001 - n) * 10000::bigint), pg_temp.pick('{editor,webapp,night job}', n), 'public.posts',
       'UPDATE', (n * 2)::text, '{"status": "draft"}', jsonb_build_object('status', 'published', 'title', p.title)
  FROM generate_series(1, 3000) AS n JOIN public.posts AS p ON p.id = n * 2
 ORDER BY n;

INSERT INTO audit.logins (id, author_id, at, client, succeeded)
SELECT n, 1 + pg_temp.roll(d, 0, 500), pg_temp.before_end((2501 - n) * 12000::bigint),
       '192.0.2.0'::inet + pg_temp.roll(d, 1, 250), pg_temp.roll(d, 2, 20) > 0
  FROM (SELECT n, pg_temp.dice('login', n) AS d FROM generate_series(1, 2500) AS n OFFSET 0) AS l;

-- ── Ready for use ────────────────────────────────────────────────────────────────────────────

SELECT setval('public.authors_id_seq', 500), setval('public.categories_id_seq', 24),
       setval('public.tags_id_seq', 120), setval('public.media_id_seq', 400),
       setval('public.posts_id_seq', 6000),
       setval('public.comments_id_seq', (SELECT max(id) FROM public.comments)),
       setval('public.subscribers_id_seq', 9000), setval('public.activity_log_id_seq', 110000),
       setval('public."audit.changes_id_seq"', 25),
       setval(pg_get_serial_sequence('public."日本語ノート"', '番号'), 60),
       setval('audit.changes_id_seq', 3000), setval('audit.logins_id_seq', 2500);

RESET session_replication_role;
REFRESH MATERIALIZED VIEW public.popular_tags;

DROP FUNCTION pg_temp.dice, pg_temp.roll, pg_temp.pick, pg_temp.before_end, pg_temp.slugify,
  pg_temp.first_names, pg_temp.last_names, pg_temp.other_names, pg_temp.subjects, pg_temp.title_forms,
  pg_temp.other_titles, pg_temp.summaries, pg_temp.openers, pg_temp.sentences, pg_temp.closers,
  pg_temp.remarks, pg_temp.afterthoughts, pg_temp.cities;

-- A smaller sample is good enough for plans here, and takes a third of the time.
SET default_statistics_target = 25;
ANALYZE;
RESET default_statistics_target;
