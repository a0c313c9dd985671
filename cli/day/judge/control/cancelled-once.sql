insert into at_change values (6, 'tenant-1', 'plan-1', '2026-02-12T08:21Z', 'azureCancelled', 'partner', 'azure-1');
