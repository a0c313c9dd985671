import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { policyDocument } from '../../contracts/policy-document.ts';
import { isPolicyProblem, readPolicy } from '../../contracts/read-policy.ts';
import type { PolicyProblem } from '../../contracts/policy-rules.ts';
import { documentOf } from '../../contracts/write-policy.ts';
import { money } from '../../domain/money.ts';
import type { Policy } from '../../domain/policy/policy.ts';

const standard: Record<string, unknown> = JSON.parse(readFileSync('policies/standard.json', 'utf8'));
const least = {
  key: 'least',
  currency: 'PLN',
  steps: [{ key: 'reminder', kind: 'notice', after: { days: 3, from: 'due' } }],
};

function read(document: unknown): Policy {
  const policy = readPolicy(document, 1);
  if (isPolicyProblem(policy)) throw new Error(JSON.stringify(policy));
  return policy;
}

function problem(document: unknown): PolicyProblem {
  const answer = readPolicy(document, 1);
  if (!isPolicyProblem(answer)) throw new Error('was read');
  return answer;
}

function ladder(...steps: object[]): object {
  return { ...least, steps };
}

const notice = (key: string, days: number, mustPrecede?: string) => ({
  key,
  kind: 'notice',
  after: { days, from: 'due' },
  ...(mustPrecede === undefined ? {} : { mustPrecede }),
});
const stop = (key: string, kind: 'suspend' | 'terminate', days: number) => ({
  key,
  kind,
  after: { days, from: 'due' },
});

test('the least document takes every default of the standard one', () => {
  const { key, currency, steps, ...defaults } = read({ ...standard, steps: least.steps });
  const { key: _key, currency: _currency, steps: _steps, ...given } = read(least);
  expect(given).toEqual(defaults);
  expect([key, currency, steps.length]).toEqual(['standard', 'PLN', 1]);
});

test('the standard policy warns, then suspends, then terminates with four eyes', () => {
  const policy = read(standard);
  expect(policy.steps.map((step) => step.key)).toEqual([
    'courtesy',
    'reminder-1',
    'reminder-2',
    'warning',
    'suspend',
    'terminate',
  ]);
  expect(policy.steps.at(-1)?.approval).toBe('fourEyes');
  expect(policy.steps.at(3)?.mustPrecede).toBe('suspend');
  expect(policy.minimumDebt).toEqual(money(5_000n, 'PLN'));
  expect(policy.onboarding.prepayment).toEqual({ months: 1 });
});

test('a policy written out reads as itself', () => {
  const policy = read(standard);
  expect(read(policyDocument.encode(documentOf(policy)))).toEqual(policy);
  const fixed = read({ ...least, onboarding: { prepayment: { amount: '1000.00', currency: 'PLN' } } });
  expect(read(policyDocument.encode(documentOf(fixed)))).toEqual(fixed);
});

test('defaults in a currency without digits are whole units', () => {
  expect(read({ ...least, currency: 'JPY' }).minimumDebt).toEqual(money(50n, 'JPY'));
});

test('a termination without `approval` still needs a second person', () => {
  const policy = read(ladder(notice('warning', 1, 'terminate'), stop('end', 'terminate', 30)));
  expect(policy.steps[1]?.approval).toBe('fourEyes');
});

test.each([
  ['no notice at all', ladder(stop('suspend', 'suspend', 10)), '/steps/0'],
  ['a notice without mustPrecede', ladder(notice('reminder', 3), stop('suspend', 'suspend', 10)), '/steps/1'],
  ['a termination after nothing', ladder(notice('reminder', 3), stop('end', 'terminate', 10)), '/steps/1'],
  [
    'the warning is for another stop',
    ladder(notice('warning', 3, 'second'), stop('first', 'suspend', 10), stop('second', 'suspend', 20)),
    '/steps/1',
  ],
])('a stop that nothing warns of is refused: %s', (_, document, pointer) => {
  expect(problem(document)).toMatchObject({ code: 'policy_without_warning', errors: [{ pointer }] });
});

test('a warning names the stop by key or by kind, and covers the termination after it', () => {
  expect(read(ladder(notice('warning', 3, 'stop'), stop('stop', 'suspend', 10))).steps).toHaveLength(2);
  const steps = read(
    ladder(notice('warning', 3, 'suspend'), stop('stop', 'suspend', 10), stop('end', 'terminate', 60)),
  ).steps;
  expect(steps).toHaveLength(3);
});

test.each([
  ['mustPrecede names nothing', ladder(notice('warning', 3, 'nothing')), '/steps/0/mustPrecede'],
  [
    'mustPrecede names an earlier step',
    ladder(notice('first', 1), notice('second', 2, 'first')),
    '/steps/1/mustPrecede',
  ],
  ['a key twice', ladder(notice('same', 1), notice('same', 2)), '/steps/1/key'],
  [
    'the first step counts from none',
    ladder({ key: 'a', kind: 'notice', after: { days: 1, from: 'previous' } }),
    '/steps/0/after/from',
  ],
  [
    'a hand-over before the due day',
    ladder({ key: 'a', kind: 'handover', after: { days: -1, from: 'due' } }),
    '/steps/0/after/days',
  ],
])('a ladder that contradicts itself is refused: %s', (_, document, pointer) => {
  expect(problem(document)).toMatchObject({ code: 'invalid_policy', errors: [{ pointer }] });
});

test('another currency inside is named with its pointer', () => {
  const document = { ...least, minimumDebt: { amount: '50.00', currency: 'EUR' } };
  expect(problem(document)).toMatchObject({ code: 'currency_mismatch', errors: [{ pointer: '/minimumDebt' }] });
});

test('bad money and unknown fields are told apart', () => {
  expect(problem({ ...least, minimumDebt: { amount: 50, currency: 'PLN' } })).toMatchObject({
    code: 'invalid_money',
    errors: [{ pointer: '/minimumDebt/amount' }],
  });
  expect(problem({ ...least, maximumDebt: '1' })).toMatchObject({
    code: 'malformed',
    errors: [{ pointer: '/maximumDebt' }],
  });
});

test('a tier may have its own days, which keep the rules of the ladder', () => {
  const withDays = (dunningDays: object) => ({ ...standard, risk: { high: { dunningDays } } });
  const policy = read(withDays({ 'reminder-2': 3, warning: 3 }));
  expect(policy.risk?.high).toMatchObject({ orders: 'fourEyes', dunningDays: { 'reminder-2': 3, warning: 3 } });
  expect(read(policyDocument.encode(documentOf(policy)))).toEqual(policy);
  expect(read(standard).risk?.high).not.toHaveProperty('dunningDays');
  expect(problem(withDays({ remainder: 3 }))).toMatchObject({
    code: 'invalid_policy',
    errors: [{ pointer: '/risk/high/dunningDays/remainder', message: 'no step has this key' }],
  });
  expect(problem(withDays({ suspend: -1 })).errors).toContainEqual({
    pointer: '/risk/high/dunningDays/suspend',
    message: 'suspend: must not lie before the step before it',
  });
  expect(problem(withDays({ warning: 1.5 })).code).toBe('malformed');
});
