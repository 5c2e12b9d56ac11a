import { CHAT_NAMES, CHAT_SETTINGS, CHATS, type ChatName } from '#chats/all.ts';
import { DESK } from './desk-settings.ts';
import { KEYCHECK } from './keycheck-settings.ts';
import { MANNERS } from './manners-settings.ts';
import { isSetting, type Setting, setting, type ValuesOf } from './setting.ts';
import { listener, oneOf, postgresAddress, text, wholeNumber, yesOrNo } from './values.ts';

/**
 * Everything that can be set, in the shape of the configuration: a row here is read, checked, shown, documented and in the
 * examples. The examples and docs/settings.md are written anew by `npx vitest run test/config/examples.test.ts -u`.
 */
export const SETTINGS = {
  ...CHAT_SETTINGS,
  staffChat: setting({
    env: 'STAFF_CHAT',
    key: 'staff.chat',
    says: `If you use several chats: the one your support team works in, ${CHAT_NAMES.join(' or ')}`,
    form: 'text',
    value: oneOf(CHAT_NAMES as [ChatName, ChatName]),
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
  keycheck: KEYCHECK,
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
  ...(Object.fromEntries(CHAT_NAMES.map((name) => [name, CHATS[name].section])) as Record<ChatName, string>),
  staff: 'Support team',
  manners: 'How often the bot answers',
  storage: 'Storage',
  knowledge: 'Your own knowledge',
  keycheck: 'Key checks',
  operation: 'Operation',
} as const;

/** Every setting's value, before the chats without a token are left out. */
export type Values = ValuesOf<typeof SETTINGS>;

/** The rows in order. */
export const ROWS: readonly Setting<unknown>[] = Object.values(SETTINGS).flatMap((entry) =>
  isSetting(entry) ? [entry] : Object.values(entry),
);
