-- What the second judge looks at. It knows the book as text, what was posted, what happened and the policy as JSON, and
-- nothing of the program that decided.

-- The book as its rows stand in the file.
create table raw_book (
  customer text not null,
  invoice text not null,
  issued text not null,
  due text not null,
  amount text not null,
  settled text not null
);

-- What was posted and on which day; a payment has one row for each invoice it was put on.
create table posted (
  customer text not null,
  kind text not null,
  day date not null,
  invoice text,
  payment text,
  due date,
  amount numeric
);

-- What happened. `which` is `step case.entry` of a notice, or the name of the subscription.
create table happened (
  customer text not null,
  at timestamptz not null,
  day date not null,
  what text not null,
  which text not null,
  delivered_at timestamptz
);

-- One row: the span, how the book writes days and amounts, the policy, and the notice in the customers' terms.
create table terms (
  from_day date not null,
  to_day date not null,
  day_format text not null,
  decimal_mark text not null,
  minor_digits int not null,
  distorted boolean not null,
  policy jsonb not null,
  minimum_notice_days int not null
);
