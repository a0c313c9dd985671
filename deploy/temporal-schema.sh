#!/bin/sh
# Brings Temporal's two databases to the schema of this server version. Safe to run again, as every start does.
set -eu

schema() {
  database=$1
  versions=$2
  # Fails where the database has been set up before; the update below then says whether all is well.
  temporal-sql-tool --database "$database" setup-schema -v 0.0 || echo "$database was set up before"
  temporal-sql-tool --database "$database" update-schema -d "/etc/temporal/schema/postgresql/v12/$versions/versioned"
}

schema temporal temporal
schema temporal_visibility visibility
