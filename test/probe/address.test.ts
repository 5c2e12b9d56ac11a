import { describe, expect, test } from 'vitest';
import { checkUrl, isPublicAddress, parseAllowed } from '#probe/address.ts';

const NOTHING_ALLOWED = parseAllowed(undefined);

/** Addresses that must not get a key, with the refusal that says why. */
const HOSTILE: readonly (readonly [url: string, refusal: string])[] = [
  // Loopback, in every notation.
  ['https://127.0.0.1/v1', 'private-address'],
  ['https://127.1.2.3/v1', 'private-address'],
  ['https://127.1/v1', 'odd-address'],
  ['https://127.0.1/v1', 'odd-address'],
  ['https://2130706433/v1', 'odd-address'],
  ['https://0x7f000001/v1', 'odd-address'],
  ['https://0x7f.0.0.1/v1', 'odd-address'],
  ['https://0177.0.0.1/v1', 'odd-address'],
  ['https://017700000001/v1', 'odd-address'],
  ['https://0x7f.1/v1', 'odd-address'],
  ['https://127.0.0.1./v1', 'odd-address'],
  ['https://[::1]/v1', 'private-address'],
  ['https://[0:0:0:0:0:0:0:1]/v1', 'odd-address'],
  ['https://[::]/v1', 'private-address'],
  ['https://0.0.0.0/v1', 'private-address'],
  ['https://0/v1', 'odd-address'],
  ['https://localhost/v1', 'local-name'],
  ['https://LOCALHOST/v1', 'local-name'],
  ['https://localhost./v1', 'odd-address'],
  ['https://app.localhost/v1', 'local-name'],
  ['https://localhost.localdomain/v1', 'local-name'],
  // Private, shared and link-local networks.
  ['https://10.0.0.1/v1', 'private-address'],
  ['https://172.16.0.1/v1', 'private-address'],
  ['https://172.31.255.254/v1', 'private-address'],
  ['https://192.168.1.1/v1', 'private-address'],
  ['https://100.64.0.1/v1', 'private-address'],
  ['https://169.254.1.1/v1', 'private-address'],
  ['https://[fe80::1]/v1', 'private-address'],
  ['https://[fc00::1]/v1', 'private-address'],
  ['https://[fd12:3456::1]/v1', 'private-address'],
  ['https://[fec0::1]/v1', 'private-address'],
  // Metadata services.
  ['https://169.254.169.254/latest/meta-data', 'private-address'],
  ['http://169.254.169.254/', 'private-address'],
  ['https://[fd00:ec2::254]/', 'private-address'],
  ['https://100.100.100.200/latest', 'private-address'],
  ['https://192.0.0.192/', 'private-address'],
  ['https://168.63.129.16/', 'private-address'],
  ['https://metadata.google.internal/', 'local-name'],
  ['https://metadata/', 'local-name'],
  // Reserved, documentation, benchmark, multicast, broadcast.
  ['https://192.0.2.1/', 'private-address'],
  ['https://198.51.100.1/', 'private-address'],
  ['https://203.0.113.1/', 'private-address'],
  ['https://198.18.0.1/', 'private-address'],
  ['https://224.0.0.1/', 'private-address'],
  ['https://240.0.0.1/', 'private-address'],
  ['https://255.255.255.255/', 'private-address'],
  ['https://[2001:db8::1]/', 'private-address'],
  ['https://[ff02::1]/', 'private-address'],
  // IPv4 inside IPv6.
  ['https://[::ffff:127.0.0.1]/', 'odd-address'],
  ['https://[::ffff:7f00:1]/', 'private-address'],
  ['https://[::ffff:a00:1]/', 'private-address'],
  ['https://[::7f00:1]/', 'private-address'],
  ['https://[64:ff9b::7f00:1]/', 'private-address'],
  ['https://[64:ff9b:1::a00:1]/', 'private-address'],
  ['https://[2002:7f00:1::]/', 'private-address'],
  ['https://[2001::1]/', 'private-address'],
  // Other ways to say a host.
  ['https://%31%32%37.0.0.1/', 'odd-address'],
  ['https://１２７.０.０.１/', 'odd-address'],
  ['https://127。0。0。1/', 'odd-address'],
  ['https://api.openai.com%2eevil.example/', 'odd-address'],
  ['https://аpi.openai.com/', 'odd-address'],
  ['https://api.openai.com\\@evil.example.com/', 'user-in-address'],
  ['https://api.openai.com@127.0.0.1/', 'user-in-address'],
  ['https://user:pw@relay.example.com/', 'user-in-address'],
  ['https://relay.evil.com\t/', 'odd-address'],
  ['https://relay\u200b.evil.com/', 'odd-address'],
  ['https:\\\\relay.evil.com', 'not-an-address'],
  ['https:relay.evil.com', 'not-an-address'],
  ['https:///relay.evil.com', 'odd-address'],
  ['//relay.evil.com/v1', 'not-an-address'],
  ['relay.evil.com/v1', 'not-an-address'],
  ['https://relay.evil.com./v1', 'odd-address'],
  ['https://relay..evil.com/v1', 'odd-address'],
  ['https://relay.evil.com/v1?key=1', 'not-an-address'],
  ['https://relay.evil.com/v1#x', 'not-an-address'],
  ['', 'not-an-address'],
  [`https://relay.evil.com/${'a'.repeat(3000)}`, 'not-an-address'],
  // Other schemes and ports.
  ['http://relay.evil.com/v1', 'not-https'],
  ['ftp://relay.evil.com/', 'not-https'],
  ['file:///etc/passwd', 'not-https'],
  ['gopher://relay.evil.com/', 'not-https'],
  ['javascript:alert(1)', 'not-https'],
  ['data:text/plain,x', 'not-https'],
  ['https://relay.evil.com:8443/v1', 'port'],
  ['https://relay.evil.com:22/', 'port'],
  ['https://relay.evil.com:99999/', 'not-an-address'],
  // Names of the machine or the network.
  ['https://relay/v1', 'local-name'],
  ['https://db.internal/', 'local-name'],
  ['https://printer.local/', 'local-name'],
  ['https://nas.lan/', 'local-name'],
  ['https://router.home.arpa/', 'local-name'],
  ['https://hidden.onion/', 'local-name'],
  ['https://1.0.0.127.in-addr.arpa/', 'local-name'],
  // A public address is no name, and a certificate for it is rare.
  ['https://93.184.216.34/v1', 'bare-ip'],
  ['https://[2606:4700::1111]/v1', 'bare-ip'],
];

