import { expect, test } from 'vitest';
import { budgetDrift } from '../../../domain/budget/drift.ts';
import { passedThresholds } from '../../../domain/budget/passed-thresholds.ts';
import { writeAlert } from '../../../domain/budget/write-alert.ts';
import { twoNames } from '../../../domain/onboarding/duty.ts';

const told = (...percents: number[]) => new Set(percents);
const agreed = [50, 80, 100];

test.each([
  ['below the first, nobody is told', 4_999n, [], null],
  ['reaching one is passing it', 5_000n, [50], 50],
  ['several at once are one letter, about the highest', 9_000n, [50, 80], 80],
  ['beyond the budget, all are passed', 60_284n, [50, 80, 100], 100],
])('%s', (_what, used, passed, telling) => {
  expect(passedThresholds(used, 10_000n, agreed, told())).toEqual({ passed, telling });
});

test('what was told is not told again, nor anything below it when figures are restated', () => {
  expect(passedThresholds(9_000n, 10_000n, agreed, told(50, 80))).toEqual({ passed: [], telling: null });
  expect(passedThresholds(5_500n, 10_000n, agreed, told(80))).toEqual({ passed: [], telling: null });
  expect(passedThresholds(10_000n, 10_000n, agreed, told(50, 80))).toEqual({ passed: [100], telling: 100 });
});

test('a budget without rounding: a third of a minor unit decides', () => {
  expect(passedThresholds(1n, 3n, [33, 34], told()).passed).toEqual([33]);
});

test('what differs at Microsoft has a name, and the same amount in more digits does not differ', () => {
  const wish = { amount: 124_000n, currency: 'PLN' };
  expect(budgetDrift(wish, '1240')).toBeNull();
  expect(budgetDrift(wish, '1240.000000')).toBeNull();
  expect(budgetDrift(wish, '1240.01')).toBe('124000/124001');
  expect(budgetDrift(wish, null)).toBe('124000/none');
});

test('the letter is in the customer’s language and says that nothing stops by itself', () => {
  const facts = {
    customerName: 'Contoso',
    sellerName: 'Partner',
    percent: 80,
    used: '900,00 PLN',
    budget: '1 000,00 PLN',
    month: '2026-11',
  };
  expect(writeAlert(facts, 'pl-PL').subject).toBe('Wykorzystano 80 % budżetu usług chmurowych za 2026-11');
  expect(writeAlert(facts, 'de').text).toContain('The budget stops nothing by itself');
});

test('a name has two parts, and a single word counts for both', () => {
  expect(twoNames('Anna Maria Nowak')).toEqual({ firstName: 'Anna Maria', lastName: 'Nowak' });
  expect(twoNames('Anna')).toEqual({ firstName: 'Anna', lastName: 'Anna' });
});
