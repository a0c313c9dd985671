import type { Chance } from '../../../simulators/watched-year/chance.ts';
import type { CustomerEvent, MailKind, Mishap, Plan, Push, Role } from './script-event.ts';

/** The day begins at six: 120 is eight o'clock, when the ladder's suspensions come. */
const LADDER_AT = 120;
/** From here on nothing new is reported, so that every case can be ended within the day. */
const LAST_REPORT = 13 * 60;
const MISHAPS: readonly Mishap[] = ['lostAnswer', 'errorAfterwards', 'errorBefore', 'throttled', 'tokenExpires'];
const PUSHES: readonly Push[] = ['prompt', 'twice', 'late', 'held', 'lost', 'forged', 'skewed'];
const MAILS: readonly MailKind[] = ['genuine', 'repeated', 'forged', 'unclassed'];

/** What one customer goes through, the story of its kind first. Stories of one customer do not lie in each other's way. */
export function storiesOf(role: Role, place: number, chance: Chance): readonly (readonly CustomerEvent[])[] {
  const turn = Math.floor(place / 10) * 5 + (place % 10);
  switch (role) {
    case 'debtor':
      return [debtor(place, turn, chance)];
    case 'azure':
      return [
        consumption(place, chance),
        alert(place, turn, chance),
        overTheDay(place, chance),
        ...(turn % 2 === 0 ? [access(place, chance)] : []),
      ];
    case 'licences':
      return turn % 2 === 0
        ? [foreignStop(place, chance), trade(place, chance)]
        : [call(place, chance), letter(place, turn, chance)];
  }
}

/** One more event that can happen to anybody of this kind at any time. */
export function filler(role: Role, customer: number, chance: Chance): CustomerEvent {
  const at = chance.whole(30, LAST_REPORT);
  if (role !== 'azure') return { at, customer, kind: 'invoice', amount: money(chance, 50, 900) };
  return chance.happens(0.2)
    ? { at, customer, kind: 'pushRepeated' }
    : { at, customer, kind: 'usage', amount: money(chance, 1, 60), usedDaysAgo: chance.whole(0, 4) };
}

function debtor(customer: number, turn: number, chance: Chance): readonly CustomerEvent[] {
  const how = MISHAPS[turn % MISHAPS.length] ?? 'lostAnswer';
  const stumble: CustomerEvent = { at: LADDER_AT - 10, customer, kind: 'mishap', how };
  const paid: CustomerEvent = { at: chance.whole(300, 700), customer, kind: 'payment', part: 'all' };
  switch (turn % 4) {
    case 0:
      return [stumble, { at: chance.whole(180, 280), customer, kind: 'customerReactivates' }, paid];
    case 1:
      return [
        stumble,
        { at: paid.at - 20, customer, kind: 'mishap', how: chance.pick(MISHAPS) },
        paid,
        { at: paid.at + 90, customer, kind: 'invoice', amount: money(chance, 50, 900) },
      ];
    case 2:
      return [{ at: chance.whole(20, LADDER_AT - 20), customer, kind: 'payment', part: 'all' }];
    default:
      return [stumble, { at: chance.whole(200, 280), customer, kind: 'payment', part: 'half' }];
  }
}

function alert(customer: number, turn: number, chance: Chance): readonly CustomerEvent[] {
  const at = chance.whole(20, LAST_REPORT - 200);
  const plan = (['cancelAzure', 'legitimate', 'suspendLicences', 'cancelAzure', 'ignored'] as const)[turn % 5];
  const raised: CustomerEvent = {
    at,
    customer,
    kind: 'alert',
    push: PUSHES[turn % PUSHES.length] ?? 'prompt',
    plan: plan ?? 'legitimate',
  };
  const how = turn % 6 === 2 ? 'workerKilled' : chance.pick(MISHAPS);
  if (plan !== 'cancelAzure' && plan !== 'suspendLicences')
    return [raised, { at: at + chance.whole(5, 90), customer, kind: 'pushRepeated' }];
  const stumble: CustomerEvent = { at: at - 5, customer, kind: 'mishap', how };
  if (plan === 'suspendLicences') return [stumble, raised];
  // The cancellation shows after ten minutes; some time after that the customer switches it on again.
  return turn % 5 === 0
    ? [stumble, raised, { at: at + chance.whole(90, 120), customer, kind: 'customerReenablesAzure' }]
    : [stumble, raised];
}

function consumption(customer: number, chance: Chance): readonly CustomerEvent[] {
  const at = chance.whole(10, LAST_REPORT);
  const usage: CustomerEvent = {
    at,
    customer,
    kind: 'usage',
    amount: money(chance, 10, 60),
    usedDaysAgo: chance.whole(1, 4),
  };
  return chance.happens(0.5)
    ? [usage, { at: at + chance.whole(60, 300), customer, kind: 'usageRestated', amount: money(chance, 1, 60) }]
    : [usage];
}

function overTheDay(customer: number, chance: Chance): readonly CustomerEvent[] {
  const at = chance.whole(30, LAST_REPORT);
  return chance.happens(0.5)
    ? [{ at, customer, kind: 'clockAhead', minutes: chance.whole(5, 55) }]
    : [{ at, customer, kind: 'phoneCall', plan: chance.pick<Plan>(['legitimate', 'ignored']) }];
}

/** A role on an Azure subscription for an hour or three. */
function access(customer: number, chance: Chance): readonly CustomerEvent[] {
  return [{ at: chance.whole(30, LAST_REPORT), customer, kind: 'accessAsked', minutes: chance.whole(30, 180) }];
}

function foreignStop(customer: number, chance: Chance): readonly CustomerEvent[] {
  const at = chance.whole(20, LAST_REPORT);
  const stop: CustomerEvent = { at, customer, kind: 'microsoftSuspends' };
  return chance.happens(0.6) ? [stop, { at: at + chance.whole(60, 400), customer, kind: 'microsoftLifts' }] : [stop];
}

function call(customer: number, chance: Chance): readonly CustomerEvent[] {
  const at = chance.whole(20, LAST_REPORT);
  const how = chance.pick(MISHAPS);
  return chance.happens(0.6)
    ? [
        { at: at - 5, customer, kind: 'mishap', how },
        { at, customer, kind: 'phoneCall', plan: 'suspendLicences' },
      ]
    : [{ at, customer, kind: 'phoneCall', plan: 'ignored' }];
}

/** A mail about the customer comes into the mailbox for Microsoft's notices. */
function letter(customer: number, turn: number, chance: Chance): readonly CustomerEvent[] {
  const mail = MAILS[Math.floor(turn / 2) % MAILS.length] ?? 'genuine';
  return [{ at: chance.whole(20, LAST_REPORT), customer, kind: 'noticeMailed', mail }];
}

function trade(customer: number, chance: Chance): readonly CustomerEvent[] {
  const at = chance.whole(60, LAST_REPORT);
  return [
    { at, customer, kind: 'invoice', amount: money(chance, 50, 900) },
    { at: at + chance.whole(10, 300), customer, kind: 'payment', part: chance.pick(['all', 'half']) },
  ];
}

/** Decimal text with two digits. */
function money(chance: Chance, from: number, to: number): string {
  const minor = chance.whole(from * 100, to * 100);
  return `${Math.floor(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
}
