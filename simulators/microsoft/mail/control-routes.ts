import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { empty, json } from '../../kit/answer.ts';
import { ControlRefused, readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import { param, type Route } from '../../kit/router.ts';
import type { World } from '../world.ts';
import type { StoredMail } from './stored-mail.ts';

const address = z.email().toLowerCase();
const arrival = z.strictObject({
  mailbox: address,
  folder: z.enum(['inbox', 'junkemail']).default('inbox'),
  receivedAt: z.iso.datetime({ offset: true }).optional(),
});

/** Levers over mailboxes: one comes into being, a mail comes in, is moved or deleted. */
export function mailControlRoutes(world: World): Route<Call>[] {
  return [
    {
      method: 'POST',
      pattern: '/control/mailboxes',
      handle: (call) => {
        const { address: made } = z.strictObject({ address }).parse(readJson(call));
        world.mailboxes.put(made, '', { address: made });
        return json(201, { address: made });
      },
    },
    {
      // The body is the mail itself, as it comes over the wire; its mailbox is made where there is none.
      method: 'POST',
      pattern: '/control/mails',
      handle: (call) => {
        const { mailbox, folder, receivedAt } = arrival.parse(Object.fromEntries(call.query));
        if (call.body.byteLength === 0) throw new ControlRefused(400, 'the body is the mail (MIME)');
        const mail: StoredMail = {
          id: `immutable-${randomUUID()}`,
          mailbox,
          folder,
          receivedAt: receivedAt === undefined ? Date.now() : Date.parse(receivedAt),
          mime: call.body.toString('base64'),
        };
        world.db.transaction(() => {
          world.mailboxes.put(mailbox, '', { address: mailbox });
          world.mails.put(mail.id, mailbox, mail);
        });
        return json(201, { id: mail.id });
      },
    },
    {
      method: 'POST',
      pattern: '/control/mails/{id}/move',
      handle: (call, params) => {
        const { folder } = z.strictObject({ folder: arrival.shape.folder }).parse(readJson(call));
        const mail = world.mails.get(param(params, 'id'));
        if (mail === undefined) throw new ControlRefused(404, 'no such mail');
        world.mails.put(mail.id, mail.mailbox, { ...mail, folder });
        return empty(204);
      },
    },
  ];
}
