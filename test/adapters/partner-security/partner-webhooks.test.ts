import { sign } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  createPartnerWebhooks,
  type PartnerWebhookOptions,
} from '../../../adapters/partner-security/create-partner-webhooks.ts';
import { WebhookRefused } from '../../../adapters/partner-security/webhook-refused.ts';
import { certified, type Certified } from '../support/certificates.ts';
import { refusalOf } from '../support/refusal.ts';

const organisations = ['Microsoft Corporation'];
const root = certified({ commonName: 'Root', ca: true });
const leaf = certified({ commonName: 'notifications', organisations, issuer: root });
const body = Buffer.from(
  `\uFEFF{ "EventName": "azure-fraud-event-detected",  "ResourceUri": "https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=x&EventStatus=Active", "AuditUri": null, "ResourceChangeUtcDate": "2026-11-22T09:15:00.1234567+00:00" }`,
);

/** What lies under which path, and what was asked for. */
const files = new Map<string, Buffer | string>();
const asked: string[] = [];
let now = Date.parse('2026-11-22T10:00:00Z');
const closing: (() => Promise<void>)[] = [];
let url = '';
const server = createServer((request, reply) => {
  asked.push(request.url ?? '');
  const file = files.get(request.url ?? '');
  if (request.url === '/cert/moved.cer') reply.writeHead(302, { location: '/cert/ms.cer' }).end();
  else if (file === undefined) reply.writeHead(404).end();
  else reply.end(file);
});

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  url = `http://127.0.0.1:${address.port}`;
});
beforeEach(() => {
  files.clear();
  files.set('/cert/ms.cer', leaf.der);
  asked.length = 0;
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

function webhooks(options: PartnerWebhookOptions = {}) {
  const made = createPartnerWebhooks({
    certificatesUrl: `${url}/cert/`,
    trustedRoots: root.pem,
    issuerHosts: [new URL(url).host],
    now: () => now,
    ...options,
  });
  closing.push(() => made.close());
  return made;
}

const signatureOf = (bytes: Buffer, by: Certified = leaf): string =>
  `Signature ${sign('sha256', bytes, by.privateKey).toString('base64')}`;
const headersOf = (bytes: Buffer, own: Record<string, string | undefined> = {}) => ({
  authorization: signatureOf(bytes),
  'x-ms-certificate-url': `${url}/cert/ms.cer`,
  'x-ms-signature-algorithm': 'rsa-sha256',
  ...own,
});
const reasonFor = async (attempt: Promise<unknown>) => (await refusalOf(WebhookRefused, attempt)).reason;
/** What a delivery signed by another certificate, lying in the right place, is refused for. */
async function reasonSignedBy(by: Certified, options: PartnerWebhookOptions = {}) {
  files.set('/cert/ms.cer', by.der);
  return await reasonFor(webhooks(options).verify(headersOf(body, { authorization: signatureOf(body, by) }), body));
}

describe('a delivery that Microsoft signed', () => {
  test('tells its event, with the same key each time it comes', async () => {
    const endpoint = webhooks();
    const event = await endpoint.verify(headersOf(body), body);
    expect(event).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      name: 'azure-fraud-event-detected',
      resourceUri: 'https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=x&EventStatus=Active',
      auditUri: null,
      changedAt: Date.parse('2026-11-22T09:15:00.123Z'),
    });
    expect(await endpoint.verify(headersOf(body), body)).toEqual(event);
    expect(asked).toEqual(['/cert/ms.cer']);
  });

  test.each(['EventName', 'ResourceUri', 'AuditUri', 'ResourceChangeUtcDate'])(
    'has another key with another %s',
    async (name) => {
      const fields = { EventName: 'a', ResourceUri: 'b', AuditUri: 'c', ResourceChangeUtcDate: '2026-11-22T09:15:00Z' };
      const other = { ...fields, [name]: '2026-11-22T09:15:00.0000001Z' };
      const keys = [fields, other].map(async (one) => {
        const bytes = Buffer.from(JSON.stringify(one));
        return (await webhooks().verify(headersOf(bytes), bytes)).key;
      });
      expect(new Set(await Promise.all(keys)).size).toBe(2);
    },
  );

  test('may have its signature in x-ms-signature, beside a token, and its headers in any case', async () => {
    const headers = {
      Authorization: 'Bearer something-else',
      'X-MS-Signature': signatureOf(body),
      'X-MS-Certificate-Url': `${url}/cert/ms.cer`,
      'X-MS-Signature-Algorithm': 'rsa-sha256',
    };
    expect((await webhooks().verify(headers, body)).name).toBe('azure-fraud-event-detected');
  });

  test('is believed when the issuer’s certificate comes along, or lies where the certificate says', async () => {
    const between = certified({ commonName: 'Between', ca: true, issuer: root });
    files.set('/pki/between.crt', between.der);
    const fetched = certified({ commonName: 'a', organisations, issuer: between, issuerUrl: `${url}/pki/between.crt` });
    const alongside = certified({ commonName: 'b', organisations, issuer: between });
    files.set('/cert/a.cer', fetched.der);
    files.set('/cert/b.cer', alongside.pem + between.pem);
    for (const [name, by] of [
      ['a', fetched],
      ['b', alongside],
    ] as const) {
      const own = { authorization: signatureOf(body, by), 'x-ms-certificate-url': `${url}/cert/${name}.cer` };
      expect((await webhooks().verify(headersOf(body, own), body)).name).toBe('azure-fraud-event-detected');
    }
  });

  test('is believed after the certificate was renewed in its place, without waiting for the kept one to age', async () => {
    const endpoint = webhooks();
    await endpoint.verify(headersOf(body), body);
    const renewed = certified({ commonName: 'notifications', organisations, issuer: root });
    files.set('/cert/ms.cer', renewed.der);
    now += 60_000;
    await endpoint.verify(headersOf(body, { authorization: signatureOf(body, renewed) }), body);
    expect(asked).toHaveLength(2);
  });

  test('shares one download with those that come at the same time, and the certificate is fetched again after a while', async () => {
    const endpoint = webhooks();
    await Promise.all([1, 2, 3].map(() => endpoint.verify(headersOf(body), body)));
    expect(asked).toHaveLength(1);
    now += 11 * 60_000;
    await endpoint.verify(headersOf(body), body);
    expect(asked).toHaveLength(2);
  });
});

