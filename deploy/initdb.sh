#!/usr/bin/env bash
# コンテナの PostgreSQL がはじめて起きたときに一度だけ動く: 画面と更新の利用者は管理者ではない
set -euo pipefail
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set own="$OWN_PASSWORD" --set view="$VIEW_PASSWORD" <<'SQL'
CREATE ROLE hiroba LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'own';
CREATE ROLE hiroba_view LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'view';
GRANT pg_read_all_data TO hiroba_view;
CREATE DATABASE hiroba OWNER hiroba;
SQL
