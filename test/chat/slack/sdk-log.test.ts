import { LogLevel } from '@slack/bolt';
import { expect, test } from 'vitest';
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
