import { expect, test } from 'vitest';
import type { LetterFacts } from '../../../domain/hygiene/letter-facts.ts';
import { languageOf, writeLetter } from '../../../domain/hygiene/write-letter.ts';

const facts: LetterFacts = {
  sellerName: 'Partner Sp. z o.o.',
  customerName: 'Contoso',
  dueOn: '2026-07-01',
  occasion: 'report',
  lines: [
    { kind: 'spareLicence', subject: 'SPB', since: null, quantity: 4 },
    { kind: 'inactiveMember', subject: 'Ola Nowak (ola@c.example)', since: '2026-01-02', quantity: 1 },
  ],
  products: [{ name: 'SPB', bought: 10, assigned: 6 }],
  signInsKnown: true,
  remedy: null,
};

test('a Polish customer reads Polish, everybody else English', () => {
  expect([languageOf('pl-PL'), languageOf('pl'), languageOf('de-DE')]).toEqual(['pl', 'pl', 'en']);
  expect(writeLetter('pl', facts).text).toContain('Szanowni Państwo,');
  expect(writeLetter('en', facts).text).toContain('Dear Contoso,');
});

test('a report says who and what, since when, by when, and threatens nothing without leave', () => {
  const { subject, text } = writeLetter('pl', facts);
  expect(subject).toContain('2026-07-01');
  expect(text).toContain('- Ola Nowak (ola@c.example), od 2026-01-02');
  expect(text).toContain('- SPB: 4');
  expect(text.indexOf('Ola')).toBeLessThan(text.indexOf('SPB'));
  expect(text).not.toContain('wyłączymy');
  expect(text).toContain('- SPB: kupione 10, przypisane 6');
  expect(text).toContain('administratorów oraz partnerów');
  expect(writeLetter('pl', { ...facts, occasion: 'reminder' }).text).not.toContain('kupione');
});

test('who has nothing to put in order is asked to go through subscriptions, cost alerts, administrators and partners', () => {
  const clean: LetterFacts = { ...facts, occasion: 'checklist', lines: [] };
  const { subject, text } = writeLetter('en', clean);
  expect(subject).toBe('Your Microsoft services: please go through them by 2026-07-01');
  for (const word of ['subscriptions', 'cost alerts', 'administrators', 'partners', 'SPB: 10 bought, 6 assigned'])
    expect(text).toContain(word);
  expect(text).not.toContain('disable or remove');
  expect(writeLetter('pl', clean).text).toContain('- partnerzy i ich dostęp');
});

test('with leave it says what happens after the day, and what only when it is allowed', () => {
  const disabling = writeLetter('en', { ...facts, remedy: { deleteAfterDays: null } }).text;
  expect(disabling).toContain('we disable the accounts that are left after that day.');
  const deleting = writeLetter('en', { ...facts, remedy: { deleteAfterDays: 30 } }).text;
  expect(deleting).toContain('and delete them 30 days later; Microsoft can restore them for another 30 days.');
});

test('five hundred names are not a letter: the rest is counted', () => {
  const lines = Array.from({ length: 500 }, (_, index) => ({
    kind: 'inactiveMember' as const,
    subject: `user ${index}`,
    since: null,
    quantity: 1,
  }));
  const { text } = writeLetter('en', { ...facts, lines, occasion: 'reminder', signInsKnown: false });
  expect(text).toContain('- and 400 more');
  expect(text.match(/^- user/gm)).toHaveLength(100);
  expect(text).toContain('no Entra ID P1 or P2');
});
