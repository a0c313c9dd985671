import { z } from 'zod';
import { type Answer, json, type Outcome, withHeaders } from '../kit/answer.ts';
import { CLOCK_SCHEMA, createBusinessClock } from '../kit/business-clock.ts';
import { commonControlRoutes, createControl } from '../kit/control.ts';
import { openDatabase } from '../kit/database.ts';
import { DOCUMENTS_SCHEMA } from '../kit/documents.ts';
import { createFaults, type HttpFault, httpFaults } from '../kit/faults.ts';
import type { Dialect } from '../kit/faulty-answer.ts';
import { createFaultyService } from '../kit/faulty-service.ts';
import { type Call, listen } from '../kit/http-server.ts';
import { createJournal, JOURNAL_SCHEMA } from '../kit/journal.ts';
import { createRouter } from '../kit/router.ts';
import type { Simulator } from '../kit/simulator.ts';
import { openSanctions, sanctionsControlRoutes, sanctionsRoutes } from './sanctions.ts';
import { openVies, type RegisterRoute, viesControlRoutes, viesFailure, viesRoutes } from './vies.ts';

export interface RegistersOptions {
  readonly host?: string;
  /** 0 or absent: a free port. */
  readonly port?: number;
  readonly dataDir?: string | undefined;
}

export interface RegistersSimulator extends Simulator {
  /** Where the sanctions list lies, its token included. */
  readonly sanctionsListUrl: string;
}

/** VIES answers a failure with 200 and a word; what a proxy before it does comes as a status. */
const DIALECT: Dialect = {
  failure: (status) => json(status, { error: 'simulated' }),
  throttled: (seconds) => withHeaders(viesFailure('GLOBAL_MAX_CONCURRENT_REQ'), { 'retry-after': String(seconds) }),
  refusal: (code) => viesFailure(String(code)),
};

/** Starts the public registers: VIES, the sanctions list of the European Union, and `/control/…`, on one port. */
export async function startRegisters(options: RegistersOptions = {}): Promise<RegistersSimulator> {
  const db = openDatabase(options.dataDir, 'registers', [DOCUMENTS_SCHEMA, CLOCK_SCHEMA, JOURNAL_SCHEMA].join('\n'));
  const clock = createBusinessClock(db);
  const journal = createJournal(db);
  const faults = createFaults<HttpFault>(z.discriminatedUnion('kind', [...httpFaults]));
  const vies = openVies(db);
  const sanctions = openSanctions(db);
  const find = createRouter<RegisterRoute>([...viesRoutes(vies), ...sanctionsRoutes(sanctions)]);
  const control = createControl([
    ...commonControlRoutes({ clock, faults, journal }),
    ...viesControlRoutes(vies),
    ...sanctionsControlRoutes(sanctions),
  ]);
  const stopping = new AbortController();
  const service = createFaultyService({
    db,
    journal,
    dialect: DIALECT,
    signal: stopping.signal,
    strike: (occasion) => faults.strike(occasion),
    describe: () => ({ subject: null, requestId: null, businessTime: Date.now() }),
    perform: (call) => ({ answer: answerTo(call), replayed: false }),
    dress: (answer) => answer,
  });

  function answerTo(call: Call): Answer {
    const found = find(call.method, call.path);
    if (found === 'unknown') return json(404, { error: 'Not Found', path: call.path });
    if (found === 'wrongMethod') return json(405, { error: 'Method Not Allowed', path: call.path });
    return found.route.handle(call);
  }

  const answer = (call: Call): Promise<Outcome> => (call.path.startsWith('/control/') ? control(call) : service(call));
  const at = { host: options.host ?? '127.0.0.1', port: options.port ?? 0 };
  const server = await listen(answer, at).catch((error: unknown) => {
    db.close();
    throw error;
  });
  return {
    url: server.url,
    sanctionsListUrl: `${server.url}${sanctions.path}`,
    stop: async () => {
      stopping.abort();
      await server.close();
      db.close();
    },
  };
}
