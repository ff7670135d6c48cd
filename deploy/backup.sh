#!/usr/bin/env bash
# 控えを取る: backup.sh コードの置き場 控えの置き場。人の判断・公開・取得したもの・Dagster の記録。30 日より古い控えは消す
set -euo pipefail
code=$1 target=$2 day=$(date +%Y%m%d)
mkdir -p "$target"
# 判断は二度と作れない。いちばん大事なので、いちばん先に
tar -C "$code/warehouse" -czf "$target/.judgements.part" judgements
mv "$target/.judgements.part" "$target/judgements-$day.tar.gz"
pg_dump --format=custom --file="$target/.dagster.part"
mv "$target/.dagster.part" "$target/dagster-$day.dump"
# 取得した本文と公開は増えるだけなので、違いだけを写す
mkdir -p "$target/data"
rsync --archive --delete --exclude '.*.part' "$HIROBA_DATA_DIR/" "$target/data/"
find "$target" -maxdepth 1 -type f \( -name 'judgements-*' -o -name 'dagster-*' \) -mtime +30 -delete
