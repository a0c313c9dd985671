-- The warning was delivered only after the suspension.
update happened set delivered_at = '2012-03-20 08:00Z' where which = 'warning 1.1';
