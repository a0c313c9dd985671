update at_azure set status = 'active';
