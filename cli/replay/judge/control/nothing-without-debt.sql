-- A reminder to somebody who has paid.
insert into happened (customer, at, day, what, which)
values ('early', '2012-03-06 08:00Z', '2012-03-06', 'notice', 'reminder 1.1');
