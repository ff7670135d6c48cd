-- これまでのすべての公開。公開フォルダーは90日で消えるが、この表は消えない
SELECT *
FROM core__release_log
