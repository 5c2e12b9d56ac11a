import { DESK } from './desk-settings.ts';
import { DISCORD } from './discord-settings.ts';
import { MANNERS } from './manners-settings.ts';
import { type Setting, setting } from './setting.ts';
import { SLACK } from './slack-settings.ts';
import { listener, oneOf, postgresAddress, targets, text, wholeNumber, yesOrNo } from './values.ts';

/**
 * Everything that can be set, in the shape of the configuration: a row here is read, checked, shown, documented and in the
 * examples. The examples and docs/settings.md are written anew by `npx vitest run test/config/examples.test.ts -u`.
 */
export const SETTINGS = {
  slack: SLACK,
  discord: DISCORD,
  staffChat: setting({
    env: 'STAFF_CHAT',
    key: 'staff.chat',
    says: 'If you use both chats: the one your support team works in, slack or discord',
    form: 'text',
    value: oneOf(['slack', 'discord']),
    example: 'slack',
  }),
  desk: DESK,
  manners: MANNERS,
  dataDir: setting({
    env: 'DATA_DIR',
    key: 'storage.data_dir',
    says: 'Folder for the SQLite file and the generated secret',
    form: 'text',
    value: text,
    otherwise: 'data',
  }),
  databaseUrl: setting({
    env: 'DATABASE_URL',
    key: 'storage.database_url',
    says: 'PostgreSQL address, to use it instead of SQLite. If it has a password, set it only in the environment',
    form: 'text',
    value: postgresAddress,
    example: 'postgres://user@host/keymedic',
    secret: 'password',
    looks: /^postgres(?:ql)?:\/\/(?:[^/\s@]*:[^@\s]+@|[^\s]*[?&]password=)/i,
  }),
  secretKey: setting({
    env: 'SECRET_KEY',
    key: 'storage.secret_key',
    says: 'Secret for fingerprints and workspace tokens, at least 16 characters. By default, one is generated in DATA_DIR',
    form: 'text',
    value: text.min(16, { error: 'at least 16 characters' }),
    secret: 'always',
  }),
  retentionDays: setting({
    env: 'RETENTION_DAYS',
    key: 'storage.retention_days',
    says: 'Days to keep texts',
    form: 'number',
    value: wholeNumber(1, 3650),
    otherwise: '30',
  }),
  knowledgeDir: setting({
    env: 'KNOWLEDGE_DIR',
    key: 'knowledge.folder',
    says: 'Folder with your own knowledge files. They are reloaded when they change',
    form: 'text',
    value: text,
    example: 'my-knowledge',
  }),
  learnOrder: setting({
    env: 'LEARN_ORDER',
    key: 'knowledge.learn_order',
    says: 'Show the steps that solved the most cases first, once there are 20 cases of the same failure',
    form: 'yes or no',
    value: yesOrNo,
    otherwise: 'true',
  }),
  keycheckAllow: setting({
    env: 'KEYCHECK_ALLOW',
    key: 'keycheck.allow',
    says: 'Private hosts that key checks may contact: host:port',
    form: 'list',
    value: targets,
    example: 'localhost:4000',
  }),
  port: setting({
    env: 'PORT',
    key: 'operation.port',
    says: 'Port for HTTP requests from Slack',
    form: 'number',
    value: wholeNumber(1, 65_535),
    otherwise: '3000',
  }),
  ops: setting({
    env: 'OPS_PORT',
    key: 'operation.ops_port',
    says: 'Port for /healthz, /readyz and /metrics, only reachable from this machine. Use 0.0.0.0:9090 to reach it from others, or off',
    form: 'text',
    value: listener,
    otherwise: '9090',
  }),
  logLevel: setting({
    env: 'LOG_LEVEL',
    key: 'operation.log_level',
    says: 'Log level: debug, info, warn or error',
    form: 'text',
    value: oneOf(['debug', 'info', 'warn', 'error']),
    otherwise: 'info',
  }),
};

/** The parts of the file and of its examples, in order. */
export const SECTIONS = {
  slack: 'Slack (README: "In Slack")',
  discord: 'Discord (README: "In Discord")',
  staff: 'Support team',
  manners: 'How often the bot answers',
  storage: 'Storage',
  knowledge: 'Your own knowledge',
  keycheck: 'Key checks',
  operation: 'Operation',
} as const;

/** What the rows of the table read to. */
export type ValuesOf<Table> = {
  readonly [Name in keyof Table]: Table[Name] extends Setting<infer Value> ? Value : ValuesOf<Table[Name]>;
};

/** Every setting's value, before the chats without a token are left out. */
export type Values = ValuesOf<typeof SETTINGS>;

/** The rows in order. */
export const ROWS: readonly Setting<unknown>[] = Object.values(SETTINGS).flatMap((entry) =>
  isSetting(entry) ? [entry] : Object.values(entry),
);

/** Is this a row, or a group of rows? */
export function isSetting(entry: object): entry is Setting<unknown> {
  return 'env' in entry;
}
