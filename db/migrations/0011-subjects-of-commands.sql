-- A thing that a command is to make has its id, and its address, before the command is decided.

create index command_by_subject
  on command (coalesce(body ->> 'dispute', body ->> 'promise', body ->> 'plan', body ->> 'hold',
                      body ->> 'prepayment', body ->> 'subscription'));
