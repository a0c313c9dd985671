/**
 * What is owed to Microsoft for a customer: that it has accepted the customer agreement, the budget agreed with it, our
 * application's consent in its tenant, and that consent's withdrawal once nothing is left to do there (least privilege).
 */
export type DutyKind = 'agreement' | 'budget' | 'consent' | 'withdrawal';
/** `notAvailable`: Microsoft has no such thing for this account (practice 62). */
export type DutyState = 'due' | 'done' | 'refused' | 'notAvailable';

/** The kinds that Microsoft takes from a person only (contract sections 1.3 and 1.5). */
export function needsPerson(kind: DutyKind): boolean {
  return kind !== 'budget';
}

/** Who signed for the customer. Personal data: it stands beside the facts, never in them. */
export interface Signatory {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly phoneNumber?: string | undefined;
}

/** A name as Microsoft wants it, in two parts: the last word is the family name. One word is taken for both. */
export function twoNames(name: string): Pick<Signatory, 'firstName' | 'lastName'> {
  const words = name.trim().split(/\s+/);
  const lastName = (words.at(-1) ?? '').slice(0, 50);
  return { firstName: words.length > 1 ? words.slice(0, -1).join(' ').slice(0, 50) : lastName, lastName };
}
