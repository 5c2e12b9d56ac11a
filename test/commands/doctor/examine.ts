import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { doctorCommand } from '#commands/doctor/doctor.ts';
import { fakeIo } from '#test/commands/io.ts';

const open: { close(): Promise<unknown> }[] = [];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-doctor-'));
});

afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The folder of the test. */
export function place(): string {
  return folder;
}

/** Closed after the test. */
export function closing<T extends { close(): Promise<unknown> }>(one: T): T {
  open.push(one);
  return one;
}

/** Runs the doctor; what it prints must hold no secret. */
export async function examine(env: Readonly<Record<string, string>>) {
  const { io, out, error } = fakeIo({ DATA_DIR: join(folder, 'data'), OPS_PORT: 'off', ...env });
  const status = await doctorCommand([], io, folder);
  for (const name of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', 'DISCORD_TOKEN', 'SECRET_KEY'])
    if (env[name] !== undefined) expect(out() + error()).not.toContain(env[name]);
  return { status, out: out(), lines: out().split('\n') };
}

/** The line about something, with its mark. */
export function about(lines: readonly string[], check: string): string {
  return (
    lines.find((line) => line.slice(2).startsWith(`${check}:`)) ?? `no line about ${check} in\n${lines.join('\n')}`
  );
}
