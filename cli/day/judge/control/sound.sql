-- A day without fault: one customer, a fraud that was contained, and a debt that was paid.
insert into customer values ('cus_1', 'tenant-1', 0, true);
insert into subscription values ('cus_1', 'sub_1', 'ms-1', 'active');
insert into at_subscription values ('tenant-1', 'ms-1', 'active');
insert into fact values
  ('cus_1', 'subscription.stopped', '2026-02-12T07:00Z', '{"subscription": "sub_1"}'),
  ('cus_1', 'subscription.restored', '2026-02-12T10:00Z', '{"subscription": "sub_1"}');
insert into effect values ('cus_1', 'stop/sub_1/1.0', 'done');
insert into at_change values
  (1, 'tenant-1', 'ms-1', '2026-02-12T07:00Z', 'suspended', 'partner', 'suspended'),
  (2, 'tenant-1', 'ms-1', '2026-02-12T10:00Z', 'reactivated', 'partner', 'active'),
  (3, 'tenant-1', 'plan-1', '2026-02-12T08:20Z', 'azureCancelled', 'partner', 'azure-1'),
  (4, 'tenant-1', 'ms-1', '2026-02-12T12:00Z', 'suspended', 'microsoft', 'suspended'),
  (5, 'tenant-1', 'ms-1', '2026-02-12T13:00Z', 'reactivated', 'microsoft', 'active');
insert into security_case values
  ('sec_1', 'cus_1', 'fraud', 'alert', 'fraud', '2026-02-12T09:00Z', '[{"name": "acknowledge", "at": 2000, "metAt": 1000, "missed": false}]', true),
  ('sec_2', 'cus_1', 'aup', 'watch', 'ignored', '2026-02-12T14:00Z', '[{"name": "acknowledge", "at": 2000, "metAt": 1000, "missed": false}]', true);
insert into case_fact values
  ('sec_1', 1, 'case.received', '2026-02-12T08:00Z', '{}'),
  ('sec_1', 2, 'case.alertLinked', '2026-02-12T08:00Z', '{"occurrence": "azure-1/alert-1", "way": "graph"}'),
  ('sec_1', 3, 'case.containmentOrdered', '2026-02-12T08:10Z', '{"containment": "1", "action": "cancelAzureSubscriptions", "targets": ["azure-1"]}'),
  ('sec_1', 4, 'case.containmentSent', '2026-02-12T08:20Z', '{"containment": "1"}'),
  ('sec_2', 1, 'case.received', '2026-02-12T12:00Z', '{}'),
  ('sec_2', 2, 'case.suspensionLinked', '2026-02-12T12:00Z', '{"subscription": "sub_1"}');
insert into at_alert values ('tenant-1', 'alert-1', 'azure-1', 'resolved', 'fraud');
insert into at_azure values ('tenant-1', 'azure-1', 'inactive');
insert into access_grant values ('acg_1', 'cus_1', 'azure-1', 'principal-1', null, true, true, true);
insert into consumed values ('cus_1', 1240);
insert into at_consumed values ('tenant-1', 1240);
insert into audit_event values ('cus_1', 1, '\x00', '\x01'), ('cus_1', 2, '\x01', '\x02');
insert into mail values ('sec_1.received@tenure.example', '2026-11-28T12:00Z', 'a'), ('sec_2.received@tenure.example', '2026-11-28T12:01Z', 'b');
insert into kill values ('2026-11-28T11:00Z');
insert into played select n, 'usage', 0, 'happened' from generate_series(1, 40) n;
insert into notice values
  ('m-1', 'genuine', 'tenant-1', '2026-11-28T11:00Z'),
  ('m-2', 'repeated', 'tenant-1', '2026-11-28T11:10Z'),
  ('m-3', 'repeated', 'tenant-1', '2026-11-28T11:11Z'),
  ('m-4', 'forged', 'tenant-1', '2026-11-28T11:20Z'),
  ('m-5', 'unclassed', 'tenant-1', '2026-11-28T11:30Z');
insert into notice_mail values
  ('eml_1', 'm-1', 'case', '["sec_2"]'),
  ('eml_2', 'm-2', 'case', '["sec_2"]'),
  ('eml_3', 'm-3', 'repeated', '["sec_2"]'),
  ('eml_4', 'm-4', 'recorded', '[]'),
  ('eml_5', 'm-5', 'task', '[]');
insert into partner_task values ('unclassedMail', 'eml_5', '2026-11-28T11:50Z');
