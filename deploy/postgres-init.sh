#!/bin/sh
# Runs once, on an empty data directory: one role and database for Tenure, one role and two databases for Temporal.
# Neither can read the other's data. The role of the application is made by Tenure's migrations.
set -eu

psql --username=postgres --dbname=postgres --set=ON_ERROR_STOP=1 \
  --set=owner_password="$OWNER_PASSWORD" --set=temporal_password="$TEMPORAL_PASSWORD" <<'SQL'
create role tenure_owner login createrole password :'owner_password';
create role temporal login password :'temporal_password';
create database tenure owner tenure_owner;
create database temporal owner temporal;
create database temporal_visibility owner temporal;
revoke connect on database temporal, temporal_visibility from public;
SQL
