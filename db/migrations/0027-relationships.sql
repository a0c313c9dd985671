-- Delegated admin relationships that are renewed or ended by us, where a sign-in at a customer's came from, and what became of
-- letters of reviews.

-- A successor that the system offers for a relationship near its end (practice 72). It is decided here before Microsoft is asked:
-- its display name is unique there, so that what a crash left behind is found again.
create table relationship_offer (
  -- Microsoft's id of the relationship that ends.
  predecessor text primary key,
  customer_id text not null references customer,
  display_name text not null unique,
  duration text not null,
  -- Role definitions that are offered, and those that nobody has used.
  roles jsonb not null,
  dropped jsonb not null,
  state text not null check (state in ('decided', 'offered', 'inForce', 'refused', 'over')),
  -- Microsoft's id of the successor, once it was read back; Microsoft's code where it refused.
  relationship text,
  code text,
  -- Wall instants.
  decided_at timestamptz not null,
  offered_at timestamptz,
  ended_at timestamptz,
  check (state in ('decided', 'refused') or relationship is not null)
);

create index relationship_offer_by_customer on relationship_offer (customer_id);

-- A relationship that two persons of ours have ended, or are about to (practice 69). Reasons are notes about the ending.
create table relationship_ending (
  id text primary key,
  customer_id text not null references customer,
  relationship text not null,
  state text not null check (state in ('asked', 'refused', 'approved', 'ended', 'failed')),
  asked_by text not null,
  decided_by text,
  -- Microsoft's code where it refused.
  code text,
  -- Wall instants.
  asked_at timestamptz not null,
  decided_at timestamptz,
  ended_at timestamptz,
  -- Nothing is ended that nobody else approved.
  check (state in ('asked', 'refused') or (decided_by is not null and decided_by <> asked_by))
);

create unique index relationship_ending_open on relationship_ending (relationship) where state in ('asked', 'approved');
create index relationship_ending_by_customer on relationship_ending (customer_id, id);
create index relationship_ending_due on relationship_ending (decided_at) where state = 'approved';

-- What is read of a relationship from now on; of those read before it is not on record until the next sweep.
update access_standing set relationships = (
  select coalesce(jsonb_agg(one || '{"duration": null, "activatedAt": null}'), '[]')
  from jsonb_array_elements(relationships) as one
);

-- The tenant in which whoever signed in is at home, where that is another one.
alter table activity add column home_tenant text;
create index activity_by_home on activity (customer_id, home_tenant, at) where home_tenant is not null;

-- What the mail provider said of a letter; `detail` is a reply code.
alter table hygiene_letter add column delivered_at timestamptz;
alter table hygiene_letter add column bounced_at timestamptz;
alter table hygiene_letter add column detail text;

grant select, insert, update on relationship_offer, relationship_ending to tenure_app;
