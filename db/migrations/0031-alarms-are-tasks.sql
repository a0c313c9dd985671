-- Whether an alarm has sounded today is known by its task, whose key names the day.
alter table activity_mark drop column alarmed_on;

-- Marks that stood for nothing but the alarms over customers' logs.
delete from activity_mark where position('/' in source) > 0;
