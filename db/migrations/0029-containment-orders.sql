-- What waits for a second person, and what must stay off, is looked for across all cases.
create index security_case_fact_of_containment on security_case_fact (case_id, seq)
  where kind in ('case.containmentOrdered', 'case.containmentApproved', 'case.containmentRefused');
