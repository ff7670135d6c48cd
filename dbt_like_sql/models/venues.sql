-- 会場1つ1行。位置は公共施設と分かった会場だけに付く
SELECT *
FROM core__venues
