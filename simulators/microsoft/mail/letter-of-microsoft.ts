import { randomUUID } from 'node:crypto';

/** What Exchange Online writes about a mail that is Microsoft's. */
export const AUTHENTICATED =
  'spf=pass (sender IP is 40.107.1.1) smtp.mailfrom=microsoft.com; dkim=pass (signature was verified)\r\n header.d=microsoft.com;dmarc=pass action=none header.from=microsoft.com;compauth=pass reason=100';

interface Letter {
  readonly subject: string;
  readonly text: string;
  readonly from?: string;
  readonly messageId?: string;
  readonly authentication?: string | null;
}

/** A mail as it comes over the wire: by default Microsoft's own, and authenticated. */
export function letterOfMicrosoft({ subject, text, from, messageId, authentication = AUTHENTICATED }: Letter): Buffer {
  const headers = [
    ...(authentication === null ? [] : [`Authentication-Results: ${authentication}`]),
    `From: ${from ?? 'Microsoft Azure <azure-noreply@microsoft.com>'}`,
    'To: csp-notices@partner.example',
    `Subject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=`,
    `Message-ID: <${messageId ?? `${randomUUID()}@microsoft.com`}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
  ];
  return Buffer.from(`${headers.join('\r\n')}\r\n\r\n${Buffer.from(text).toString('base64')}\r\n`);
}
