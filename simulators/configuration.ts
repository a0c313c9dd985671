import { z } from 'zod';
import { LENIENCIES } from './microsoft/world.ts';

const port = z.coerce.number().int().min(0).max(65_535).default(0);
const flag = z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1');
const whole = z.coerce.number().int().nonnegative();

/** Environment of `simulators/main.ts`. Ports default to free ones; secrets to values for one machine only. */
export const simulatorEnvironment = z.object({
  SIM_HOST: z.string().default('127.0.0.1'),
  SIM_MICROSOFT_PORT: port,
  SIM_GATEWAY_PORT: port,
  SIM_SMTP_PORT: port,
  SIM_MAIL_HTTP_PORT: port,
  SIM_REGISTERS_PORT: port,
  /** Absent: everything is forgotten at the end. */
  SIM_DATA_DIR: z.string().min(1).optional(),
  SIM_CLIENT_ID: z.string().min(1).default('simulated-client'),
  SIM_CLIENT_SECRET: z.string().min(1).default('simulated-secret'),
  SIM_REFRESH_TOKEN: z.string().min(1).optional(),
  SIM_ACCEPT_UNKNOWN_TENANTS: flag.optional(),
  /** Rules of requests to Microsoft that are not enforced, separated by commas. */
  SIM_MICROSOFT_LENIENT: z
    .string()
    .transform((text) => text.split(',').map((word) => word.trim()))
    .pipe(z.array(z.enum(LENIENCIES)))
    .optional(),
  SIM_REQUESTS_PER_MINUTE: whole.optional(),
  SIM_ORDER_VISIBLE_AFTER_MS: whole.optional(),
  /** Contract 20.5: how long a cart lives; seven days unless it says otherwise. */
  SIM_CART_LIFE_MS: z.coerce.number().int().positive().optional(),
  SIM_STRIPE_SECRET_KEY: z.string().min(1).default('sk_test_simulated'),
  SIM_STRIPE_WEBHOOK_URL: z.url().optional(),
  SIM_STRIPE_WEBHOOK_SECRET: z.string().min(1).default('whsec_simulated'),
  SIM_MAIL_WEBHOOK_URL: z.url().optional(),
  SIM_MAIL_WEBHOOK_SECRET: z.string().min(1).default('mail_simulated'),
  SIM_MAIL_DELIVERY_REPORTS: flag.optional(),
});

export type SimulatorEnvironment = z.infer<typeof simulatorEnvironment>;
