import { z } from 'zod';
import { param } from '../../kit/router.ts';
import { noSuch } from '../failure.ts';
import { form, listing, readForm } from '../form.ts';
import type { GatewayRoute } from '../gateway-call.ts';
import { page } from '../list.ts';

export const eventRoutes: readonly GatewayRoute[] = [
  {
    method: 'GET',
    pattern: '/v1/events',
    handle: ({ gateway, form: given }) => {
      const wanted = readForm(
        z.strictObject({ ...listing, type: form.text.optional(), types: form.words.optional() }),
        given,
      );
      const types = wanted.types ?? (wanted.type === undefined ? undefined : [wanted.type]);
      return page(
        '/v1/events',
        gateway.events.all().filter((one) => types === undefined || types.some((type) => fits(type, one.type))),
        wanted,
      );
    },
  },
  {
    method: 'GET',
    pattern: '/v1/events/{id}',
    handle: ({ gateway, params }) => {
      const id = param(params, 'id');
      const event = gateway.events.get(id);
      if (event === undefined) throw noSuch('event', id);
      return event;
    },
  },
];

/** `charge.*` stands for every type that begins with `charge.`. */
function fits(wanted: string, type: string): boolean {
  return wanted.endsWith('*') ? type.startsWith(wanted.slice(0, -1)) : type === wanted;
}
