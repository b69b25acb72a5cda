import { Parser } from 'saxen';

/** Takes what is in an XML file, in its order. */
export interface XmlReader {
  /** `attributes` are read when they are asked for. */
  open(name: string, attributes: () => Record<string, string>): void;
  close(name: string): void;
  text?(text: string): void;
}

/** Reads XML whose names have the prefixes of `namespaces`, whatever it calls them. Throws when it is broken. */
export function readXml(xml: string, namespaces: Record<string, string>, reader: XmlReader): void {
  const parser = new Parser().ns(namespaces);
  parser.on('openTag', (name, attributes, decode) =>
    reader.open(name, () => {
      const found = attributes();
      for (const key in found) if (found[key]!.includes('&')) found[key] = decode(found[key]!);
      return found;
    }),
  );
  parser.on('closeTag', (name) => reader.close(name));
  parser.on('text', (text, decode) => reader.text?.(text.includes('&') ? decode(text) : text));
  parser.on('cdata', (text) => reader.text?.(text));
  parser.on('error', (error) => {
    throw error;
  });
  parser.parse(xml);
}
