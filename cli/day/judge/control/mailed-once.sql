insert into mail values ('sec_1.received@tenure.example', '2026-11-28T12:05Z', 'a');
