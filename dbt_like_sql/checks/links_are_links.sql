-- リンクはどれも http か https。そうでないリンクは、押した人に害を与え得る。pipelines/normalise/urls.py を確かめる
SELECT activities.activity_id, activities.url
FROM activities
WHERE NOT regexp_matches(activities.url, '^https?://[^\s@/]+(/|$|[?#])')
