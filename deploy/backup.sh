#!/usr/bin/env bash
# 控えを取る: backup.sh コードの置き場 控えの置き場。人の判断・公開・取得したもの・Dagster の記録。30 日より古い控えは消す。
# 一つが失敗しても残りは写す。失敗が一つでもあれば 1 で終わる（systemd の OnFailure= が知らせる）
set -uo pipefail
umask 027
code=$1 target=$2 day=$(date +%Y%m%d) failed=0
step() { # 名前と命令。失敗を覚えて先へ進む
    local name=$1
    shift
    "$@" || { failed=1; echo "控えに失敗しました: $name" >&2; }
}
judgements() {
    tar -C "$code/warehouse" -czf "$target/.judgements.part" judgements &&
        mv "$target/.judgements.part" "$target/judgements-$day.tar.gz"
}
records() {
    pg_dump --format=custom --file="$target/.dagster.part" && mv "$target/.dagster.part" "$target/dagster-$day.dump"
}
# 毎日の姿を残す。前の控えと同じファイルは場所を取らない（ハードリンク）
data() {
    local before
    before=$(find "$target" -maxdepth 1 -type d -name 'data-*' ! -name "data-$day" | sort | tail -n 1)
    rm -rf "$target/.data.part" &&
        rsync --archive --chmod=Dg-s --delete --exclude '.*.part' ${before:+--link-dest="$before"} "$HIROBA_DATA_DIR/" "$target/.data.part/" &&
        rm -rf "$target/data-$day" && mv "$target/.data.part" "$target/data-$day"
}
old() {
    find "$target" -maxdepth 1 \( -name 'judgements-*' -o -name 'dagster-*' -o -name 'data-*' \) -mtime +30 -exec rm -rf {} +
}
mkdir -p "$target" || exit 1
# 判断は二度と作れない。いちばん大事なので、いちばん先に
step 人の判断 judgements
step 'Dagster の記録' records
step データ data
# 取れなかった日に、古い控えまで失わない
[ "$failed" -eq 0 ] && step 古い控えの片づけ old
exit "$failed"
