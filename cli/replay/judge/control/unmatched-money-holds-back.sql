-- Money that may be the customer's was waiting when the reminder went out.
insert into posted (customer, kind, day, payment) values ('late', 'suspected', '2012-03-03', 'p3'), ('late', 'cleared', '2012-03-06', 'p3');
