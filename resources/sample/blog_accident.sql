-- What the tour of the demo undoes: somebody meant to delete one post's comments and forgot half of the WHERE clause.
DELETE FROM public.comments WHERE post_id % 3 = 0;