describe('a delivery is refused', () => {
  test.each(['authorization', 'x-ms-certificate-url', 'x-ms-signature-algorithm'])('without %s', async (name) => {
    expect(await reasonFor(webhooks().verify(headersOf(body, { [name]: undefined }), body))).toBe('headersMissing');
  });

  test('with a signature in a word other than Signature', async () => {
    const headers = headersOf(body, { authorization: signatureOf(body).replace('Signature', 'Bearer') });
    expect(await reasonFor(webhooks().verify(headers, body))).toBe('headersMissing');
  });

  test('with one byte more than a mebibyte, before anything is fetched', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, ' ');
    expect(await reasonFor(webhooks().verify(headersOf(large), large))).toBe('bodyTooLarge');
    expect(asked).toEqual([]);
  });

  test.each([
    ['another host', (own: string) => own.replace('127.0.0.1', 'localhost')],
    ['another port', (own: string) => own.replace(/:\d+\//, ':1/')],
    ['another protocol', (own: string) => own.replace('http:', 'https:')],
    ['another folder', (own: string) => own.replace('/cert/', '/certs/')],
    ['a way out of the folder', (own: string) => own.replace('/cert/', '/cert/../mine/')],
    ['a way out of the folder in disguise', (own: string) => own.replace('/cert/', '/cert/%2e%2e/mine/')],
    ['another ending', (own: string) => own.replace('.cer', '.pem')],
    ['a query', (own: string) => `${own}?x=.cer`],
    [
      'a name before the host',
      (own: string) => own.replace('http://', 'http://3psostorageacct.blob.core.windows.net@'),
    ],
    ['no address', () => 'ms.cer'],
  ])('with a certificate at %s, before anything is fetched', async (_name, change) => {
    const headers = headersOf(body, { 'x-ms-certificate-url': change(`${url}/cert/ms.cer`) });
    expect(await reasonFor(webhooks().verify(headers, body))).toBe('certificateUrl');
    expect(asked).toEqual([]);
  });

  test('by default, with a certificate anywhere but where Microsoft keeps its own', async () => {
    const strict = createPartnerWebhooks();
    closing.push(() => strict.close());
    for (const place of [
      'http://3psostorageacct.blob.core.windows.net/cert/x.cer',
      'https://3psostorageacct.blob.core.windows.net.example/cert/x.cer',
      'https://other.blob.core.windows.net/cert/x.cer',
    ]) {
      expect(await reasonFor(strict.verify(headersOf(body, { 'x-ms-certificate-url': place }), body))).toBe(
        'certificateUrl',
      );
    }
  });

  test.each([
    ['is not there', '/cert/none.cer'],
    ['is a redirect', '/cert/moved.cer'],
    ['is too large', '/cert/large.cer'],
  ])('whose certificate %s', async (_name, path) => {
    files.set('/cert/large.cer', Buffer.alloc(65 * 1024));
    const headers = headersOf(body, { 'x-ms-certificate-url': `${url}${path}` });
    expect(await reasonFor(webhooks().verify(headers, body))).toBe('certificateUnreachable');
    expect(asked).toEqual([path]);
  });

  test('whose certificate is not there at first, and taken once it is', async () => {
    const endpoint = webhooks();
    files.delete('/cert/ms.cer');
    expect(await reasonFor(endpoint.verify(headersOf(body), body))).toBe('certificateUnreachable');
    files.set('/cert/ms.cer', leaf.der);
    expect((await endpoint.verify(headersOf(body), body)).name).toBe('azure-fraud-event-detected');
  });

  test('whose certificate is none', async () => {
    files.set('/cert/ms.cer', '<html>');
    expect(await reasonFor(webhooks().verify(headersOf(body), body))).toBe('certificateUnreadable');
  });

  test('whose certificate another root has signed, even one of the same name', async () => {
    const other = certified({ commonName: 'Root', ca: true });
    expect(await reasonSignedBy(certified({ commonName: 'x', organisations, issuer: other }))).toBe('chain');
  });

  test('whose certificate has signed itself', async () => {
    expect(await reasonSignedBy(certified({ commonName: 'x', organisations, ca: true }))).toBe('chain');
  });

  test('whose certificate was signed by one that may sign none', async () => {
    const between = certified({ commonName: 'Between', organisations, issuer: root });
    const by = certified({ commonName: 'x', organisations, issuer: between });
    files.set('/cert/two.cer', by.pem + between.pem);
    const own = { authorization: signatureOf(body, by), 'x-ms-certificate-url': `${url}/cert/two.cer` };
    expect(await reasonFor(webhooks().verify(headersOf(body, own), body))).toBe('chain');
  });

  test('whose issuer’s certificate lies at a host that is not to be visited', async () => {
    const between = certified({ commonName: 'Between', ca: true, issuer: root });
    files.set('/pki/between.crt', between.der);
    const by = certified({ commonName: 'x', organisations, issuer: between, issuerUrl: `${url}/pki/between.crt` });
    expect(await reasonSignedBy(by, { issuerHosts: ['www.microsoft.com'] })).toBe('chain');
    expect(asked).toEqual(['/cert/ms.cer']);
  });

  test('by default when the chain ends at a root that is not Microsoft’s', async () => {
    expect(await reasonSignedBy(leaf, { trustedRoots: undefined })).toBe('chain');
  });

  test.each([
    ['has run out', { to: '2026-11-22T09:59:59Z' }],
    ['is not valid yet', { from: '2030-01-01T00:00:00Z' }],
  ])('whose certificate %s', async (_name, dates) => {
    expect(await reasonSignedBy(certified({ commonName: 'x', organisations, issuer: root, ...dates }))).toBe('dates');
  });

  test('whose kept certificate runs out', async () => {
    const by = certified({ commonName: 'x', organisations, issuer: root, to: '2027-01-01T00:00:00Z' });
    files.set('/cert/ms.cer', by.der);
    const before = now;
    now = Date.parse('2026-12-31T23:59:00Z');
    const endpoint = webhooks();
    const headers = headersOf(body, { authorization: signatureOf(body, by) });
    expect((await endpoint.verify(headers, body)).name).toBe('azure-fraud-event-detected');
    now += 120_000;
    expect(await reasonFor(endpoint.verify(headers, body))).toBe('dates');
    expect(asked).toHaveLength(1);
    now = before;
  });

  test('whose issuer’s certificate has run out', async () => {
    const between = certified({ commonName: 'Between', ca: true, issuer: root, to: '2026-01-01T00:00:00Z' });
    const by = certified({ commonName: 'x', organisations, issuer: between });
    files.set('/cert/two.cer', by.pem + between.pem);
    const own = { authorization: signatureOf(body, by), 'x-ms-certificate-url': `${url}/cert/two.cer` };
    expect(await reasonFor(webhooks().verify(headersOf(body, own), body))).toBe('dates');
  });

  test.each([
    ['nobody', []],
    ['somebody else', ['Contoso']],
    ['somebody who is nearly Microsoft', ['microsoft corporation']],
    ['two at once', ['Contoso', 'Microsoft Corporation']],
  ])('whose certificate was made out to %s', async (_name, others) => {
    expect(await reasonSignedBy(certified({ commonName: 'x', organisations: others, issuer: root }))).toBe(
      'organisation',
    );
  });

  test.each(['RSA-SHA256', 'rsa-sha1', 'rsa-sha256, none'])('with the algorithm %s', async (algorithm) => {
    const headers = headersOf(body, { 'x-ms-signature-algorithm': algorithm });
    expect(await reasonFor(webhooks().verify(headers, body))).toBe('algorithm');
  });

  test('with a key that is not of RSA', async () => {
    expect(await reasonSignedBy(certified({ commonName: 'x', organisations, issuer: root, kind: 'ec' }))).toBe(
      'algorithm',
    );
  });

  test('with the signature of other bytes, be it only a space', async () => {
    const other = Buffer.from(body.toString('utf8').replace('  ', ' '));
    expect(await reasonFor(webhooks().verify(headersOf(body), other))).toBe('signature');
  });

  test('with the signature of another key', async () => {
    const other = certified({ commonName: 'x', organisations, issuer: root });
    const headers = headersOf(body, { authorization: signatureOf(body, other) });
    expect(await reasonFor(webhooks().verify(headers, body))).toBe('signature');
  });

  test.each([
    '',
    'no json',
    '[]',
    '{"ResourceChangeUtcDate":"2026-11-22T09:15:00Z"}',
    '{"EventName":"a","ResourceChangeUtcDate":"soon"}',
  ])('when it is signed, and not an event: %s', async (text) => {
    const bytes = Buffer.from(text);
    expect(await reasonFor(webhooks().verify(headersOf(bytes), bytes))).toBe('malformed');
  });
});
