import { z } from 'zod';
import { type Answer, empty, json } from '../kit/answer.ts';
import { readJson } from '../kit/control.ts';
import type { Database } from '../kit/database.ts';
import { collection, type Collection } from '../kit/documents.ts';
import type { Call } from '../kit/http-server.ts';
import { param, type Place, type Route } from '../kit/router.ts';

/** What the simulated member states know of a number. A number that nobody has entered is valid, and its name is not told. */
interface Registration {
  readonly valid: boolean;
  readonly name: string;
  readonly address: string;
}

export interface Vies {
  readonly numbers: Collection<Registration>;
}

/** A call of a register; its work is one transaction, so that nothing of it waits. */
export interface RegisterRoute extends Place {
  readonly handle: (call: Call) => Answer;
}

export function openVies(db: Database): Vies {
  return { numbers: collection<Registration>(db, 'vat-number') };
}

/** Countries as VIES names them: Greece is EL, Northern Ireland XI. */
const STATES: ReadonlySet<string> = new Set(
  'AT BE BG CY CZ DE DK EE EL ES FI FR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK XI'.split(' '),
);

/** VIES's `CheckVatRequest`; a member that it does not know is refused here, where VIES leaves it out of account. */
const checkVatRequest = z.strictObject({
  countryCode: z.string(),
  vatNumber: z.string(),
  requesterMemberStateCode: z.string().optional(),
  requesterNumber: z.string().optional(),
  traderName: z.string().optional(),
  traderStreet: z.string().optional(),
  traderPostalCode: z.string().optional(),
  traderCity: z.string().optional(),
  traderCompanyType: z.string().optional(),
});

/** VIES's `CommonResponse`: a failure is told with status 200 and a word. */
export function viesFailure(error: string): Answer {
  return json(200, { actionSucceed: false, errorWrappers: [{ error }] });
}

/** `POST /taxation_customs/vies/rest-api/check-vat-number`, of VIES's published REST interface (swagger, `check-vat-number`). */
export function viesRoutes({ numbers }: Vies): RegisterRoute[] {
  return [
    {
      method: 'POST',
      pattern: '/taxation_customs/vies/rest-api/check-vat-number',
      handle: (call) => {
        if (call.headers['content-type']?.startsWith('application/json') !== true)
          return json(415, { error: 'Unsupported Media Type', path: call.path });
        const request = checkVatRequest.safeParse(bodyOf(call));
        if (!request.success) return viesFailure('INVALID_INPUT');
        const { countryCode, vatNumber, requesterMemberStateCode, requesterNumber } = request.data;
        if (!isNumber(countryCode, vatNumber)) return viesFailure('INVALID_INPUT');
        const asked = requesterMemberStateCode !== undefined || requesterNumber !== undefined;
        if (asked && !isNumber(requesterMemberStateCode ?? '', requesterNumber ?? ''))
          return viesFailure('INVALID_REQUESTER_INFO');
        const known = numbers.get(`${countryCode}${vatNumber}`) ?? { valid: true, name: '---', address: '---' };
        return json(200, {
          countryCode,
          vatNumber,
          requestDate: new Date().toISOString(),
          valid: known.valid,
          // Only a qualified question is given an id.
          requestIdentifier: asked
            ? `WAPIAAAA${call.body.byteLength.toString(36)}${Date.now().toString(36)}`.toUpperCase()
            : '',
          name: known.valid ? known.name : '---',
          address: known.valid ? known.address : '---',
          traderName: '---',
          traderStreet: '---',
          traderPostalCode: '---',
          traderCity: '---',
          traderCompanyType: '---',
          traderNameMatch: 'NOT_PROCESSED',
          traderStreetMatch: 'NOT_PROCESSED',
          traderPostalCodeMatch: 'NOT_PROCESSED',
          traderCityMatch: 'NOT_PROCESSED',
          traderCompanyTypeMatch: 'NOT_PROCESSED',
        });
      },
    },
  ];
}

const registration = z.strictObject({
  valid: z.boolean().default(true),
  name: z.string().default('---'),
  address: z.string().default('---'),
});

/** `PUT /control/vat-numbers/PL5260001246` enters what its member state knows. */
export function viesControlRoutes({ numbers }: Vies): Route<Call>[] {
  return [
    {
      method: 'PUT',
      pattern: '/control/vat-numbers/{number}',
      handle: (call, params) => {
        const number = param(params, 'number');
        numbers.put(number, number.slice(0, 2), registration.parse(readJson(call)));
        return empty(204);
      },
    },
  ];
}

function isNumber(country: string, number: string): boolean {
  return STATES.has(country) && /^[0-9A-Z+*]{2,12}$/.test(number) && (country !== 'PL' || /^\d{10}$/.test(number));
}

function bodyOf(call: Call): unknown {
  try {
    return JSON.parse(call.body.toString('utf8'));
  } catch {
    return undefined;
  }
}
