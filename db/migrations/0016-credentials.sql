-- The refresh token of the administrator who consented for a partner tenant. The program seals it (AES-256-GCM, bound to
-- the tenant) under a key that is not in this database.

create table partner_credential (
  partner_tenant text primary key,
  -- one byte of format, nonce, tag, ciphertext
  sealed bytea not null,
  -- keyed digest of the token that a person gave last, whatever Microsoft has made of it since
  given_digest bytea not null,
  -- counts replacements, so that none overwrites another
  version integer not null default 1,
  changed_at timestamptz not null default now()
);

grant select, insert, update on partner_credential to tenure_app;
