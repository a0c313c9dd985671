import type { Day, Instant } from '../calendar/day.ts';

/**
 * What the customer told us beforehand, or what was approved (practices 10 and 19): it is no deviation. A region or a service
 * is agreed up to a daily sum, so that what goes beyond it still shows.
 */
export type Agreed = AgreedUse | AgreedAdministrator;

interface AgreedUse extends AgreedSpan {
  readonly kind: 'region' | 'service';
  /** Minor units a day. */
  readonly daily: bigint;
}

interface AgreedAdministrator extends AgreedSpan {
  readonly kind: 'administrator';
}

interface AgreedSpan {
  /** The region, the service, or the id of the user. */
  readonly subject: string;
  readonly knownAt: Instant;
  readonly from: Day;
  /** The last day on which it holds. */
  readonly until: Day;
}
