-- Imported files wait here, as they came, until their rows have been taken in: a crash in between loses nothing.

create table import_chunk (
  import_id text not null,
  seq integer not null,
  bytes bytea not null,
  received_at timestamptz not null,
  primary key (import_id, seq)
);

create index import_chunk_by_time on import_chunk (received_at);

alter table import
  add column seller_id text references seller,
  -- Why the file as a whole could not be taken in.
  add column problem text;

create index import_running on import (id) where state = 'running';

grant select, insert, delete on import_chunk to tenure_app;
