-- これまでのすべての公開で変わったこと。公開フォルダーは古くなると消えるが、この表は消えない。値は持たない
SELECT *
FROM core__activity_change_log
