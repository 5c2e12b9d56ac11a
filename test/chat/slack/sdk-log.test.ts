import { LogLevel } from '@slack/bolt';
import { expect, test, vi } from 'vitest';
import { sdkLog } from '#chat/slack/sdk-log.ts';

test("Slack's packages get nothing of their text into the log, at no level", () => {
  const lines: string[] = [];
  const logger = sdkLog((level, event, fields) => void lines.push(JSON.stringify([level, event, fields])));
  logger.setLevel(LogLevel.DEBUG);
  const canary = 'sk-proj-canary0123456789';
  const envelope = { payload: { view: { state: { values: { key: canary } } } } };
  for (const level of ['debug', 'info', 'warn', 'error'] as const)
    logger[level]('Received a message on the WebSocket', JSON.stringify(envelope), new Error(canary));
  expect(lines).toHaveLength(2);
  expect(lines.join('\n')).not.toContain('canary');
});

/** The logger of Slack's packages, and what goes on of it. */
function listening() {
  const lines: (readonly [level: string, event: string])[] = [];
  return { lines, logger: sdkLog((level, event) => void lines.push([level, event])) };
}

test('an error is a warning of ours, a warning is for who looks closely, the rest is nothing', () => {
  const { lines, logger } = listening();
  logger.debug('x');
  logger.info('x');
  expect(lines).toEqual([]);
  logger.error('x');
  expect(lines.map(([level]) => level)).toEqual(['warn']);
  logger.warn('x', { y: 1 });
  expect(lines.map(([level]) => level)).toEqual(['warn', 'debug']);
  expect(logger.getLevel()).toBe(LogLevel.ERROR);
});

test('a clock that is off is an error of the operator, told once a minute', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const { lines, logger } = listening();
    const stale = () =>
      logger.warn(1, 'x-slack-request-timestamp must differ from system time by no more than 5 minutes');
    stale();
    stale();
    vi.advanceTimersByTime(59_999);
    stale();
    expect(lines.map(([level]) => level)).toEqual(['error']);
    vi.advanceTimersByTime(1);
    stale();
    expect(lines.map(([level]) => level)).toEqual(['error', 'error']);
    expect(lines[0]?.[1]).toContain('five minutes');
  } finally {
    vi.useRealTimers();
  }
});
