insert into at_role values ('azure-1', 'principal-1');
