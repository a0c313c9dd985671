insert into at_alert values ('tenant-1', 'alert-2', 'azure-1', 'active', null);
