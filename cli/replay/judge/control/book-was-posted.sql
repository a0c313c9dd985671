-- A payment reached us a day late.
update posted set day = '2012-02-29' where payment = 'p2';
