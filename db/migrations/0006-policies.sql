-- Policies are versioned data. A version is only inserted; which one is active, and was, is told by the activations.

create table policy (
  key text primary key,
  active_version integer,
  created_at timestamptz not null
);

create table policy_version (
  key text not null references policy,
  version integer not null check (version > 0),
  -- The Policy with every default filled in, money in stored form.
  document jsonb not null,
  -- As it was given.
  source jsonb not null,
  actor text not null,
  recorded_at timestamptz not null,
  primary key (key, version)
);

alter table policy add foreign key (key, active_version) references policy_version deferrable initially deferred;

create table policy_activation (
  id bigint generated always as identity primary key,
  key text not null,
  version integer not null,
  open_cases text check (open_cases in ('freeze', 'migrate', 'restart')),
  actor text not null,
  recorded_at timestamptz not null,
  foreign key (key, version) references policy_version
);

create index policy_activation_by_version on policy_activation (key, version);

alter table customer add foreign key (policy_key, policy_version) references policy_version deferrable initially deferred;