describe('a base URL', () => {
  test.for(HOSTILE)('%s is refused: %s', ([url, refusal]) => {
    expect(checkUrl(url, NOTHING_ALLOWED)).toEqual({ ok: false, refusal });
  });

  test('there are at least 60 hostile ones', () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(60);
  });

  test.for([
    'https://api.openai.com/v1',
    'https://relay.some-shop.com',
    'https://relay.some-shop.com:443/v1/',
    'https://API.OpenAI.com/v1',
    'https://xn--bcher-kva.ch/v1',
    '  https://api.groq.com/openai/v1  ',
  ])('%s is taken', (url) => {
    expect(checkUrl(url, NOTHING_ALLOWED).ok).toBe(true);
  });

  test('an operator opens single targets, each with its port', () => {
    const allowed = parseAllowed(' 127.0.0.1:4000, relay.internal:443,[::1]:8080 ');
    expect(checkUrl('http://127.0.0.1:4000/v1', allowed).ok).toBe(true);
    expect(checkUrl('https://relay.internal/v1', allowed).ok).toBe(true);
    expect(checkUrl('http://[::1]:8080/v1', allowed).ok).toBe(true);
    expect(checkUrl('http://127.0.0.1:4001/v1', allowed).ok).toBe(false);
    expect(checkUrl('http://0x7f.1:4000/v1', allowed).ok).toBe(false);
    expect(checkUrl('http://me@127.0.0.1:4000/v1', allowed).ok).toBe(false);
  });

  test('an entry without a port is a mistake that names itself', () => {
    expect(() => parseAllowed('relay.internal')).toThrow('KEYCHECK_ALLOW: "relay.internal" is not host:port');
  });
});

describe('an address', () => {
  test.for(['8.8.8.8', '93.184.216.34', '2606:4700:4700::1111', '2a00:1450:4001::1'])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.for([
    '127.0.0.1',
    '10.1.2.3',
    '169.254.169.254',
    '100.64.1.1',
    '::1',
    '::',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
    '2002:808:808::1',
    '2001:0:1::1',
    '2001:db8::1',
    '3fff::1',
    '5f00::1',
    '100::1',
    'ff02::1',
    '168.63.129.16',
    'not an address',
    '',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});
