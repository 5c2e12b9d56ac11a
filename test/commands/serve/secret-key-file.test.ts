import fs, { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { secretKeyOf } from '#commands/serve/secret-key-file.ts';

let folder = '';
const path = () => join(folder, 'secret-key');
const { linkSync } = fs;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keymedic-secret-'));
});
afterEach(() => {
  link(linkSync);
  rmSync(folder, { recursive: true, force: true });
});

/** What is done where a secret is put in its place. */
function link(how: typeof linkSync): void {
  fs.linkSync = how;
  syncBuiltinESMExports();
}

test('a secret is made once, for its owner alone, and nothing else is left', () => {
  const secret = secretKeyOf(folder);
  expect(Buffer.from(secret, 'base64url')).toHaveLength(32);
  expect(readFileSync(path(), 'utf8')).toBe(`${secret}\n`);
  expect(statSync(path()).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['secret-key']);
  expect(secretKeyOf(folder)).toBe(secret);
});

test('a folder that is not there yet is made', () => {
  const inner = join(folder, 'data', 'of-it');
  expect(secretKeyOf(inner)).toBe(secretKeyOf(inner));
  expect(statSync(inner).mode & 0o777).toBe(0o700);
});

test('of two who start at the same time one makes the secret, and both have it', () => {
  link((from, to) => {
    // Between the look and the writing another process was faster.
    writeFileSync(path(), 'of the other one\n');
    linkSync(from, to);
  });
  expect(secretKeyOf(folder)).toBe('of the other one');
  expect(readdirSync(folder)).toEqual(['secret-key']);
});

test('what a full disk has left of a secret is replaced', () => {
  writeFileSync(path(), ' \n');
  const secret = secretKeyOf(folder);
  expect(secret).toHaveLength(43);
  expect(readFileSync(path(), 'utf8').trim()).toBe(secret);
});

test('where no secret can be kept, a sentence says where and why, and what to do', () => {
  link(() => {
    throw Object.assign(new Error('x'), { code: 'ENOSPC' });
  });
  expect(() => secretKeyOf(folder)).toThrow(new RegExp(`${path()}.*ENOSPC.*SECRET_KEY`));
  expect(readdirSync(folder)).toEqual([]);
});
