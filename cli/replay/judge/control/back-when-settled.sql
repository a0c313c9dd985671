-- One of two subscriptions came back a day late.
update happened set at = '2012-04-11 07:00Z', day = '2012-04-11' where what = 'reinstatement' and which = 'ending';
