-- これまでのすべての公開。公開フォルダーは古くなると消えるが、この表は消えない
SELECT *
FROM core__release_log
