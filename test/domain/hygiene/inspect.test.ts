import { describe, expect, test } from 'vitest';
import type { Directory } from '../../../domain/hygiene/directory.ts';
import { type Exclusions, inspect } from '../../../domain/hygiene/inspect.ts';
import { USUAL_HYGIENE } from '../../../domain/hygiene/settings.ts';
import { aDirectory, aUser, DAY, NOW, signedIn } from './a-directory.ts';

const found = (directory: Directory, exclusions: Exclusions = new Map()): readonly string[] =>
  inspect(directory, exclusions, USUAL_HYGIENE, { now: NOW, today: '2026-06-01' }).map(({ key }) => key);

describe('a member', () => {
  test('is inactive after ninety days and the day by which sign-ins may be late', () => {
    expect(found(aDirectory([aUser({ id: 'a', signIn: signedIn(91) })]))).toEqual(['inactiveMember/a/2026-03-02']);
    expect(found(aDirectory([aUser({ id: 'a', signIn: signedIn(90.9) })]))).toEqual([]);
  });

  test('without sign-in data is never inactive, however old the account', () => {
    expect(found(aDirectory([aUser({ id: 'a', signIn: null })]))).toEqual([]);
  });

  test('whose last success is not known is judged by the last try, which no success can follow', () => {
    const tried = (days: number) => ({ succeededAt: null, triedAt: NOW - days * DAY });
    expect(found(aDirectory([aUser({ id: 'a', signIn: tried(100) })]))).toHaveLength(1);
    expect(found(aDirectory([aUser({ id: 'a', signIn: tried(10) })]))).toEqual([]);
  });

  test('who fails to sign in day after day is inactive all the same', () => {
    const signIn = { succeededAt: NOW - 200 * DAY, triedAt: NOW };
    expect(found(aDirectory([aUser({ id: 'a', signIn })]))).toHaveLength(1);
  });

  test('who is disabled, was just created, or was enabled again this week is left alone', () => {
    const gone = { signIn: signedIn(200) };
    expect(found(aDirectory([aUser({ id: 'a', ...gone, isEnabled: false })]))).toEqual([]);
    expect(found(aDirectory([aUser({ id: 'a', ...gone, createdAt: NOW - 30 * DAY })]))).toEqual([]);
    expect(found(aDirectory([aUser({ id: 'a', ...gone })], { reEnabled: new Set(['a']) }))).toEqual([]);
  });

  test('is not judged in a tenant that lacks Entra ID P1 and P2', () => {
    const users = [aUser({ id: 'a', signIn: null }), aUser({ id: 'g', type: 'guest', isPending: true, signIn: null })];
    expect(found(aDirectory(users, { areSignInsKnown: false }))).toEqual([]);
  });
});

describe('a guest', () => {
  const guest = { id: 'g', type: 'guest' } as const;

  test('is expired when gone for ninety days, or invited and never come', () => {
    expect(found(aDirectory([aUser({ ...guest, signIn: signedIn(120) })]))).toEqual(['expiredGuest/g/2026-02-01']);
    expect(found(aDirectory([aUser({ ...guest, signIn: null, isPending: true })]))).toHaveLength(1);
  });

  test('who accepted and of whom nothing is known, or was invited lately, is not', () => {
    expect(found(aDirectory([aUser({ ...guest, signIn: null })]))).toEqual([]);
    const lately = { signIn: null, isPending: true, createdAt: NOW - 60 * DAY };
    expect(found(aDirectory([aUser({ ...guest, ...lately })]))).toEqual([]);
  });
});

describe('licences', () => {
  const count = (bought: number, assigned: number, available = bought) => ({
    sku: 's',
    name: 'SPB',
    bought,
    available,
    assigned,
  });

  test('serve nobody when their user is disabled or away; what is free of charge does not count', () => {
    const users = [
      aUser({ id: 'off', isEnabled: false, licences: ['s', 'free'] }),
      aUser({ id: 'away', signIn: signedIn(120), licences: ['s'] }),
      aUser({ id: 'here', licences: ['s'] }),
    ];
    const licences = [count(3, 3), { sku: 'free', name: 'FLOW_FREE', bought: 0, available: 10_000, assigned: 1 }];
    expect(found(aDirectory(users, { licences }))).toEqual([
      'inactiveMember/away/2026-02-01',
      'idleLicence/off/s',
      'idleLicence/away/s',
    ]);
  });

  test('are spare from a tenth of what was bought on', () => {
    expect(found(aDirectory([], { licences: [count(50, 46)] }))).toEqual([]);
    expect(found(aDirectory([], { licences: [count(50, 45)] }))).toEqual(['spareLicence/s']);
    expect(found(aDirectory([], { licences: [count(5, 5, 1_000)] }))).toEqual(['spareLicence/s']);
  });
});

test('a break-glass account is left alone, also when its review is overdue; that is told instead', () => {
  const directory = aDirectory([aUser({ id: 'glass', signIn: signedIn(300) })]);
  expect(found(directory, new Map([['glass', { reviewOn: '2026-06-01' }]]))).toEqual([]);
  expect(found(directory, new Map([['glass', { reviewOn: '2026-05-31' }]]))).toEqual([
    'lapsedExclusion/glass/2026-05-31',
  ]);
});
