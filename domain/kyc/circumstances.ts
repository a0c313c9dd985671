import type { Account } from '../account/account.ts';
import { addDays, type Day, dayAt } from '../calendar/day.ts';
import type { NotedCircumstance } from '../facts/kyc-facts.ts';
import { isHighFraudRegion } from './high-fraud-regions.ts';

/** What grades a customer up (practice 34): seen in his facts, or noted by a person or a round. */
export type Circumstance =
  | NotedCircumstance
  | 'identityUnverified'
  | 'highFraudRegion'
  | 'cardNotPresentOnly'
  | 'highRiskInstrument'
  | 'usedBeforeFirstPayment'
  | 'newCompany';

/** A company is new for so long after it was registered. */
const NEW_COMPANY_DAYS = 365;

/** Every circumstance that holds on the day of the latest fact: seen ones first, then noted ones. */
export function circumstancesOf(account: Account): readonly Circumstance[] {
  const on = dayAt(account.lastAt, account.traits.timeZone);
  return [
    ...SEEN.filter(({ holds }) => holds(account, on)).map(({ circumstance }) => circumstance),
    ...account.known.circumstances,
  ];
}

const SEEN: readonly {
  readonly circumstance: Circumstance;
  readonly holds: (account: Account, on: Day) => boolean;
}[] = [
  { circumstance: 'identityUnverified', holds: isUnverified },
  { circumstance: 'highFraudRegion', holds: ({ traits }, on) => isHighFraudRegion(traits.country, on) },
  { circumstance: 'cardNotPresentOnly', holds: paysByCardOnly },
  { circumstance: 'highRiskInstrument', holds: ({ instruments }) => instruments.some(isHighRisk) },
  { circumstance: 'usedBeforeFirstPayment', holds: hasNotPaidYet },
  { circumstance: 'newCompany', holds: isNewCompany },
];

/** A failed check counts like one never made; an imported customer was not checked by us. */
function isUnverified({ requirements, known }: Account): boolean {
  const failed = [...known.evidence.values()].some(({ outcome }) => outcome === 'failed');
  return failed || requirements.get('verification') !== 'met';
}

/** Every card is charged without being there; whoever can also be debited, or has paid otherwise, is known to a bank. */
function paysByCardOnly({ instruments }: Account): boolean {
  const usable = instruments.filter(({ state }) => state === 'accepted');
  return usable.length > 0 && usable.every(({ funding }) => funding !== 'notACard');
}

function isHighRisk({ funding, state }: Account['instruments'][number]): boolean {
  return state === 'refused' || funding === 'prepaid';
}

function hasNotPaidYet({ subscriptions, payments }: Account): boolean {
  const used = [...subscriptions.values()].some(({ microsoftId }) => microsoftId !== null);
  return used && ![...payments.values()].some(({ reversed }) => !reversed);
}

function isNewCompany({ known }: Account, on: Day): boolean {
  const registeredOn = known.evidence.get('registerExtract')?.registeredOn ?? null;
  return registeredOn !== null && addDays(registeredOn, NEW_COMPANY_DAYS) > on;
}
