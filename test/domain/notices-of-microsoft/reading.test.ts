import { describe, expect, it } from 'vitest';
import { actionOf, categoryOf, classOf } from '../../../domain/notices-of-microsoft/classify.ts';
import { deadlineOf } from '../../../domain/notices-of-microsoft/deadline.ts';
import { decideMail } from '../../../domain/notices-of-microsoft/decide-mail.ts';
import { namedIds } from '../../../domain/notices-of-microsoft/named-ids.ts';
import { sameNoticeText } from '../../../domain/notices-of-microsoft/same-notice.ts';

const mail = (subject: string, text = '') => ({ subject, text });
/** A Friday. */
const RECEIVED = Date.UTC(2026, 10, 27, 10);
const day = (subject: string, text = '') => {
  const at = deadlineOf(mail(subject, text), RECEIVED);
  return at === null ? null : new Date(at).toISOString();
};

describe('what a notice is about', () => {
  it.each([
    ['securityAlert', 'Azure security alert: crypto mining', ''],
    ['securityAlert', 'Alert zabezpieczeń: podejrzane działania w subskrypcji', ''],
    ['aup', 'Your customer violates the Acceptable Use Policy', ''],
    ['aup', 'Naruszenie zasad dopuszczalnego użytkowania', ''],
    ['creditLimit', 'You have used 85% of your credit limit', 'Pay your invoice.'],
    ['creditLimit', 'Wykorzystano 85% limitu kredytowego', ''],
    ['billing', 'Your invoice is ready', ''],
    ['billing', 'Faktura za listopad', ''],
    ['terms', 'Changes to the Product Terms', ''],
    ['terms', 'Zmiana warunków produktów', ''],
    ['serviceAdvisory', 'Service advisory: planned maintenance', ''],
    ['serviceAdvisory', 'Planowana konserwacja i przerwa w działaniu', ''],
    ['aup', 'Important', 'A violation of the acceptable use policy. Further violations lead to enforcement.'],
    ['other', 'Important', 'Please look at your invoice.'],
    ['other', 'Join us at Ignite', ''],
  ])('%s: %s', (noticeClass, subject, text) => {
    expect(classOf(mail(subject, text))).toBe(noticeClass);
  });

  it('is read with the category of the abuse, and what is asked or done already', () => {
    expect(categoryOf(mail('Alert', 'Network connections to crypto-mining pools'))).toBe('cryptoMining');
    expect(categoryOf(mail('Naruszenie', 'masowa wysyłka'))).toBe('spam');
    expect(categoryOf(mail('Naruszenie', 'atak DDoS'))).toBe('ddos');
    expect(categoryOf(mail('Hello'))).toBeNull();
    expect(actionOf(mail('Action required', 'The subscription has been suspended.'))).toEqual({
      required: true,
      taken: true,
    });
    expect(actionOf(mail('Subskrypcja została zawieszona'))).toEqual({ required: false, taken: true });
    expect(actionOf(mail('Wymagane działanie'))).toEqual({ required: true, taken: false });
    expect(actionOf(mail('Hello'))).toEqual({ required: false, taken: false });
  });
});

describe('the deadline of a notice', () => {
  it.each([
    ['Respond by December 5, 2026', '2026-12-06T00:00:00.000Z'],
    ['Respond no later than Friday, 4 December 2026', '2026-12-05T00:00:00.000Z'],
    ['before 2026-12-10', '2026-12-11T00:00:00.000Z'],
    ['by 12/13/2026', '2026-12-14T00:00:00.000Z'],
    ['by 5:00 PM UTC on December 5, 2026', '2026-12-06T00:00:00.000Z'],
    ['Prosimy o odpowiedź do dnia 5 grudnia 2026 r.', '2026-12-06T00:00:00.000Z'],
    ['najpóźniej do 05.12.2026', '2026-12-06T00:00:00.000Z'],
    ['Termin: 15 października 2027', '2027-10-16T00:00:00.000Z'],
    ['within 48 hours', '2026-11-29T10:00:00.000Z'],
    ['within 5 business days', '2026-12-04T10:00:00.000Z'],
    ['w ciągu 5 dni roboczych', '2026-12-04T10:00:00.000Z'],
    ['w ciągu 3 dni', '2026-11-30T10:00:00.000Z'],
  ])('%s', (text, at) => {
    expect(day('Notice', text)).toBe(at);
  });

  it('is the earliest that has not passed, and none where the text names none', () => {
    expect(day('by December 20, 2026', 'or by December 5, 2026; the first notice was due by November 1, 2026')).toBe(
      '2026-12-06T00:00:00.000Z',
    );
    expect(day('On November 30, 2026 something happened')).toBeNull();
    expect(day('by February 30, 2027')).toBeNull();
    expect(day('Please respond soon')).toBeNull();
  });
});

describe('the ids in a notice', () => {
  const [tenant, subscription, alert, other] = [1, 2, 3, 4].map((n) => `${n}1111111-1111-4111-8111-111111111111`);

  it('are what the word before them says, in either language', () => {
    const text = `Tenant ID: ${tenant?.toUpperCase()} Subscription: ${subscription} Alert ID ${alert} reference ${other}`;
    const expected = { tenants: [tenant], subscriptions: [subscription], alerts: [alert], others: [other] };
    expect(namedIds(mail('', text))).toEqual(expected);
    const polish = `Dzierżawa: ${tenant}, identyfikator subskrypcji ${subscription}, alert ${alert}, numer ${other}`;
    expect(namedIds(mail('', polish))).toEqual(expected);
  });
});

describe('a mail becomes', () => {
  const decided = (own: Partial<Parameters<typeof decideMail>[0]>) =>
    decideMail({
      genuineness: 'genuine',
      noticeClass: 'aup',
      action: { required: true, taken: false },
      customers: 1,
      ...own,
    });

  it('a case, a task of whoever can do something about it, or a record when it is forged', () => {
    expect(decided({})).toEqual({ kind: 'case', case: 'aup', severity: 'medium' });
    expect(decided({ action: { required: false, taken: true } })).toMatchObject({ severity: 'high' });
    expect(decided({ noticeClass: 'terms' })).toMatchObject({ kind: 'case', case: 'notice' });
    expect(decided({ noticeClass: 'securityAlert' })).toMatchObject({ kind: 'case', case: 'fraud', severity: 'high' });
    expect(decided({ noticeClass: 'creditLimit' })).toEqual({
      kind: 'task',
      what: 'creditLimitNotice',
      for: 'finance',
    });
    expect(decided({ noticeClass: 'other' })).toEqual({ kind: 'task', what: 'unclassedMail', for: 'analyst' });
    expect(decided({ customers: 0 })).toEqual({ kind: 'task', what: 'mailOfUnknownCustomer', for: 'analyst' });
    expect(decided({ genuineness: 'doubtful' })).toEqual({ kind: 'task', what: 'doubtfulMail', for: 'analyst' });
    expect(decided({ genuineness: 'forged' })).toEqual({ kind: 'recorded' });
    const idle = { required: false, taken: false };
    expect(decided({ noticeClass: 'serviceAdvisory', action: idle })).toEqual({ kind: 'recorded' });
    expect(decided({ noticeClass: 'serviceAdvisory' })).toMatchObject({ kind: 'case', case: 'notice' });
  });

  it('the same notice as one that came before, when only "Reminder" is new', () => {
    expect(sameNoticeText(mail('Reminder: Action required', 'A  b'))).toBe(
      sameNoticeText(mail('Action required', 'a b')),
    );
    expect(sameNoticeText(mail('Action required', 'a'))).not.toBe(sameNoticeText(mail('Action required', 'b')));
  });
});
