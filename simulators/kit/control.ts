import { z } from 'zod';
import { type Answer, empty, json } from './answer.ts';
import type { BusinessClock } from './business-clock.ts';
import type { Faults } from './faults.ts';
import type { Call } from './http-server.ts';
import type { Journal } from './journal.ts';
import { createRouter, param, type Route } from './router.ts';

const announcement = z
  .strictObject({ tenantId: z.string().min(1), customerId: z.string().min(1), subject: z.string().min(1) })
  .partial()
  .extend({ now: z.iso.datetime({ offset: true }) })
  .refine((body) => subjectsOf(body).length > 0, 'names neither tenantId, customerId nor subject');

interface Announcement {
  readonly tenantId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly subject?: string | undefined;
}

export interface Controls {
  readonly clock: BusinessClock;
  readonly faults: Pick<Faults<object>, 'list' | 'remove' | 'clear'> & { add(input: unknown): object };
  readonly journal: Journal;
  /** Called after a clock moved, so that what falls due by it can happen. */
  readonly onClockMoved?: (subject: string) => void;
}

/** The routes of `/control/…` that all simulators share. */
export function commonControlRoutes({ clock, faults, journal, onClockMoved }: Controls): Route<Call>[] {
  return [
    { method: 'GET', pattern: '/control/health', handle: () => json(200, { ready: true }) },
    {
      method: 'POST',
      pattern: '/control/clock',
      handle: (call) => {
        const body = announcement.parse(readJson(call));
        const subjects = subjectsOf(body);
        const moved = subjects.map((subject) => clock.announce(subject, Date.parse(body.now)));
        for (const subject of subjects) onClockMoved?.(subject);
        return json(200, { now: new Date(clock.now(...subjects)).toISOString(), moved: moved.some(Boolean) });
      },
    },
    {
      method: 'GET',
      pattern: '/control/clock',
      handle: (call) =>
        json(200, {
          now: new Date(
            clock.now(...['tenantId', 'customerId', 'subject'].map((name) => call.query.get(name))),
          ).toISOString(),
        }),
    },
    { method: 'POST', pattern: '/control/faults', handle: (call) => json(201, faults.add(readJson(call))) },
    { method: 'GET', pattern: '/control/faults', handle: () => json(200, { items: faults.list() }) },
    {
      method: 'DELETE',
      pattern: '/control/faults',
      handle: () => {
        faults.clear();
        return empty(204);
      },
    },
    {
      method: 'DELETE',
      pattern: '/control/faults/{id}',
      handle: (_call, params) => empty(faults.remove(param(params, 'id')) ? 204 : 404),
    },
    {
      method: 'GET',
      pattern: '/control/requests',
      handle: (call) =>
        json(200, {
          items: journal.read({
            subject: call.query.get('tenantId') ?? call.query.get('subject') ?? undefined,
            after: Number(call.query.get('after') ?? 0),
            limit: Number(call.query.get('limit') ?? 10_000),
          }),
        }),
    },
  ];
}

function subjectsOf({ tenantId, customerId, subject }: Announcement): string[] {
  return [tenantId, customerId, subject].filter((one) => one !== undefined);
}

/** Answers a control call: a body that does not fit is 400 with what is wrong, an unknown path 404. */
export function createControl(routes: readonly Route<Call>[]): (call: Call) => Promise<Answer> {
  const find = createRouter(routes);
  return async (call) => {
    const found = find(call.method, call.path);
    if (found === 'unknown') return json(404, { error: `no control call ${call.path}` });
    if (found === 'wrongMethod') return json(405, { error: `${call.path} does not take ${call.method}` });
    try {
      return await found.route.handle(call, found.params);
    } catch (error) {
      if (error instanceof z.ZodError) return json(400, { error: z.prettifyError(error) });
      if (error instanceof ControlRefused) return json(error.status, { error: error.message });
      throw error;
    }
  };
}

/** A lever that cannot be pulled: nothing there to pull it on, or not in this state. */
export class ControlRefused extends Error {
  override readonly name = 'ControlRefused';
  readonly status: 400 | 404 | 409;

  constructor(status: 400 | 404 | 409, message: string) {
    super(message);
    this.status = status;
  }
}

/** The JSON body of a control call; an empty body is an empty object. */
export function readJson(call: Call): unknown {
  if (call.body.byteLength === 0) return {};
  try {
    return JSON.parse(call.body.toString('utf8'));
  } catch (error) {
    throw new ControlRefused(400, `the body is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
}
