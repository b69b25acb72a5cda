import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

/** What keeps a URL from being sent to, in words for whoever set it up. */
export class Refused extends Error {}

export interface Target {
  url: URL;
  /** Where to connect, whatever its name leads to a moment later. */
  address: string;
  family: 4 | 6;
}

// What IANA keeps for special purposes: the machine itself, its networks, metadata, and all that is no single public machine.
const NOT_PUBLIC_IPV4 =
  '0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 ' +
  '192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4';
// Within 2000::/3, which alone is public: these lead to IPv4 addresses or nowhere.
const NOT_PUBLIC_IPV6 = '2001::/23 2001:db8::/32 2002::/16 3fff::/20';

function listOf(subnets: string, family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const subnet of subnets.split(' ')) {
    const [network, prefix] = subnet.split('/');
    list.addSubnet(network!, Number(prefix), family);
  }
  return list;
}
const PRIVATE_IPV4 = listOf(NOT_PUBLIC_IPV4, 'ipv4');
const PRIVATE_IPV6 = listOf(NOT_PUBLIC_IPV6, 'ipv6');
const GLOBAL_IPV6 = listOf('2000::/3', 'ipv6');

/** True if an IP address is one machine of the public internet. */
export function isPublic(address: string): boolean {
  if (isIP(address) === 4) return !PRIVATE_IPV4.check(address, 'ipv4');
  if (isIP(address) !== 6) return false;
  return GLOBAL_IPV6.check(address, 'ipv6') && !PRIVATE_IPV6.check(address, 'ipv6');
}

const isLoopback = (address: string) => address === '::1' || /^127\.[\d.]+$/.test(address);

const OWN_HOST = 'This is TinyCRM’s own server. Enter a URL of your product.';
// The same for what is not there and what is there but private, which nobody is to find out.
const UNREACHABLE = 'This host isn’t on the public internet. Check the URL.';

export interface Rules {
  /** True on somebody's own machine and in tests: the machine itself may be sent to, without TLS. */
  allowLoopback: boolean;
  /** Hosts of this installation. */
  ownHosts: string[];
  resolve?: (host: string) => Promise<string[]>;
}

const resolveAll = async (host: string) =>
  (await lookup(host, { all: true })).map(({ address }) => address);

/** Where a URL leads. Throws Refused unless all that its name stands for is public. */
export async function guard(text: string, rules: Rules): Promise<Target> {
  const { allowLoopback, ownHosts, resolve = resolveAll } = rules;
  if (!URL.canParse(text)) throw new Refused('This isn’t a URL.');
  const url = new URL(text);
  if (url.username || url.password) {
    throw new Refused('Leave the user name and password out of the URL.');
  }
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ownHosts.some((own) => host === own || host === `db.${own}`)) throw new Refused(OWN_HOST);

  const addresses = isIP(host) ? [host] : await resolve(host).catch(() => [] as string[]);
  if (allowLoopback && addresses.length > 0 && addresses.every(isLoopback)) {
    if (/^https?:$/.test(url.protocol)) return target(url, addresses);
  }
  if (url.protocol !== 'https:') throw new Refused('Enter a URL that starts with https://.');
  if (url.port !== '') throw new Refused('Leave the port out of the URL: only 443 is used.');
  if (addresses.length === 0 || !addresses.every(isPublic)) throw new Refused(UNREACHABLE);
  return target(url, addresses);
}

function target(url: URL, addresses: string[]): Target {
  // Not every network has IPv6.
  const address = addresses.find((it) => isIP(it) === 4) ?? addresses[0]!;
  return { url, address, family: isIP(address) === 6 ? 6 : 4 };
}
