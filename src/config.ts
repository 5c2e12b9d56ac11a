import { z } from 'zod';

/** What the operator has set, checked. Secrets stay texts here; nothing prints a configuration. */
export interface Config {
  readonly slack: {
    readonly botToken: string;
    /** Socket Mode; null for HTTP. */
    readonly appToken: string | null;
    readonly signingSecret: string | null;
    readonly apiUrl: string | null;
    readonly watch: Watch;
    readonly staffChannel: string | null;
    readonly staffGroup: string | null;
  } | null;
  readonly discord: {
    readonly token: string;
    readonly apiUrl: string | null;
    readonly messageContent: boolean;
    readonly watch: Watch;
    readonly staffChannel: string | null;
    readonly staffRole: string | null;
    readonly leak: 'delete' | 'warn';
    readonly shards: Shards;
  } | null;
  /** The chat whose staff channel gets the cases; null where there is none. */
  readonly staffChat: 'slack' | 'discord' | null;
  readonly port: number;
  /** Where health and metrics are told; null where they are not. */
  readonly ops: { readonly host: string; readonly port: number } | null;
  readonly dataDir: string;
  readonly databaseUrl: string | null;
  /** Null: one is made and kept in the data folder. */
  readonly secretKey: string | null;
  readonly knowledgeDir: string | null;
  readonly retentionDays: number;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly keycheckAllow: string | null;
}

/** The part of Discord's servers that this process serves: all, or some of so many shards. */
export type Shards = 'auto' | { readonly ids: readonly number[]; readonly count: number };

/** Which channels are answered in unasked. */
export type Watch = 'all' | ReadonlySet<string>;

const text = z.string().trim().min(1);
const optional = text.nullish().transform((value) => value ?? null);
const address = z.url({ protocol: /^https?$/, error: 'an http or https address' }).nullish();
const yesNo = z
  .enum(['true', 'false', '1', '0'], { error: 'true or false' })
  .nullish()
  .transform((value) => value === 'true' || value === '1');
const channels = text.nullish().transform((value): Watch => {
  const names = (value ?? '')
    .split(',')
    .map((name) => name.trim().replace(/^#/, ''))
    .filter((name) => name !== '');
  return names.includes('all') ? 'all' : new Set(names);
});
const wholeNumber = (least: number, most: number, otherwise: number) =>
  z.coerce
    .number({ error: `a whole number from ${least} to ${most}` })
    .int({ error: 'a whole number' })
    .min(least, { error: `at least ${least}` })
    .max(most, { error: `at most ${most}` })
    .default(otherwise);

const shards = text
  .regex(/^(?:auto|\d{1,4}(?:-\d{1,4})?\/\d{1,4})$/, { error: 'auto, or shards and their number such as 0-3/8' })
  .default('auto')
  .transform((value, context): Shards => {
    if (value === 'auto') return 'auto';
    const [range = '', count = ''] = value.split('/');
    const [from = 0, to = from] = range.split('-').map(Number);
    if (to >= from && to < Number(count))
      return { ids: Array.from({ length: to - from + 1 }, (_, index) => from + index), count: Number(count) };
    context.addIssue({ code: 'custom', message: 'shards below their number, such as 0-3/8' });
    return z.NEVER;
  });

const OPS = /^(?:(?<host>[\w.-]+|\[[\da-f:.]+\]):)?(?<port>\d{1,5})$/i;
const ops = text.default('9090').transform((value, context): Config['ops'] => {
  if (value === 'off') return null;
  const { host = '127.0.0.1', port } = OPS.exec(value)?.groups ?? {};
  if (port !== undefined && Number(port) <= 65_535) return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) };
  context.addIssue({ code: 'custom', message: 'a port such as 9090, an address such as 0.0.0.0:9090, or off' });
  return z.NEVER;
});

