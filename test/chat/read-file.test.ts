import { describe, expect, test } from 'vitest';
import { fileKind } from '#chat/file-kind.ts';
import { joinTexts } from '#chat/join-texts.ts';

describe('the kind of a file', () => {
  test.for([
    ['a.log', null, 'maybe-text'],
    ['a.log.1', 'application/octet-stream', 'maybe-text'],
    ['core', undefined, 'maybe-text'],
    ['trace.har', 'application/json', 'maybe-text'],
    ['mail.eml', 'message/rfc822', 'maybe-text'],
    ['icon.svg', 'image/svg+xml', 'maybe-text'],
    ['dump.zip', 'text/plain', 'maybe-text'],
    ['screen.png', null, 'picture'],
    ['screen', 'image/webp', 'picture'],
    ['dump.zip', null, 'other'],
    ['talk', 'audio/ogg', 'other'],
    ['bill', 'application/pdf', 'other'],
  ] as const)('%s of type %s is %s', ([name, type, kind]) => {
    expect(fileKind(name, type)).toBe(kind);
  });
});

describe('joined texts', () => {
  test.for([
    [['a', 'b'], 'a\nb'],
    [['', ' '], ''],
    [['say *this*', 'say this'], 'say *this*'],
    [['short', 'a short and long one'], 'a short and long one'],
    [['a short and long one', 'short'], 'a short and long one'],
  ] as const)('%j are %j', ([parts, whole]) => {
    expect(joinTexts(parts)).toBe(whole);
  });
});
