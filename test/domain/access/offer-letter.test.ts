import { expect, test } from 'vitest';
import { roleId } from '../../../domain/access/access-target.ts';
import { type OfferLetterFacts, writeOfferLetter } from '../../../domain/access/offer-letter.ts';
import { successorName } from '../../../domain/access/renewal.ts';

const role = (name: string): string => roleId('directoryRole', name) ?? '';
const facts: OfferLetterFacts = {
  sellerName: 'Partner Sp. z o.o.',
  customerName: 'Fabrikam',
  endsOn: '2026-05-01',
  displayName: 'Partner Sp. z o.o. 0a1b2c3d4e5f',
  duration: 'P365D',
  roles: [role('globalReader'), '11ab22cd-0000-4000-8000-000000000001'],
  dropped: [role('globalAdministrator')],
  approvalUrl: 'https://admin.example/approve',
};

test('the letter names what is approved: until when, for how long, which roles, and which not any more', () => {
  const { subject, text } = writeOfferLetter(facts, 'en');
  expect(subject).toContain('2026-05-01');
  for (const part of [facts.displayName, '365 days', '- Global Reader\n', facts.roles[1], facts.approvalUrl])
    expect(text).toContain(part);
  expect(text.indexOf('- Global Administrator')).toBeGreaterThan(text.indexOf('have not been used'));
  expect(writeOfferLetter({ ...facts, dropped: [] }, 'en').text).not.toContain('have not been used');
});

test('a Polish customer reads Polish', () => {
  const { text } = writeOfferLetter({ ...facts, duration: 'P2Y' }, 'pl-PL');
  expect(text).toContain('Szanowni Państwo,');
  expect(text).toContain('na okres: 2 lata.');
});

test('a successor’s name is the partner’s and a code, in fifty characters', () => {
  expect(successorName('Partner Sp. z o.o.', '0a1b2c3d4e5f')).toBe('Partner Sp. z o.o. 0a1b2c3d4e5f');
  expect(successorName(`Kancelaria "Żuraw" ${'i Wspólnicy '.repeat(9)}`, '0a1b2c3d4e5f')).toMatch(
    /^Kancelaria Żuraw i Wspólnicy.* 0a1b2c3d4e5f$/,
  );
  expect(successorName('x'.repeat(90), '0a1b2c3d4e5f')).toHaveLength(50);
});
