update audit_event set prev_hash = '\x07' where seq = 2;
