import { describe, expect, it } from 'vitest';
import { writeDataLossLetter } from '../../../domain/service/data-loss-letter.ts';

const facts = {
  sellerName: 'Tenure',
  customerName: 'Fabrikam',
  offer: 'CFQ7TTC0LH18:0001',
  microsoftId: 'a1b2',
  dataGoneOn: '2026-10-29',
  restorable: false,
};

describe('the letter about data that will be lost', () => {
  it('names subscription and day, and what can still be done', () => {
    const { subject, text } = writeDataLossLetter(facts, 'en-GB');
    expect(subject).toBe('Your data will be lost on 2026-10-29');
    expect(text).toMatch(/^Dear Fabrikam,\n\nYour subscription CFQ7TTC0LH18:0001 \(a1b2\) has been stopped/);
    expect(text).toContain('save mailboxes, files and whatever else you need before 2026-10-29');
    expect(text).toContain('cannot be brought back any more');
    expect(text).toMatch(/Kind regards\nTenure\n$/);
    const restorable = writeDataLossLetter({ ...facts, offer: null, restorable: true }, 'de').text;
    expect(restorable).toContain('Your subscription a1b2 has been stopped');
    expect(restorable).toContain('can still be brought back until that day');
  });

  it('is Polish for Polish readers', () => {
    const { subject, text } = writeDataLossLetter(facts, 'pl-PL');
    expect(subject).toBe('Państwa dane zostaną utracone dnia 2026-10-29');
    expect(text).toContain('przed dniem 2026-10-29');
    expect(text).toContain('nie można już przywrócić');
    expect(text).not.toContain('Dear');
  });
});
