import { expect, test } from 'vitest';
import { mailErrorOf } from '../../../adapters/mail/smtp-error.ts';

test.each([
  ['RCPT TO', 550, false, 'rejected'],
  ['DATA', 552, true, 'rejected'],
  ['MAIL FROM', 554, false, 'rejected'],
  ['DATA', 421, true, 'temporary'],
  ['RCPT TO', 451, false, 'temporary'],
  ['MAIL FROM', 503, false, 'temporary'],
  ['MAIL FROM', 530, false, 'temporary'],
  ['AUTH PLAIN', 535, false, 'temporary'],
  ['STARTTLS', 500, false, 'temporary'],
  ['CONN', 554, false, 'temporary'],
  ['CONN', undefined, false, 'temporary'],
  ['CONN', undefined, true, 'doubtful'],
])('a failure at %s with reply %s, message handed over: %s, is %s', (command, responseCode, handedOver, expected) => {
  expect(mailErrorOf(Object.assign(new Error('SMTP'), { command, responseCode }), handedOver).kind).toBe(expected);
});

test('an address that cannot be written to is rejected for good, without asking the relay', () => {
  const error = Object.assign(new Error('Invalid recipient'), { code: 'EENVELOPE', command: 'API' });
  expect(mailErrorOf(error, false).kind).toBe('rejected');
});
