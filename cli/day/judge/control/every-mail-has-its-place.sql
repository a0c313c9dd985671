insert into notice values ('m-6', 'genuine', 'tenant-1', '2026-11-28T11:40Z');
insert into notice_mail values ('eml_6', 'm-6', 'recorded', '[]');
