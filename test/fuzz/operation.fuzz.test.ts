import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { diagnoseCommand } from '#commands/diagnose.ts';
import type { Io } from '#commands/io.ts';
import { whyText } from '#commands/why.ts';
import { parse } from '#knowledge/parse.ts';
import { type Listener, startListener } from '#ops/listener.ts';
import { openLog } from '#ops/log.ts';
import { openRegistry } from '#ops/prometheus.ts';
import { realCatalogue } from '#test/catalogue.ts';
import { hostileText, longText, RUN } from './hostile.ts';

const catalogue = realCatalogue();

let listener: Listener;
beforeAll(async () => {
  const readiness = async () => ({ ready: true, not_ready: [], checks: {} });
  listener = await startListener({ host: '127.0.0.1', port: 0, readiness, metrics: async () => 'up 1\n' });
});
afterAll(() => listener.stop());

const LINE = /^[\x20-\x7e\u00a0-\uffff]*\n$/;

test('a line of the log is one line, one object, and commands no terminal', () => {
  const written: string[] = [];
  const log = openLog('debug', (line) => written.push(line));
  fc.assert(
    fc.property(hostileText, fc.dictionary(fc.stringMatching(/^[a-z]{6,9}$/), hostileText), (event, fields) => {
      written.length = 0;
      log('warn', event, fields);
      expect(written).toHaveLength(1);
      expect(written[0]).toMatch(LINE);
      expect(written[0]).not.toMatch(/[\u2028\u2029\u202a-\u202e\u2066-\u2069]/);
      expect(Object.keys(JSON.parse(written[0] ?? '') as object)).toEqual(
        expect.arrayContaining(['level', 'time', 'msg', ...Object.keys(fields)]),
      );
    }),
    RUN,
  );
});

/** What JSON could leave as it is. */
const UNSEEN = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/;

/** The text format: https://prometheus.io/docs/instrumenting/exposition_formats/ */
const SAMPLE = /^[a-zA-Z_:][a-zA-Z0-9_:]*(?:\{(?:[a-z]+="(?:[^"\\\n]|\\[\\"n])*",?)+\})? (?:[-+\d.e]+|\+Inf|NaN)$/;

test('no label breaks the page of metrics', () => {
  fc.assert(
    fc.property(hostileText, hostileText, fc.double({ noNaN: true, noDefaultInfinity: true }), (kind, chat, value) => {
      const registry = openRegistry();
      registry.counter('a_total', 'A.').add({ kind, chat });
      registry.gauge('b', 'B.').set(value, { kind });
      registry.histogram('c_seconds', 'C.', [1]).observe(0.5, { chat });
      const lines = registry.text().split('\n');
      expect(lines.pop()).toBe('');
      for (const line of lines.filter((one) => !one.startsWith('# '))) expect(line).toMatch(SAMPLE);
      expect(lines).toHaveLength(12);
    }),
    RUN,
  );
});

test('whatever is sent to the port of the operator, it answers by the rules and goes on', async () => {
  const port = Number(new URL(listener.address).port);
  const paths = fc.oneof(
    fc.constantFrom('/healthz', '/readyz', '/metrics', '/', '*', '//', '/../x', '/evil.example'),
    hostileText,
  );
  const methods = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'x');
  const requests = fc.oneof(
    hostileText,
    fc
      .tuple(methods, paths, hostileText, hostileText)
      .map(([method, path, header, body]) => `${method} ${path} HTTP/1.1\r\nHost: x\r\nX: ${header}\r\n\r\n${body}`),
  );
  await fc.assert(
    fc.asyncProperty(requests, async (request) => {
      const answer = await exchange(port, request);
      expect(answer).toMatch(/^$|^HTTP\/1\.1 (?:200|400|404|405|408|431) /);
      expect(answer).not.toContain('evil.example');
      expect((await fetch(`${listener.address}/healthz`)).status).toBe(200);
    }),
    { ...RUN, numRuns: Math.ceil(RUN.numRuns / 10) },
  );
});

/** Sends bytes and hangs up; what came back. */
function exchange(port: number, request: string): Promise<string> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.end(request));
    socket.on('data', (bytes) => {
      answer += bytes.toString('latin1');
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
  });
}

const FIELDS =
  'speak kind provider tool refused_by confidence alternatives http_status request_id evidence secrets masked checklist'.split(
    ' ',
  );

async function diagnosed(argv: readonly string[], input: string): Promise<{ status: number; out: string }> {
  let out = '';
  const stdin = (async function* () {
    yield input;
  })();
  const io: Io = { stdin, out: (text) => (out += text), error: () => undefined, env: {}, columns: 80, colour: false };
  return { status: await diagnoseCommand(argv, io), out };
}

test('diagnose --json prints one object with its fields or refuses, --jsonl one line for each line', async () => {
  await fc.assert(
    fc.asyncProperty(
      longText,
      fc.array(
        fc.oneof(
          hostileText,
          hostileText.map((text) => JSON.stringify({ id: 1, text })),
        ),
        { maxLength: 5 },
      ),
      async (text, lines) => {
        const one = await diagnosed(['--json'], text);
        expect(one.out).not.toMatch(UNSEEN);
        const fields = one.out === '' ? [] : Object.keys(JSON.parse(one.out) as object);
        expect(fields).toEqual(one.status === 0 ? FIELDS : []);
        const input = lines.join('\n');
        const { out } = await diagnosed(['--jsonl'], input);
        const given = new TextDecoder()
          .decode(Buffer.from(input))
          .split('\n')
          .filter((line) => line.trim() !== '');
        const printed = out.split('\n').slice(0, -1);
        expect(printed.map((line) => Object.keys(JSON.parse(line) as object)[0])).toEqual(given.map(() => 'id'));
      },
    ),
    // Each run loads the knowledge twice.
    { ...RUN, numRuns: Math.ceil(RUN.numRuns / 100) },
  );
});

test('what diagnose --why prints commands no terminal', () => {
  fc.assert(
    fc.property(hostileText, hostileText, (before, after) => {
      const printed = whyText(`${before}401${after}Incorrect API key provided${before}`, catalogue);
      expect(printed).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
    }),
    RUN,
  );
});

test('any YAML is knowledge or a fault with its line, never a crash', () => {
  const value = fc.object({
    withNullPrototype: true,
    maxDepth: 4,
    key: fc.oneof(fc.constantFrom('id', 'keys', 'when', '__proto__', 'constructor', 'signatures'), fc.string()),
  });
  const sorts = fc.constantFrom(
    'failures' as const,
    'providers' as const,
    'tools' as const,
    'negatives' as const,
    'secrets' as const,
  );
  fc.assert(
    fc.property(
      fc.oneof(
        value.map((it) => JSON.stringify(it)),
        hostileText,
      ),
      sorts,
      (source, sort) => {
        const parsed = parse(sort, source);
        for (const { line, expected } of parsed.ok ? [] : parsed.faults) {
          expect(line).toBeGreaterThanOrEqual(1);
          expect(line).toBeLessThanOrEqual(source.split(/\r\n?|\n/).length + 1);
          expect(expected).not.toBe('');
        }
      },
    ),
    RUN,
  );
});
