import { json } from '../kit/answer.ts';
import { integer, text } from '../kit/database.ts';
import type { Call } from '../kit/http-server.ts';
import type { Claims } from './access-token.ts';
import type { PartnerRoute } from './partner-call.ts';
import type { World } from './world.ts';

export const PARTNER_REQUESTS_SCHEMA = `
  create table if not exists partner_request (
    sequence integer primary key autoincrement, at integer not null, method text not null, path text not null,
    application_id text not null, mfa integer not null
  );
`;

/** Contract 1.4. */
const MOST = 10_000;

/** Contract 1.4: whether a person's token was born in a multi-factor sign-in. */
export function hasMfa({ amr }: Claims): boolean {
  return amr.includes('mfa');
}

/** Keeps a call in a person's name, whatever becomes of it. Wall time. */
export function keepPartnerRequest({ db }: World, { method, path }: Call, claims: Claims): void {
  const { lastId } = db.run(
    'insert into partner_request (at, method, path, application_id, mfa) values (?, ?, ?, ?, ?)',
    Date.now(),
    method,
    path,
    claims.appid,
    hasMfa(claims) ? 1 : 0,
  );
  if (lastId % 1000 === 0) db.run('delete from partner_request where sequence <= ?', lastId - MOST);
}

/** Contract 1.4 and 1.5: the latest calls in a person's name, App+User only. But for `mfaCompliant` the members are not published (I). */
export const partnerRequestRoutes: readonly PartnerRoute[] = [
  {
    method: 'GET',
    pattern: '/v1/partnerRequests',
    userOnly: true,
    handle: ({ world }) => {
      const items = world.db.all('select * from partner_request order by sequence desc limit ?', MOST).map((row) => ({
        applicationId: text(row, 'application_id'),
        httpMethod: text(row, 'method'),
        requestUri: text(row, 'path'),
        requestDate: new Date(integer(row, 'at')).toISOString(),
        mfaCompliant: integer(row, 'mfa') === 1,
      }));
      return json(200, { totalCount: items.length, items, attributes: { objectType: 'Collection' } });
    },
  },
];
