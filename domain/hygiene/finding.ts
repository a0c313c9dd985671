import type { Instant } from '../calendar/day.ts';

/**
 * Something in a directory that asks to be put in order: a member who does not come any more, a guest who is gone or never
 * came, a licence that serves nobody, a licence that nobody was given, an exception whose review is overdue.
 */
export type FindingKind = 'inactiveMember' | 'expiredGuest' | 'idleLicence' | 'spareLicence' | 'lapsedExclusion';

/** Ids and numbers only. */
export interface HygieneFinding {
  /** The same for the same thing at every look; a user who came back and left again is a new one. */
  readonly key: string;
  readonly kind: FindingKind;
  readonly user: string | null;
  readonly sku: string | null;
  /** Licences or users that it is about. */
  readonly quantity: number;
  /** Since when; null where that cannot be known. */
  readonly since: Instant | null;
}

/** What disabling the account would settle. */
export function isAboutAccount({ kind }: HygieneFinding): boolean {
  return kind === 'inactiveMember' || kind === 'expiredGuest';
}
