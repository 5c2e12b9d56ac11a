import { expect, test } from 'vitest';
import { webAddress } from '#chat/web-address.ts';

test.for([
  ['https://status.openai.com', 'https://status.openai.com'],
  ['http://127.0.0.1:8080/x?y=z#a', 'http://127.0.0.1:8080/x?y=z#a'],
  ['https://a.example/x> @everyone <b', 'https://a.example/x%3E%20@everyone%20%3Cb'],
  ['https://a.example/|x`', 'https://a.example/%7Cx%60'],
  [' https://a.example/\u202e', 'https://a.example/%E2%80%AE'],
  ['javascript:alert(1)', null],
  ['HTn:\u0000@everyone', null],
  ['data:text/html,x', null],
  ['not an address', null],
  ['', null],
] as const)('%j as a link is %j', ([text, address]) => {
  expect(webAddress(text)).toBe(address);
});
