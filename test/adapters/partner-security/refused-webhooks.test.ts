import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PartnerWebhookOptions } from '../../../adapters/partner-security/create-partner-webhooks.ts';
import { WebhookRefused } from '../../../adapters/partner-security/webhook-refused.ts';
import { body, certificateServer, leaf, organisations, root, signatureOf } from '../support/certificate-server.ts';
import { certified, type Certified } from '../support/certificates.ts';
import { refusalOf } from '../support/refusal.ts';

let microsoft: Awaited<ReturnType<typeof certificateServer>>;

beforeEach(async () => {
  microsoft = await certificateServer();
});
afterEach(() => microsoft.stop());

const reasonFor = async (attempt: Promise<unknown>) => (await refusalOf(WebhookRefused, attempt)).reason;
/** What a delivery signed by another certificate, lying in the right place, is refused for. */
async function reasonSignedBy(by: Certified, options: PartnerWebhookOptions = {}) {
  microsoft.files.set('/cert/ms.cer', by.der);
  const headers = microsoft.headersOf(body, { authorization: signatureOf(body, by) });
  return await reasonFor(microsoft.receiver(options).verify(headers, body));
}

describe('a delivery is refused', () => {
  test.each(['authorization', 'x-ms-certificate-url', 'x-ms-signature-algorithm'])('without %s', async (name) => {
    expect(await reasonFor(microsoft.receiver().verify(microsoft.headersOf(body, { [name]: undefined }), body))).toBe(
      'headersMissing',
    );
  });

  test('with a signature in a word other than Signature', async () => {
    const headers = microsoft.headersOf(body, { authorization: signatureOf(body).replace('Signature', 'Bearer') });
    expect(await reasonFor(microsoft.receiver().verify(headers, body))).toBe('headersMissing');
  });

  test('with one byte more than a mebibyte, before anything is fetched', async () => {
    const large = Buffer.alloc(1024 * 1024 + 1, ' ');
    expect(await reasonFor(microsoft.receiver().verify(microsoft.headersOf(large), large))).toBe('bodyTooLarge');
    expect(microsoft.asked).toEqual([]);
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
    const headers = microsoft.headersOf(body, { 'x-ms-certificate-url': change(`${microsoft.url}/cert/ms.cer`) });
    expect(await reasonFor(microsoft.receiver().verify(headers, body))).toBe('certificateUrl');
    expect(microsoft.asked).toEqual([]);
  });

  test('by default, with a certificate anywhere but where Microsoft keeps its own', async () => {
    const strict = microsoft.receiver({ certificatesUrl: undefined });
    for (const place of [
      'http://3psostorageacct.blob.core.windows.net/cert/x.cer',
      'https://3psostorageacct.blob.core.windows.net.example/cert/x.cer',
      'https://other.blob.core.windows.net/cert/x.cer',
    ]) {
      expect(await reasonFor(strict.verify(microsoft.headersOf(body, { 'x-ms-certificate-url': place }), body))).toBe(
        'certificateUrl',
      );
    }
  });

  test.each([
    ['is not there', '/cert/none.cer'],
    ['is a redirect', '/cert/moved.cer'],
    ['is too large', '/cert/large.cer'],
  ])('whose certificate %s', async (_name, path) => {
    microsoft.files.set('/cert/large.cer', Buffer.alloc(65 * 1024));
    const headers = microsoft.headersOf(body, { 'x-ms-certificate-url': `${microsoft.url}${path}` });
    expect(await reasonFor(microsoft.receiver().verify(headers, body))).toBe('certificateUnreachable');
    expect(microsoft.asked).toEqual([path]);
  });

  test('whose certificate is not there at first, and taken once it is', async () => {
    const endpoint = microsoft.receiver();
    microsoft.files.delete('/cert/ms.cer');
    expect(await reasonFor(endpoint.verify(microsoft.headersOf(body), body))).toBe('certificateUnreachable');
    microsoft.files.set('/cert/ms.cer', leaf.der);
    expect((await endpoint.verify(microsoft.headersOf(body), body)).name).toBe('azure-fraud-event-detected');
  });

  test('whose certificate is none', async () => {
    microsoft.files.set('/cert/ms.cer', '<html>');
    expect(await reasonFor(microsoft.receiver().verify(microsoft.headersOf(body), body))).toBe('certificateUnreadable');
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
    microsoft.files.set('/cert/two.cer', by.pem + between.pem);
    const own = { authorization: signatureOf(body, by), 'x-ms-certificate-url': `${microsoft.url}/cert/two.cer` };
    expect(await reasonFor(microsoft.receiver().verify(microsoft.headersOf(body, own), body))).toBe('chain');
  });

  test('whose issuer’s certificate lies at a host that is not to be visited', async () => {
    const between = certified({ commonName: 'Between', ca: true, issuer: root });
    microsoft.files.set('/pki/between.crt', between.der);
    const by = certified({
      commonName: 'x',
      organisations,
      issuer: between,
      issuerUrl: `${microsoft.url}/pki/between.crt`,
    });
    expect(await reasonSignedBy(by, { issuerHosts: ['www.microsoft.com'] })).toBe('chain');
    expect(microsoft.asked).toEqual(['/cert/ms.cer']);
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
    microsoft.files.set('/cert/ms.cer', by.der);
    microsoft.time.now = Date.parse('2026-12-31T23:59:00Z');
    const endpoint = microsoft.receiver();
    const headers = microsoft.headersOf(body, { authorization: signatureOf(body, by) });
    expect((await endpoint.verify(headers, body)).name).toBe('azure-fraud-event-detected');
    microsoft.time.now += 120_000;
    expect(await reasonFor(endpoint.verify(headers, body))).toBe('dates');
    expect(microsoft.asked).toHaveLength(1);
  });

  test('whose issuer’s certificate has run out', async () => {
    const between = certified({ commonName: 'Between', ca: true, issuer: root, to: '2026-01-01T00:00:00Z' });
    const by = certified({ commonName: 'x', organisations, issuer: between });
    microsoft.files.set('/cert/two.cer', by.pem + between.pem);
    const own = { authorization: signatureOf(body, by), 'x-ms-certificate-url': `${microsoft.url}/cert/two.cer` };
    expect(await reasonFor(microsoft.receiver().verify(microsoft.headersOf(body, own), body))).toBe('dates');
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
    const headers = microsoft.headersOf(body, { 'x-ms-signature-algorithm': algorithm });
    expect(await reasonFor(microsoft.receiver().verify(headers, body))).toBe('algorithm');
  });

  test('with a key that is not of RSA', async () => {
    expect(await reasonSignedBy(certified({ commonName: 'x', organisations, issuer: root, kind: 'ec' }))).toBe(
      'algorithm',
    );
  });

  test('with the signature of other bytes, be it only a space', async () => {
    const other = Buffer.from(body.toString('utf8').replace('  ', ' '));
    expect(await reasonFor(microsoft.receiver().verify(microsoft.headersOf(body), other))).toBe('signature');
  });

  test('with the signature of another key', async () => {
    const other = certified({ commonName: 'x', organisations, issuer: root });
    const headers = microsoft.headersOf(body, { authorization: signatureOf(body, other) });
    expect(await reasonFor(microsoft.receiver().verify(headers, body))).toBe('signature');
  });

  test.each([
    '',
    'no json',
    '[]',
    '{"ResourceChangeUtcDate":"2026-11-22T09:15:00Z"}',
    '{"EventName":"a","ResourceChangeUtcDate":"soon"}',
  ])('when it is signed, and not an event: %s', async (text) => {
    const bytes = Buffer.from(text);
    expect(await reasonFor(microsoft.receiver().verify(microsoft.headersOf(bytes), bytes))).toBe('malformed');
  });
});
