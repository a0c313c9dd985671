insert into case_fact values ('sec_1', 5, 'case.escalated', '2026-02-12T08:30Z', '{"clock": "acknowledge"}'), ('sec_2', 5, 'case.escalated', '2026-02-12T12:30Z', '{"clock": "acknowledge"}');