const environment = z.object({
  SLACK_BOT_TOKEN: text
    .startsWith('xoxb-', { error: 'a bot token: xoxb-… (OAuth & Permissions page of the app)' })
    .nullish(),
  SLACK_APP_TOKEN: text
    .startsWith('xapp-', { error: 'an app-level token: xapp-… (Basic Information page of the app)' })
    .nullish(),
  SLACK_SIGNING_SECRET: optional,
  SLACK_API_URL: address,
  SLACK_CHANNELS: channels,
  SLACK_STAFF_CHANNEL: optional,
  SLACK_STAFF_GROUP: optional,
  DISCORD_TOKEN: optional,
  DISCORD_API_URL: address,
  DISCORD_MESSAGE_CONTENT: yesNo,
  DISCORD_CHANNELS: channels,
  DISCORD_STAFF_CHANNEL: optional,
  DISCORD_STAFF_ROLE: optional,
  DISCORD_LEAK: z.enum(['delete', 'warn'], { error: 'delete or warn' }).default('warn'),
  DISCORD_SHARDS: shards,
  STAFF_CHAT: z.enum(['slack', 'discord'], { error: 'slack or discord' }).nullish(),
  PORT: wholeNumber(1, 65_535, 3000),
  OPS_PORT: ops,
  DATA_DIR: text.default('data'),
  DATABASE_URL: text.regex(/^postgres(?:ql)?:\/\//, { error: 'an address that begins with postgres://' }).nullish(),
  SECRET_KEY: text.min(16, { error: 'at least 16 characters' }).nullish(),
  KNOWLEDGE_DIR: optional,
  RETENTION_DAYS: wholeNumber(1, 3650, 30),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error'], { error: 'debug, info, warn or error' }).default('info'),
  KEYCHECK_ALLOW: optional,
});

type Environment = z.output<typeof environment>;

/** The configuration, or sentences that name the variable and what is expected of it; never its value. */
export type ReadConfig =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly string[] };

/**
 * Reads the configuration from the environment.
 *
 * @param env variables; empty ones count as not set
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ReadConfig {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
  const read = environment.safeParse(set);
  if (!read.success)
    return {
      ok: false,
      faults: read.error.issues.map(({ path, message }) => `${path.join('.')}: expected ${message}`),
    };
  const faults = contradictions(read.data);
  return faults.length > 0 ? { ok: false, faults } : { ok: true, config: Object.freeze(configOf(read.data)) };
}

function contradictions(env: Environment): string[] {
  const faults: string[] = [];
  if (env.SLACK_BOT_TOKEN && !env.SLACK_APP_TOKEN && env.SLACK_SIGNING_SECRET === null)
    faults.push('SLACK_APP_TOKEN: expected next to SLACK_BOT_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET for HTTP');
  if (!env.SLACK_BOT_TOKEN && env.SLACK_APP_TOKEN) faults.push('SLACK_BOT_TOKEN: expected next to SLACK_APP_TOKEN');
  if (env.STAFF_CHAT === 'slack' && env.SLACK_STAFF_CHANNEL === null)
    faults.push('SLACK_STAFF_CHANNEL: expected with STAFF_CHAT=slack');
  if (env.STAFF_CHAT === 'discord' && env.DISCORD_STAFF_CHANNEL === null)
    faults.push('DISCORD_STAFF_CHANNEL: expected with STAFF_CHAT=discord');
  return faults;
}

function configOf(env: Environment): Config {
  return {
    slack: slackOf(env),
    discord: discordOf(env),
    staffChat: staffChatOf(env),
    port: env.PORT,
    ops: env.OPS_PORT,
    dataDir: env.DATA_DIR,
    databaseUrl: env.DATABASE_URL ?? null,
    secretKey: env.SECRET_KEY ?? null,
    knowledgeDir: env.KNOWLEDGE_DIR,
    retentionDays: env.RETENTION_DAYS,
    logLevel: env.LOG_LEVEL,
    keycheckAllow: env.KEYCHECK_ALLOW,
  };
}

function slackOf(env: Environment): Config['slack'] {
  if (!env.SLACK_BOT_TOKEN) return null;
  return {
    botToken: env.SLACK_BOT_TOKEN,
    appToken: env.SLACK_APP_TOKEN ?? null,
    signingSecret: env.SLACK_SIGNING_SECRET,
    apiUrl: env.SLACK_API_URL ?? null,
    watch: env.SLACK_CHANNELS,
    staffChannel: env.SLACK_STAFF_CHANNEL,
    staffGroup: env.SLACK_STAFF_GROUP,
  };
}

function discordOf(env: Environment): Config['discord'] {
  if (env.DISCORD_TOKEN === null) return null;
  return {
    token: env.DISCORD_TOKEN,
    apiUrl: env.DISCORD_API_URL ?? null,
    messageContent: env.DISCORD_MESSAGE_CONTENT,
    watch: env.DISCORD_CHANNELS,
    staffChannel: env.DISCORD_STAFF_CHANNEL,
    staffRole: env.DISCORD_STAFF_ROLE,
    leak: env.DISCORD_LEAK,
    shards: env.DISCORD_SHARDS,
  };
}

function staffChatOf(env: Environment): Config['staffChat'] {
  if (env.STAFF_CHAT) return env.STAFF_CHAT;
  if (env.SLACK_BOT_TOKEN && env.SLACK_STAFF_CHANNEL !== null) return 'slack';
  return env.DISCORD_TOKEN !== null && env.DISCORD_STAFF_CHANNEL !== null ? 'discord' : null;
}
