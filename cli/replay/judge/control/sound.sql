-- Two customers without fault. `late` pays forty days late and has climbed the whole ladder; `early` pays in time.
insert into terms values ('2012-01-01', '2012-12-31', 'YYYY-MM-DD', '.', 2, false, '{
  "bounceWindowHours": 24,
  "steps": [
    {"key": "courtesy", "kind": "notice", "after": {"days": -3, "from": "due"}},
    {"key": "reminder", "kind": "notice", "after": {"days": 4, "from": "due"}},
    {"key": "warning", "kind": "notice", "after": {"days": 6, "from": "previous"}, "mustPrecede": "suspend"},
    {"key": "suspend", "kind": "suspend", "after": {"days": 7, "from": "previous"}}
  ]}', 7);

insert into raw_book values
  ('late', '01', '2012-02-01', '2012-03-01', '100.00', '2012-04-10'),
  ('early', '02', '2012-02-01', '2012-03-01', '50.00', '2012-02-28');

insert into posted (customer, kind, day, invoice, payment, due, amount) values
  ('late', 'invoice', '2012-02-01', '01', null, '2012-03-01', 10000),
  ('late', 'payment', '2012-04-10', '01', 'p1', null, 10000),
  ('early', 'invoice', '2012-02-01', '02', null, '2012-03-01', 5000),
  ('early', 'payment', '2012-02-28', '02', 'p2', null, 5000);

insert into happened (customer, at, day, what, which) values
  ('late', '2012-02-27 08:00Z', '2012-02-27', 'notice', 'courtesy pre.2012-03-01'),
  ('late', '2012-03-05 08:00Z', '2012-03-05', 'notice', 'reminder 1.1'),
  ('late', '2012-03-12 08:00Z', '2012-03-12', 'notice', 'warning 1.1'),
  ('late', '2012-03-19 08:00Z', '2012-03-19', 'suspension', 'renewing'),
  ('late', '2012-03-19 08:00Z', '2012-03-19', 'suspension', 'ending'),
  ('late', '2012-04-10 07:00Z', '2012-04-10', 'reinstatement', 'renewing'),
  ('late', '2012-04-10 07:00Z', '2012-04-10', 'reinstatement', 'ending'),
  ('early', '2012-02-27 08:00Z', '2012-02-27', 'notice', 'courtesy pre.2012-03-01');
