-- Nobody was ever stopped.
delete from happened where what <> 'notice';
