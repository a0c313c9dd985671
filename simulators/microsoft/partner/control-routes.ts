import { z } from 'zod';
import { json } from '../../kit/answer.ts';
import { readJson } from '../../kit/control.ts';
import type { Call } from '../../kit/http-server.ts';
import type { Route } from '../../kit/router.ts';
import type { World } from '../world.ts';
import { CREDIT_LINES, PARTNER_ROLES, partnerOf, putPartner } from './account.ts';

const roles = z.array(z.enum(PARTNER_ROLES));

const account = z
  .strictObject({
    roles: z.strictObject({ person: roles, application: roles }),
    blockedByPolicy: z.boolean(),
    agreementSigned: z.boolean(),
    programActive: z.boolean(),
    resellerAgreementSigned: z.boolean(),
    resellerProgramActive: z.boolean(),
    creditLine: z.enum(CREDIT_LINES),
  })
  .partial();

/** A lever over the partner's own account: what somebody there may do, and in what state it is. */
export function partnerControlRoutes(world: World): Route<Call>[] {
  return [
    { method: 'GET', pattern: '/control/partner', handle: () => json(200, partnerOf(world)) },
    {
      method: 'POST',
      pattern: '/control/partner',
      handle: (call) => {
        putPartner(world, Object.assign({}, partnerOf(world), account.parse(readJson(call))));
        return json(200, partnerOf(world));
      },
    },
  ];
}
