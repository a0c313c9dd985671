import { expect, test } from 'vitest';
import { lookAtTerms } from '../../../domain/terms/look-at-terms.ts';
import { segmentOf } from '../../../domain/terms/rules/special-prices.ts';
import type { TermsSubject } from '../../../domain/terms/terms-subject.ts';

const honest: TermsSubject = {
  country: 'PL',
  billingCountry: 'PL',
  partnerCountry: 'PL',
  subscriptions: [{ id: 's1', name: 'Microsoft 365 E3', sku: 'CFQ7TTC0LFLX:0001', quantity: 1_000 }],
  eligible: new Set(),
  licences: [{ name: 'SPE_E3', available: 1_000, assigned: 1_000 }],
};
const found = (change: Partial<TermsSubject>) =>
  lookAtTerms({ ...honest, ...change }).map(({ rule, subject }) => `${rule} ${subject}`);
const business = (id: string, quantity: number) => ({
  id,
  name: 'Microsoft 365 Business Premium',
  sku: 'CFQ7TTC0LCHC:0002',
  quantity,
});

test('who buys what is meant for him has no breach', () => {
  expect(found({})).toEqual([]);
  expect(found({ licences: null, billingCountry: null })).toEqual([]);
});

test.each([
  ['Microsoft 365 A3 for faculty', 'education'],
  ['Office 365 A1 for students', 'education'],
  ['Microsoft 365 Business Premium (Nonprofit Staff Pricing)', 'nonprofit'],
  ['Office 365 G3 GCC', 'government'],
  ['Microsoft 365 Business Premium', null],
  ['Azure plan', null],
])('%s is for %s', (name, segment) => {
  expect(segmentOf(name)).toBe(segment);
});

test('special prices are a breach for whoever is not approved for that very segment', () => {
  const subscriptions = [{ id: 's2', name: 'Microsoft 365 A3 for faculty', sku: '', quantity: 3 }];
  expect(found({ subscriptions })).toEqual(['special-price education/s2']);
  expect(found({ subscriptions, eligible: new Set(['nonprofit']) })).toEqual(['special-price education/s2']);
  expect(found({ subscriptions, eligible: new Set(['education']) })).toEqual([]);
});

test('a business plan is for three hundred people, all its subscriptions together', () => {
  expect(found({ subscriptions: [business('a', 200), business('b', 100)] })).toEqual([]);
  expect(found({ subscriptions: [business('a', 200), business('b', 101)] })).toEqual(['seat-limit CFQ7TTC0LCHC:0002']);
});

test('more assigned than there is', () => {
  expect(found({ licences: [{ name: 'SPB', available: 10, assigned: 11 }] })).toEqual(['over-assigned SPB']);
});

test('a customer is served in its country and in the partner’s market', () => {
  expect(found({ country: 'DE', billingCountry: 'DE' })).toEqual([]);
  expect(found({ country: 'US', billingCountry: 'US' })).toEqual(['outside-market US']);
  expect(found({ billingCountry: 'DE' })).toEqual(['other-country DE']);
});
