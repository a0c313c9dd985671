-- The warning came a day too early.
update happened set at = '2012-03-10 08:00Z', day = '2012-03-10' where which = 'warning 1.1';
