import { type Day, dayAt, type Instant } from '../calendar/day.ts';
import { type Directory, type DirectoryUser, lastSignIn, type LicenceCount } from './directory.ts';
import type { HygieneFinding } from './finding.ts';
import type { HygieneSettings } from './settings.ts';

const DAY_MS = 86_400_000;
/** Sign-ins show up to a day late (practice 73): who came yesterday must not be taken for gone. */
const LATE_MS = DAY_MS;

/** Users that are left alone, by object id, and the day by which somebody is to ask whether that still holds. */
export type Exclusions = ReadonlyMap<string, { readonly reviewOn: Day }>;

/**
 * What a directory shows at an instant. Pure.
 *
 * The worse mistake is to call somebody inactive who works: without sign-in data nobody is (practice 73), a day of delay is
 * allowed for, accounts that somebody has just enabled are left alone (contract §13).
 */
export function inspect(
  directory: Directory,
  exclusions: Exclusions,
  settings: HygieneSettings,
  { now, today }: { readonly now: Instant; readonly today: Day },
): readonly HygieneFinding[] {
  const { users, licences } = directory;
  const looked = users.filter(({ id }) => !exclusions.has(id));
  const away = looked.flatMap((user) => absence(user, directory, settings, now));
  const awayUsers = new Set(away.map(({ user }) => user));
  const paid = new Set(licences.filter(({ bought }) => bought > 0).map(({ sku }) => sku));
  const idle = looked.filter(({ id, isEnabled }) => !isEnabled || awayUsers.has(id));
  return [
    ...away,
    ...idle.flatMap((user) => user.licences.filter((sku) => paid.has(sku)).map((sku) => idleLicence(user, sku))),
    ...licences.flatMap((count) => spareLicence(count, settings)),
    ...[...exclusions].flatMap(([user, { reviewOn }]) => (reviewOn < today ? [lapsed(user, reviewOn)] : [])),
  ];
}

function absence(
  user: DirectoryUser,
  { areSignInsKnown, reEnabled }: Directory,
  { inactiveDays, guestDays }: HygieneSettings,
  now: Instant,
): readonly HygieneFinding[] {
  if (!areSignInsKnown || !user.isEnabled || reEnabled.has(user.id)) return [];
  const isGuest = user.type === 'guest';
  const limit = now - (isGuest ? guestDays : inactiveDays) * DAY_MS - LATE_MS;
  if (user.createdAt > limit) return [];
  const seenAt = lastSignIn(user);
  if (seenAt === null) return isGuest && user.isPending ? [awayFinding(user, 'expiredGuest', user.createdAt)] : [];
  return seenAt > limit ? [] : [awayFinding(user, isGuest ? 'expiredGuest' : 'inactiveMember', seenAt)];
}

function awayFinding({ id }: DirectoryUser, kind: 'inactiveMember' | 'expiredGuest', since: Instant): HygieneFinding {
  return { key: `${kind}/${id}/${dayAt(since, 'UTC')}`, kind, user: id, sku: null, quantity: 1, since };
}

function idleLicence({ id }: DirectoryUser, sku: string): HygieneFinding {
  return { key: `idleLicence/${id}/${sku}`, kind: 'idleLicence', user: id, sku, quantity: 1, since: null };
}

/** Of what is free of charge there is always too much: only what was bought can be spare. */
function spareLicence(
  { sku, bought, available, assigned }: LicenceCount,
  { sparePercent }: HygieneSettings,
): readonly HygieneFinding[] {
  const quantity = Math.min(bought, available - assigned);
  if (quantity <= 0 || quantity * 100 < bought * sparePercent) return [];
  return [{ key: `spareLicence/${sku}`, kind: 'spareLicence', user: null, sku, quantity, since: null }];
}

/** Overdue for its review, and still left alone: a break-glass account must not be lost because somebody forgot a date. */
function lapsed(user: string, reviewOn: Day): HygieneFinding {
  const key = `lapsedExclusion/${user}/${reviewOn}`;
  return { key, kind: 'lapsedExclusion', user, sku: null, quantity: 1, since: null };
}
