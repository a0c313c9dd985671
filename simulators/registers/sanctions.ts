import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Answer, empty, json } from '../kit/answer.ts';
import { readJson } from '../kit/control.ts';
import type { Database } from '../kit/database.ts';
import { collection, type Collection } from '../kit/documents.ts';
import type { Call } from '../kit/http-server.ts';
import { param, type Route } from '../kit/router.ts';
import type { RegisterRoute } from './vies.ts';

interface Party {
  readonly id: string;
  readonly subject: 'person' | 'enterprise';
  readonly names: readonly string[];
  readonly removed?: true;
}

export interface Sanctions {
  readonly parties: Collection<Party>;
  /** Path and query of the file. */
  readonly path: string;
}

const PATH = '/fsd/fsf/public/files/csvFullSanctionsList_1_1/content';
/** The file is public, and asks for a token all the same. */
const TOKEN = 'simulated-token';

/** Nobody of these exists. */
const FIRST: readonly Party[] = [
  { id: '100001', subject: 'person', names: ['Zbysław Wymyślony', 'Zbyslaw Wymyslony-Nieistniejacy'] },
  { id: '100002', subject: 'enterprise', names: ['Zmyślone Statki Handlowe OOO', 'Made-Up Shipping Lines LLC'] },
];

export function openSanctions(db: Database): Sanctions {
  const parties = collection<Party>(db, 'sanctioned-party');
  if (parties.all().length === 0) for (const party of FIRST) parties.put(party.id, 'eu', party);
  return { parties, path: `${PATH}?token=${TOKEN}` };
}

/** The first columns of the file's ninety, in their order, and those of the names (format 1.1: `;`, one row a name). */
const COLUMNS = [
  'fileGenerationDate',
  'Entity_LogicalId',
  'Entity_EU_ReferenceNumber',
  'Entity_UnitedNationId',
  'Entity_DesignationDate',
  'Entity_DesignationDetails',
  'Entity_Remark',
  'Entity_SubjectType',
  'Entity_SubjectType_ClassificationCode',
  'NameAlias_LastName',
  'NameAlias_FirstName',
  'NameAlias_MiddleName',
  'NameAlias_WholeName',
] as const;

/** The consolidated list of financial sanctions as the European Commission publishes it, with a validator (RFC 9110). */
export function sanctionsRoutes({ parties }: Sanctions): RegisterRoute[] {
  return [
    {
      method: 'GET',
      pattern: PATH,
      handle: (call): Answer => {
        if (call.query.get('token') !== TOKEN) return json(403, { error: 'Forbidden' });
        const file = fileOf(parties.all().filter((party) => party.removed !== true));
        const etag = `"${createHash('sha256').update(file).digest('base64url').slice(0, 22)}"`;
        if (call.headers['if-none-match'] === etag) return empty(304, { etag });
        return { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8', etag }, body: file };
      },
    },
  ];
}

function fileOf(parties: readonly Party[]): string {
  const rows = parties.flatMap(({ id, subject, names }) =>
    names.map((name) => {
      const row: Readonly<Record<string, string>> = {
        fileGenerationDate: '28/11/2026',
        Entity_LogicalId: id,
        Entity_EU_ReferenceNumber: `EU.${id}.00`,
        Entity_SubjectType: subject === 'person' ? 'P' : 'E',
        Entity_SubjectType_ClassificationCode: subject,
        NameAlias_WholeName: name,
      };
      return COLUMNS.map((column) => quoted(row[column] ?? '')).join(';');
    }),
  );
  return `\uFEFF${[COLUMNS.join(';'), ...rows].join('\r\n')}\r\n`;
}

function quoted(text: string): string {
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const listed = z.strictObject({
  subject: z.enum(['person', 'enterprise']).default('person'),
  names: z.array(z.string().min(1)).min(1),
});

/** `PUT /control/sanctions/{id}` lists somebody, `DELETE` takes them off: both make another edition. */
export function sanctionsControlRoutes({ parties }: Sanctions): Route<Call>[] {
  return [
    {
      method: 'PUT',
      pattern: '/control/sanctions/{id}',
      handle: (call, params) => {
        const id = param(params, 'id');
        parties.put(id, 'eu', { id, ...listed.parse(readJson(call)) });
        return empty(204);
      },
    },
    {
      method: 'DELETE',
      pattern: '/control/sanctions/{id}',
      handle: (_call, params) => {
        const id = param(params, 'id');
        const known = parties.get(id);
        if (known === undefined) return empty(404);
        parties.put(id, 'eu', { ...known, removed: true });
        return empty(204);
      },
    },
  ];
}
