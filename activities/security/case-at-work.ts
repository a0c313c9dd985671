import type { SecurityCase } from '../../domain/security/security-case.ts';

/** A case on which something is to be done. */
export interface CaseAtWork {
  readonly caseId: string;
  readonly customerId: string;
  readonly known: SecurityCase;
}
