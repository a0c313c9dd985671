import { letterOfMicrosoft } from '../../../simulators/microsoft/mail/letter-of-microsoft.ts';
import type { MailKind } from '../script/script-event.ts';
import type { Citizen } from './citizen.ts';
import type { Home } from './home.ts';
import { idOf } from './levers.ts';
import { NOTICES } from './notice-mailbox.ts';
import type { Outcome } from './outcome.ts';

/** A mail about the customer comes in; one that is repeated comes once more under another Message-ID. */
export async function mailNotice(home: Home, { place, tenant }: Citizen, kind: MailKind): Promise<Outcome> {
  const mail = letterOf(place, tenant, kind);
  for (const copy of kind === 'repeated' ? [mail, mail] : [mail]) {
    const at = Date.now();
    const id = idOf(await home.microsoft.send(`/control/mails?mailbox=${NOTICES}`, letterOfMicrosoft(copy)));
    home.mails.push({ id, kind, tenant, at });
  }
  return 'happened';
}

function letterOf(place: number, tenant: string, kind: MailKind) {
  if (kind === 'unclassed')
    return { subject: 'News', text: `Tenant ID: ${tenant}. There is something new (${place}).` };
  const text = `Tenant ID: ${tenant}. Spam was sent from it. Please respond within 5 days.`;
  const from = kind === 'forged' ? { from: 'Microsoft <azure-noreply@micros0ft.example>' } : {};
  return { subject: 'Acceptable Use Policy violation', text, ...from };
}
