import type { z } from 'zod';
import type { creditClaim } from '../../contracts/credit-requests.ts';
import type { Day } from '../../domain/calendar/day.ts';
import { daysLeft, lastDayOf } from '../../domain/security/credit-request.ts';
import { isCauseFixed } from '../../domain/security/drill.ts';
import type { SecurityCase } from '../../domain/security/security-case.ts';

interface Around {
  /** Microsoft's days are taken as UTC's. */
  readonly today: Day;
  /** The case by which the tenant has used its one request; null where it has not. */
  readonly usedBy: string | null;
  readonly caseId: string;
}

/** The countdown to Microsoft's credit (practice 37); null while no first day of fraudulent usage is known. */
export function creditView(
  { credit, drill }: Pick<SecurityCase, 'credit' | 'drill'>,
  { today, usedBy, caseId }: Around,
): z.output<typeof creditClaim> | null {
  if (credit === null) return null;
  const { firstUsageOn, requested, lapsed } = credit;
  const left = daysLeft(credit, today);
  const isOpen = requested === null;
  return {
    firstUsageOn,
    lastDay: lastDayOf(credit),
    daysLeft: left,
    ticket: requested?.ticket ?? null,
    filedOn: requested?.filedOn ?? null,
    requestedAt: requested?.at ?? null,
    lapsed,
    warnings: [
      ...(isCauseFixed(drill) ? [] : (['causeOpen'] as const)),
      ...(usedBy === null || usedBy === caseId ? [] : (['usedForThisTenant'] as const)),
      ...(isOpen && left < 0 ? (['windowOver'] as const) : []),
    ],
  };
}
