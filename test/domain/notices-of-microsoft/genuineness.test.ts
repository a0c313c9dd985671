import { describe, expect, it } from 'vitest';
import { judgeMail } from '../../../domain/notices-of-microsoft/genuineness.ts';
import type { NoticeMail } from '../../../domain/notices-of-microsoft/notice-mail.ts';

const PASSED =
  'spf=pass (sender IP is 40.107.1.1) smtp.mailfrom=microsoft.com; dkim=pass (signature was verified) header.d=microsoft.com;dmarc=pass action=none header.from=microsoft.com;compauth=pass reason=100';
const mailOf = (own: Partial<NoticeMail> = {}): NoticeMail => ({
  messageId: '1@microsoft.com',
  from: [{ name: 'Microsoft Azure', address: 'azure-noreply@microsoft.com' }],
  replyTo: [],
  subject: 'Action required',
  text: '',
  linkHosts: ['portal.azure.com', 'aka.ms'],
  authenticationResults: [PASSED],
  ...own,
});
const from = (address: string, name = '') => ({ from: [{ name, address }] });
const judged = (own: Partial<NoticeMail>, receivingHost: string | null = null) => {
  const { genuineness, findings } = judgeMail(mailOf(own), { receivingHost, day: '2026-11-28' });
  return [genuineness, ...findings];
};

describe('a mail that says it is Microsoft’s', () => {
  it('is genuine when our own host has authenticated it and nothing in it leads elsewhere', () => {
    expect(judged({})).toEqual(['genuine']);
    expect(judged(from('no-reply@microsoft.com'))).toEqual(['genuine']);
    expect(judged(from('partner@email.microsoft.com'))).toEqual(['genuine']);
    expect(judged({ replyTo: [{ name: '', address: 'support@microsoft.com' }] })).toEqual(['genuine']);
  });

  it.each([
    'azure-noreply@rnicrosoft.com',
    'azure-noreply@micros0ft.com',
    'azure-noreply@mircosoft.com',
    'azure-noreply@microsoft.com.login.example',
    'azure-noreply@microsoft-support.example',
    'azure-noreply@xn--mirosoft-tub.com',
    'azure-noreply@mісrosoft.com',
  ])('is forged from %s, whatever that domain has signed', (address) => {
    expect(judged(from(address))).toEqual(['forged', 'lookAlikeSender']);
  });

  it('is forged when only the name beside a foreign address says Microsoft, and when our host says that it is not from there', () => {
    expect(judged(from('billing@contoso.example', 'Microsoft Azure'))).toEqual(['forged', 'lookAlikeSender']);
    const failed = PASSED.replace('dmarc=pass', 'dmarc=fail');
    expect(judged({ authenticationResults: [failed, PASSED] })).toEqual(['forged', 'authenticationFailed']);
  });

  it('is doubtful without a proof of our own host: what stands below its header, or in a comment, is the sender’s word', () => {
    expect(judged({ authenticationResults: [] })).toEqual(['doubtful', 'notAuthenticated']);
    const other = 'mx.attacker.example; dkim=pass header.d=microsoft.com; dmarc=pass header.from=microsoft.com';
    expect(judged({ authenticationResults: [other] })).toEqual(['doubtful', 'notAuthenticated']);
    expect(judged({ authenticationResults: [other, PASSED] })).toEqual(['doubtful', 'notAuthenticated']);
    const comment = 'spf=none (dmarc=pass; dkim=pass header.d=microsoft.com) smtp.mailfrom=evil.example; dmarc=none';
    expect(judged({ authenticationResults: [comment] })).toEqual(['doubtful', 'notAuthenticated']);
    const unaligned = 'dkim=pass header.d=mailer.example; spf=pass smtp.mailfrom=mailer.example; dmarc=pass';
    expect(judged({ authenticationResults: [unaligned] })).toEqual(['doubtful', 'notAuthenticated']);
  });

  it('is judged by the named host where the partner has one of its own', () => {
    const own = `mx.partner.example 1; ${PASSED}`;
    expect(judged({ authenticationResults: ['mx.attacker.example; dmarc=pass', own] }, 'mx.partner.example')).toEqual([
      'genuine',
    ]);
    expect(judged({ authenticationResults: [PASSED] }, 'mx.partner.example')).toEqual(['doubtful', 'notAuthenticated']);
  });

  it('is doubtful when an answer or a link would go elsewhere, or a stranger has written it', () => {
    expect(judged({ replyTo: [{ name: '', address: 'desk@contoso.example' }] })).toEqual([
      'doubtful',
      'replyElsewhere',
    ]);
    expect(judged({ linkHosts: ['contoso.example'] })).toEqual(['doubtful', 'foreignLink']);
    expect(judged({ linkHosts: ['login.rnicrosoft.com'] })).toEqual(['doubtful', 'lookAlikeLink']);
    expect(judged(from('anna@contoso.example', 'Anna Łęcka'))).toEqual(['doubtful', 'foreignSender']);
    // Microsoft's own, but no notice is known to come from there: a person looks, and nothing is thrown away.
    expect(judged(from('noreply@azure.com', 'Microsoft Azure'))).toEqual(['doubtful', 'foreignSender']);
    expect(judged({ from: [] })).toEqual(['doubtful', 'noSender']);
    const twice = [...mailOf().from, { name: '', address: 'no-reply@microsoft.com' }];
    expect(judged({ from: twice })).toEqual(['doubtful', 'severalSenders']);
  });
});
