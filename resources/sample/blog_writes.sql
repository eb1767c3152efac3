-- SPDX-License-Identifier: GPL-3.0-or-later
-- One beat of the write load; it may be sent several times a second for as long as one likes.
SELECT public.demo_tick();
