import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { body, certificateServer, organisations, root, signatureOf } from '../support/certificate-server.ts';
import { certified } from '../support/certificates.ts';

let microsoft: Awaited<ReturnType<typeof certificateServer>>;

beforeEach(async () => {
  microsoft = await certificateServer();
});
afterEach(() => microsoft.stop());

describe('a delivery that Microsoft signed', () => {
  test('tells its event, with the same key each time it comes', async () => {
    const endpoint = microsoft.receiver();
    const event = await endpoint.verify(microsoft.headersOf(body), body);
    expect(event).toEqual({
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      name: 'azure-fraud-event-detected',
      resourceUri: 'https://api.partnercenter.microsoft.com/v1/fraudEvents?SubscriptionId=x&EventStatus=Active',
      auditUri: null,
      changedAt: Date.parse('2026-11-22T09:15:00.123Z'),
    });
    expect(await endpoint.verify(microsoft.headersOf(body), body)).toEqual(event);
    expect(microsoft.asked).toEqual(['/cert/ms.cer']);
  });

  test.each(['EventName', 'ResourceUri', 'AuditUri', 'ResourceChangeUtcDate'])(
    'has another key with another %s',
    async (name) => {
      const fields = { EventName: 'a', ResourceUri: 'b', AuditUri: 'c', ResourceChangeUtcDate: '2026-11-22T09:15:00Z' };
      const other = { ...fields, [name]: '2026-11-22T09:15:00.0000001Z' };
      const keys = [fields, other].map(async (one) => {
        const bytes = Buffer.from(JSON.stringify(one));
        return (await microsoft.receiver().verify(microsoft.headersOf(bytes), bytes)).key;
      });
      expect(new Set(await Promise.all(keys)).size).toBe(2);
    },
  );

  test('may have its signature in x-ms-signature, beside a token, and its headers in any case', async () => {
    const headers = {
      Authorization: 'Bearer something-else',
      'X-MS-Signature': signatureOf(body),
      'X-MS-Certificate-Url': `${microsoft.url}/cert/ms.cer`,
      'X-MS-Signature-Algorithm': 'rsa-sha256',
    };
    expect((await microsoft.receiver().verify(headers, body)).name).toBe('azure-fraud-event-detected');
  });

  test('is believed when the issuer’s certificate comes along, or lies where the certificate says', async () => {
    const between = certified({ commonName: 'Between', ca: true, issuer: root });
    microsoft.files.set('/pki/between.crt', between.der);
    const fetched = certified({
      commonName: 'a',
      organisations,
      issuer: between,
      issuerUrl: `${microsoft.url}/pki/between.crt`,
    });
    const alongside = certified({ commonName: 'b', organisations, issuer: between });
    microsoft.files.set('/cert/a.cer', fetched.der);
    microsoft.files.set('/cert/b.cer', alongside.pem + between.pem);
    for (const [name, by] of [
      ['a', fetched],
      ['b', alongside],
    ] as const) {
      const own = { authorization: signatureOf(body, by), 'x-ms-certificate-url': `${microsoft.url}/cert/${name}.cer` };
      expect((await microsoft.receiver().verify(microsoft.headersOf(body, own), body)).name).toBe(
        'azure-fraud-event-detected',
      );
    }
  });

  test('is believed after the certificate was renewed in its place, without waiting for the kept one to age', async () => {
    const endpoint = microsoft.receiver();
    await endpoint.verify(microsoft.headersOf(body), body);
    const renewed = certified({ commonName: 'notifications', organisations, issuer: root });
    microsoft.files.set('/cert/ms.cer', renewed.der);
    microsoft.time.now += 60_000;
    await endpoint.verify(microsoft.headersOf(body, { authorization: signatureOf(body, renewed) }), body);
    expect(microsoft.asked).toHaveLength(2);
  });

  test('shares one download with those that come at the same time, and the certificate is fetched again after a while', async () => {
    const endpoint = microsoft.receiver();
    await Promise.all([1, 2, 3].map(() => endpoint.verify(microsoft.headersOf(body), body)));
    expect(microsoft.asked).toHaveLength(1);
    microsoft.time.now += 11 * 60_000;
    await endpoint.verify(microsoft.headersOf(body), body);
    expect(microsoft.asked).toHaveLength(2);
  });
});
