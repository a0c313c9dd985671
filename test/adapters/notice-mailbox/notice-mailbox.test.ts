import { afterAll, beforeAll, expect, test } from 'vitest';
import { PartnerCenterError } from '../../../adapters/index.ts';
import { createNoticeMailbox } from '../../../adapters/notice-mailbox/create-notice-mailbox.ts';
import { readMime } from '../../../adapters/notice-mailbox/read-mime.ts';
import { createServiceRequests } from '../../../adapters/partner-service-requests/create-service-requests.ts';
import { createTenantCallers } from '../../../adapters/tenants/tenant-callers.ts';
import { letterOfMicrosoft } from '../../../simulators/microsoft/mail/letter-of-microsoft.ts';
import { startedMicrosoft } from '../support/microsoft.ts';
import { refusalOf } from '../support/refusal.ts';

const ADDRESS = 'csp-notices@partner.example';
let microsoft: Awaited<ReturnType<typeof startedMicrosoft>>;
let connection: ReturnType<typeof microsoft.connection>;
beforeAll(async () => {
  microsoft = await startedMicrosoft({ graphPageSize: 2 });
  connection = microsoft.connection();
});
afterAll(async () => {
  await connection.close();
  await microsoft.stop();
});

const mailbox = (address = ADDRESS) =>
  createNoticeMailbox(createTenantCallers(microsoft.standard(), connection).partnerGraph, {
    address,
    receivingHost: null,
    limits: connection.limits,
  });
const arrives = async (document: Buffer, receivedAt: string, folder = 'inbox'): Promise<string> => {
  const query = new URLSearchParams({ mailbox: ADDRESS, receivedAt, folder });
  const answer = await fetch(`${microsoft.url}/control/mails?${query.toString()}`, {
    method: 'POST',
    body: new Uint8Array(document),
  });
  return ((await answer.json()) as { id: string }).id;
};

test('every mail since an instant is listed page by page, the oldest first, and read as it came', async () => {
  const documents = [1, 2, 3, 4].map((n) => letterOfMicrosoft({ subject: `Notice ${n}`, text: 'Zażółć gęślą jaźń' }));
  const ids: string[] = [];
  for (const [index, document] of documents.entries())
    ids.push(await arrives(document, `2026-11-2${4 - index}T10:00:00Z`));
  const junk = await arrives(letterOfMicrosoft({ subject: 'Junk', text: '' }), '2026-11-24T10:00:00Z', 'junkemail');
  const listed = await mailbox().list('inbox', Date.parse('2026-11-22T00:00:00Z'));
  expect(listed).toEqual([
    { id: ids[2], receivedAt: Date.parse('2026-11-22T10:00:00Z') },
    { id: ids[1], receivedAt: Date.parse('2026-11-23T10:00:00Z') },
    { id: ids[0], receivedAt: Date.parse('2026-11-24T10:00:00Z') },
  ]);
  expect((await mailbox().list('junkemail', 0)).map(({ id }) => id)).toEqual([junk]);
  const read = await mailbox().read(ids[1] ?? '');
  expect(read?.document.equals(documents[1] ?? Buffer.alloc(0))).toBe(true);
  expect(read?.mail).toMatchObject({ subject: 'Notice 2', text: 'Zażółć gęślą jaźń' });
  // Moved by somebody who tidies up: still the same mail.
  await fetch(`${microsoft.url}/control/mails/${ids[1]}/move`, { method: 'POST', body: '{"folder":"junkemail"}' });
  expect((await mailbox().read(ids[1] ?? ''))?.document.equals(documents[1] ?? Buffer.alloc(0))).toBe(true);
  expect(await mailbox().read('immutable-nobody')).toBeNull();
});

test('without Mail.Read, and in a mailbox that is not the partner’s, Graph refuses', async () => {
  await microsoft.control('POST', '/settings', { mailReadGranted: false });
  const denied = await refusalOf(PartnerCenterError, mailbox().list('inbox', 0));
  expect(denied).toMatchObject({ kind: 'unauthorized', httpStatus: 403, code: 'ErrorAccessDenied' });
  await microsoft.control('POST', '/settings', { mailReadGranted: true });
  const nobody = await refusalOf(PartnerCenterError, mailbox('nobody@partner.example').list('inbox', 0));
  expect(nobody).toMatchObject({ httpStatus: 404, code: 'ErrorInvalidUser' });
});

test('a mail is read with the links that a click follows, those behind Exchange’s own page included', async () => {
  const html = [
    '<html xmlns="http://www.w3.org/1999/xhtml"><img src="https://pictures.example/a.png">',
    '<a href="https://portal.azure.com/x?a=1&amp;b=2">here</a>',
    '<a href=https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fevil.example%2Fa&amp;data=1>or here</a></html>',
  ].join('\n');
  const head = [
    'Authentication-Results: mx.partner.example; dmarc=pass',
    'Authentication-Results: elsewhere.example; dmarc=fail',
    'From: "A" <a@microsoft.com>, b@microsoft.com',
    'Reply-To: <C@Elsewhere.example>',
    'Subject: Hello',
    'Content-Type: text/html; charset=utf-8',
  ];
  const mail = await readMime(Buffer.from(`${head.join('\r\n')}\r\n\r\n${html}`));
  expect(mail).toMatchObject({
    messageId: null,
    from: [{ address: 'a@microsoft.com' }, { address: 'b@microsoft.com' }],
    replyTo: [{ address: 'c@elsewhere.example' }],
    authenticationResults: ['mx.partner.example; dmarc=pass', 'elsewhere.example; dmarc=fail'],
  });
  expect(mail?.linkHosts.toSorted()).toEqual(['evil.example', 'portal.azure.com']);
});

test('a service request is read as Microsoft says it, and none is no error', async () => {
  const { refreshToken } = await microsoft.control<{ refreshToken: string }>('POST', '/refresh-tokens', {});
  let token = refreshToken;
  const userGrant = {
    readRefreshToken: async () => token,
    replaceRefreshToken: async (next: string) => void (token = next),
  };
  const signedIn = microsoft.connection({ userGrant });
  await microsoft.control('POST', '/servicerequests', { id: '2611280001', status: 'attention_needed' });
  const requests = createServiceRequests(signedIn);
  expect(await requests.read('2611280001')).toEqual({ number: '2611280001', status: 'attention_needed' });
  expect(await requests.read('2611289999')).toBeNull();
  const appOnly = await refusalOf(PartnerCenterError, createServiceRequests(connection).read('2611280001'));
  expect(appOnly).toMatchObject({ kind: 'unauthorized' });
  await signedIn.close();
});
