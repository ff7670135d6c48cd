-- http/https でないリンクは押した人に害を与え得る（docs/standards.md §4.1）。pipelines/normalise/urls.py を確かめる
SELECT activities.activity_id, activities.url
FROM activities
WHERE NOT regexp_matches(activities.url, '^https?://[^\s@/]+(/|$|[?#])')
