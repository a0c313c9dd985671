import { expect, test } from 'vitest';
import { addDays } from '../../../domain/calendar/day.ts';
import { type DirectoryFigure, figureOf, jumpsOf } from '../../../domain/hygiene/figures.ts';
import { aDirectory, aUser, NOW, signedIn } from './a-directory.ts';

const figure = (index: number, users: number, signedInUsers: number | null = users): DirectoryFigure => ({
  day: addDays('2026-01-01', index),
  users,
  guests: 3,
  enabled: users,
  signedIn: signedInUsers,
  licences: [{ sku: 's', name: 'SPB', bought: 100, assigned: 50 }],
});
const calm = Array.from({ length: 30 }, (_, index) => figure(index, 60 + (index % 3)));

test('a figure counts who is there, who signs in, and what is assigned', () => {
  const users = [
    aUser({ id: 'a' }),
    aUser({ id: 'b', signIn: signedIn(40), isEnabled: false }),
    aUser({ id: 'g', type: 'guest', signIn: null }),
  ];
  const licences = [{ sku: 's', name: 'SPB', bought: 5, available: 5, assigned: 2 }];
  expect(figureOf(aDirectory(users, { licences }), '2026-06-01', NOW)).toEqual({
    day: '2026-06-01',
    users: 3,
    guests: 1,
    enabled: 2,
    signedIn: 1,
    licences: [{ sku: 's', name: 'SPB', bought: 5, assigned: 2 }],
  });
});

test('forty users overnight are a jump, told on that day and not on the next', () => {
  const risen = figure(30, 101, 60);
  expect(jumpsOf(calm, risen)).toEqual([{ measure: 'users', day: '2026-01-31', usual: 61, seen: 101 }]);
  expect(jumpsOf([...calm, risen], figure(31, 101, 60))).toEqual([]);
});

test('growth day by day, a few more, and a customer of a week are none', () => {
  const growing = Array.from({ length: 60 }, (_, index) => figure(index, 60 + 2 * index));
  for (let at = 15; at < 60; at += 1) expect(jumpsOf(growing.slice(0, at), growing[at] ?? figure(at, 0))).toEqual([]);
  expect(jumpsOf(calm, figure(30, 70))).toEqual([]);
  expect(jumpsOf(calm.slice(0, 7), figure(7, 500))).toEqual([]);
});

test('sign-ins that cannot be read are no fall to nothing', () => {
  expect(jumpsOf(calm, figure(30, 61, null))).toEqual([]);
});
