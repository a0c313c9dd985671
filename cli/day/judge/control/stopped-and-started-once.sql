insert into at_change values (6, 'tenant-1', 'ms-1', '2026-02-12T15:00Z', 'suspended', 'partner', 'suspended');
