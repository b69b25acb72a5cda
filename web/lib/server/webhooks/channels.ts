import type { Line } from '../../channel-message.ts';
import { guard, Refused, type Rules, type Target } from './guard.ts';

export type Channel = 'slack' | 'discord';

const HOSTS: Record<Channel, string[]> = {
  slack: ['hooks.slack.com'],
  discord: ['discord.com', 'discordapp.com', 'ptb.discord.com', 'canary.discord.com'],
};
const PATHS: Record<Channel, RegExp> = {
  slack: /^\/services\/[\w/-]+$/,
  discord: /^\/api\/(v\d+\/)?webhooks\/\d+\/[\w-]+$/,
};
const UNKNOWN =
  'Paste a webhook URL from Slack (https://hooks.slack.com/services/…) or Discord (https://discord.com/api/webhooks/…).';

/** Whose webhook a URL is, going by its host and path. Throws Refused for every other. */
export function channelOf(text: string, { allowLoopback }: Rules): Channel {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLocal = allowLoopback && url?.hostname === '127.0.0.1';
  for (const channel of ['slack', 'discord'] as const) {
    if (!url || !PATHS[channel].test(url.pathname)) continue;
    if (isLocal || (url.protocol === 'https:' && HOSTS[channel].includes(url.hostname))) {
      return channel;
    }
  }
  throw new Refused(UNKNOWN);
}

/** Where a channel is. Throws Refused unless it is one of this kind, however its URL got there. */
export async function guardChannel(kind: Channel, url: string, rules: Rules): Promise<Target> {
  if (channelOf(url, rules) !== kind) throw new Refused(UNKNOWN);
  return guard(url, rules);
}

/** The body of a request that posts a message. */
export function messageBody(kind: Channel, lines: Line[]): string {
  return JSON.stringify(kind === 'slack' ? slackMessage(lines) : discordMessage(lines));
}

const escapeSlack = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const LINE_BREAK: Line = [{ text: '\n' }];

/** Rich text, whose texts Slack takes literally: it finds no markup and no mention in them. */
function slackMessage(lines: Line[]) {
  const spans = lines.flatMap((line, index) => [...(index ? LINE_BREAK : []), ...line]);
  return {
    // What a notification shows.
    text: escapeSlack(spans.map(({ text }) => text).join('')),
    mrkdwn: false,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: spans
              .filter(({ text }) => text)
              .map(({ text, bold, href }) => ({
                ...(href ? { type: 'link', url: href, text } : { type: 'text', text }),
                ...(bold && { style: { bold: true } }),
              })),
          },
        ],
      },
    ],
  };
}

const MAX_DISCORD = 2000;
const SUPPRESS_EMBEDS = 4;

// Every sign that could mean something, the colon of links included.
const escapeDiscord = (text: string) => text.replace(/[!-/:-@[-`{-~]/g, String.raw`\$&`);

function discordMessage(lines: Line[]) {
  const texts = lines.map((line) =>
    line
      .map(({ text, bold, href }) => {
        if (href) return `[${escapeDiscord(text)}](<${href}>)`;
        return bold ? `**${escapeDiscord(text)}**` : escapeDiscord(text);
      })
      .join(''),
  );
  while (texts.length > 1 && texts.join('\n').length > MAX_DISCORD) texts.pop();
  return {
    content: texts.join('\n'),
    allowed_mentions: { parse: [] },
    flags: SUPPRESS_EMBEDS,
  };
}
